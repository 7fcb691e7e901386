using System.Collections.Immutable;
using System.Formats.Asn1;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.X509;

/// <summary>CertificationRequest (RFC 2986, 4).</summary>
internal static class RequestParser
{
    private static readonly Asn1Tag Attributes = new(TagClass.ContextSpecific, 0, isConstructed: true);

    public static Checked<HeldRequest> Read(ReadOnlyMemory<byte> der)
    {
        try
        {
            return der.Length <= CertificateParser.MostBytes ? Parse(der) : throw new MalformedException("request is very large");
        }
        catch (ExplicitCurveException)
        {
            return Problem.Of("CERT-012");
        }
        catch (Exception fault) when (fault is AsnContentException or MalformedException or ArgumentException or OverflowException)
        {
            return Problem.Of("CERT-005", ("what", "certificate request"), ("bytes", $"{der.Length}"));
        }
    }

    private static HeldRequest Parse(ReadOnlyMemory<byte> der)
    {
        var outer = new AsnReader(der, AsnEncodingRules.BER);
        var request = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var signed = request.PeekEncodedValue();
        var body = request.ReadSequence();
        var algorithm = SignatureAlgorithmParser.Read(request);
        var signature = request.ReadBitString(out _);
        _ = body.ReadInteger();
        var subject = NameParser.Read(body);
        var key = KeyInfoParser.Read(body.ReadEncodedValue());
        var known = KnownExtensions.Of(Asked(body));
        return new()
        {
            Der = der,
            Fingerprint = Sha256.Of(der.Span),
            Subject = subject,
            Key = key,
            Names = known.Names,
            ExtendedUsages = known.Extended,
            SignatureAlgorithm = algorithm,
            IsSigned = Signatures.Verify(key, algorithm, signed.Span, signature) == SignatureVerdict.Good,
        };
    }

    /// <summary>The extensionRequest attribute (RFC 2985, 5.4.2), if there is one.</summary>
    private static ImmutableArray<Extension> Asked(AsnReader body)
    {
        var attributes = body.HasData && body.PeekTag().HasSameClassAndValue(Attributes) ? body.ReadSetOf(skipSortOrderValidation: true, Attributes) : null;
        while (attributes is { HasData: true })
        {
            var attribute = attributes.ReadSequence();
            if (attribute.ReadObjectIdentifier() == Oids.ExtensionRequest)
            {
                return ExtensionParser.Read(attribute.ReadSetOf(skipSortOrderValidation: true));
            }
        }

        return [];
    }
}
