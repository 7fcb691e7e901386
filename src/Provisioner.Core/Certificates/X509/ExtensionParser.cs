using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace Provisioner.Core.Certificates.X509;

/// <summary>Extensions of certificates, requests and revocation lists (RFC 5280, 4.2).</summary>
internal static class ExtensionParser
{
    private const int Most = 100;

    /// <summary>The sequence of extensions at the reader's place; none may stand twice.</summary>
    public static ImmutableArray<Extension> Read(AsnReader reader)
    {
        var list = reader.ReadSequence();
        var extensions = ImmutableArray.CreateBuilder<Extension>();
        while (list.HasData)
        {
            var one = list.ReadSequence();
            var oid = one.ReadObjectIdentifier();
            var critical = one.PeekTag() == Asn1Tag.Boolean && one.ReadBoolean();
            var value = one.ReadOctetString();
            one.ThrowIfNotEmpty();
            Add(extensions, new(oid, critical, value));
        }

        return extensions.ToImmutable();
    }

    private static void Add(ImmutableArray<Extension>.Builder extensions, Extension one)
    {
        foreach (var other in extensions)
        {
            if (other.Oid == one.Oid)
            {
                throw new MalformedException($"extension {one.Oid} stands twice");
            }
        }

        extensions.Add(extensions.Count < Most ? one : throw new MalformedException("too many extensions"));
    }

    public static Extension? Find(this ImmutableArray<Extension> extensions, string oid)
    {
        foreach (var extension in extensions)
        {
            if (extension.Oid == oid)
            {
                return extension;
            }
        }

        return null;
    }

    public static BasicConstraints ReadBasicConstraints(ReadOnlyMemory<byte> value)
    {
        var sequence = Only(value).ReadSequence();
        var authority = sequence.HasData && sequence.PeekTag() == Asn1Tag.Boolean && sequence.ReadBoolean();
        int? length = null;
        if (sequence.HasData)
        {
            length = sequence.TryReadInt32(out var given) && given >= 0
                ? given
                : throw new MalformedException("path length is not a small number");
        }

        sequence.ThrowIfNotEmpty();
        return new(authority, length);
    }

    public static X509KeyUsageFlags ReadKeyUsages(ReadOnlyMemory<byte> value)
    {
        var bits = Only(value).ReadBitString(out _);
        var flags = bits.Length > 0 ? (X509KeyUsageFlags)bits[0] : X509KeyUsageFlags.None;
        return bits.Length > 1 && (bits[1] & 0x80) != 0 ? flags | X509KeyUsageFlags.DecipherOnly : flags;
    }

    public static ImmutableArray<string> ReadExtendedUsages(ReadOnlyMemory<byte> value)
    {
        var sequence = Only(value).ReadSequence();
        var usages = ImmutableArray.CreateBuilder<string>();
        while (sequence.HasData)
        {
            usages.Add(sequence.ReadObjectIdentifier());
        }

        return usages.Count == 0 ? throw new MalformedException("list of usages is empty") : usages.ToImmutable();
    }

    public static AuthorityKeyIdentifier ReadAuthorityKeyIdentifier(ReadOnlyMemory<byte> value)
    {
        var sequence = Only(value).ReadSequence();
        ReadOnlyMemory<byte>? key = null;
        DistinguishedName? issuer = null;
        string? serial = null;
        while (sequence.HasData)
        {
            var tag = sequence.PeekTag();
            switch (tag.TagValue)
            {
                case 0: key = sequence.ReadOctetString(tag); break;
                case 1:
                    issuer = NameParser.ReadNames(sequence.ReadSequence(tag)).FirstOrDefault(n => n.Kind == NameKind.Directory)?.Directory;
                    break;
                case 2: serial = Convert.ToHexString(sequence.ReadIntegerBytes(tag).Span); break;
                default: throw new MalformedException("unknown part of an authority key identifier");
            }
        }

        return new(key, issuer, serial);
    }

    /// <summary>A reader over a value that must be one whole element.</summary>
    internal static AsnReader Only(ReadOnlyMemory<byte> value)
    {
        var reader = new AsnReader(value, AsnEncodingRules.DER);
        return reader.PeekEncodedValue().Length == value.Length ? reader : throw new MalformedException("bytes after an extension's value");
    }
}
