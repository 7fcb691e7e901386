using System.Formats.Asn1;
using Provisioner.Core.Certificates.X509;

namespace Provisioner.Core.Certificates.Reading;

/// <summary>Certificates and revocation lists out of PKCS#7 SignedData (RFC 5652, 5.1); what it signs is not looked at.</summary>
internal static class Pkcs7Reader
{
    private const string SignedData = "1.2.840.113549.1.7.2";

    public static void Read(ReadOnlyMemory<byte> ber, ItemSink sink)
    {
        var content = new AsnReader(BerShape.Definite(ber), AsnEncodingRules.BER).ReadSequence();
        var type = content.ReadObjectIdentifier();
        if (type != SignedData)
        {
            throw new UnsupportedException($"CMS {type}");
        }

        var signed = content.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadSequence();
        _ = signed.ReadInteger();
        _ = signed.ReadEncodedValue();
        _ = signed.ReadEncodedValue();
        while (signed.HasData && signed.PeekTag() is { TagClass: TagClass.ContextSpecific, TagValue: 0 or 1 } tag)
        {
            var set = signed.ReadSetOf(skipSortOrderValidation: true, tag);
            while (set.HasData && !sink.IsFull)
            {
                Take(set.ReadEncodedValue(), tag.TagValue == 0, sink);
            }
        }
    }

    private static void Take(ReadOnlyMemory<byte> der, bool isCertificate, ItemSink sink)
    {
        if (isCertificate)
        {
            sink.Add(CertificateParser.Read(der), held => new FileItem.Certificate(held));
        }
        else
        {
            sink.Add(RevocationListParser.Read(der), held => new FileItem.RevocationList(held));
        }
    }
}
