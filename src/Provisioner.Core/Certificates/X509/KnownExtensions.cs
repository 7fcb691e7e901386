using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;

namespace Provisioner.Core.Certificates.X509;

/// <summary>The extensions that are facts of every certificate, read. Those that only paths need are read with the path.</summary>
internal readonly record struct KnownExtensions(
    ImmutableArray<AlternativeName> Names,
    X509KeyUsageFlags? Usages,
    ImmutableArray<string>? Extended,
    BasicConstraints? Constraints,
    ReadOnlyMemory<byte>? SubjectKey,
    AuthorityKeyIdentifier? AuthorityKey)
{
    public static KnownExtensions Of(ImmutableArray<Extension> extensions)
    {
        var known = new KnownExtensions([], null, null, null, null, null);
        foreach (var extension in extensions)
        {
            known = extension.Oid switch
            {
                Oids.SubjectNames => known with { Names = NameParser.ReadNames(extension.Value) },
                Oids.KeyUsage => known with { Usages = ExtensionParser.ReadKeyUsages(extension.Value) },
                Oids.ExtendedUsage => known with { Extended = ExtensionParser.ReadExtendedUsages(extension.Value) },
                Oids.BasicConstraints => known with { Constraints = ExtensionParser.ReadBasicConstraints(extension.Value) },
                Oids.SubjectKeyIdentifier => known with { SubjectKey = ExtensionParser.Only(extension.Value).ReadOctetString() },
                Oids.AuthorityKeyIdentifier => known with { AuthorityKey = ExtensionParser.ReadAuthorityKeyIdentifier(extension.Value) },
                _ => known,
            };
        }

        return known;
    }
}
