using System.Formats.Asn1;
using Provisioner.Core.Certificates.X509;

namespace Provisioner.Core.Certificates.Rules;

/// <summary>Tells certificates of the public web's authorities by what these must put in: signed timestamps, or a policy of the CA/Browser Forum.</summary>
internal static class PublicAuthority
{
    /// <summary>Domain, organization, individual and extended validation.</summary>
    private const string ForumPolicies = "2.23.140.1.";

    public static bool Issued(HeldCertificate certificate) =>
        certificate.Extensions.Find(Oids.SignedTimestamps) is not null
        || (certificate.Extensions.Find(Oids.Policies) is { } policies && HasForumPolicy(policies.Value));

    private static bool HasForumPolicy(ReadOnlyMemory<byte> value)
    {
        try
        {
            var list = ExtensionParser.Only(value).ReadSequence();
            while (list.HasData)
            {
                if (list.ReadSequence().ReadObjectIdentifier().StartsWith(ForumPolicies, StringComparison.Ordinal))
                {
                    return true;
                }
            }

            return false;
        }
        catch (Exception fault) when (fault is AsnContentException or MalformedException)
        {
            return false;
        }
    }
}
