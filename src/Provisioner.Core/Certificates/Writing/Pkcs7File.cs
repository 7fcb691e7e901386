using System.Formats.Asn1;

namespace Provisioner.Core.Certificates.Writing;

/// <summary>PKCS#7 that carries certificates and signs nothing (RFC 5652, 5.1), as Windows imports a chain.</summary>
public static class Pkcs7File
{
    /// <summary>DER.</summary>
    public static byte[] Certificates(IEnumerable<HeldCertificate> certificates)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("1.2.840.113549.1.7.2");
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            using (writer.PushSequence())
            {
                writer.WriteInteger(1);
                Empty(writer);
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier("1.2.840.113549.1.7.1");
                }

                using (writer.PushSetOf(new Asn1Tag(TagClass.ContextSpecific, 0)))
                {
                    foreach (var certificate in certificates)
                    {
                        writer.WriteEncodedValue(certificate.Der.Span);
                    }
                }

                Empty(writer);
            }
        }

        return writer.Encode();
    }

    private static void Empty(AsnWriter writer)
    {
        using (writer.PushSetOf())
        {
        }
    }
}
