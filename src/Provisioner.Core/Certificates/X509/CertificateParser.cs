using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.X509;

/// <summary>Certificates, strictly DER (RFC 5280, 4.1).</summary>
internal static class CertificateParser
{
    /// <summary>Far more than any certificate or request has; keeps lists of names in hostile ones from filling the memory.</summary>
    public const int MostBytes = 256 * 1024;

    public static Checked<HeldCertificate> Read(ReadOnlyMemory<byte> der)
    {
        try
        {
            return der.Length <= MostBytes ? Parse(der) : throw new MalformedException("certificate is very large");
        }
        catch (ExplicitCurveException)
        {
            return Problem.Of("CERT-012");
        }
        catch (Exception fault) when (fault is AsnContentException or MalformedException or ArgumentException or OverflowException)
        {
            return Problem.Of("CERT-005", ("what", "certificate"), ("bytes", $"{der.Length}"));
        }
    }

    private static HeldCertificate Parse(ReadOnlyMemory<byte> der)
    {
        var outer = new AsnReader(der, AsnEncodingRules.DER);
        var certificate = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var signed = certificate.PeekEncodedValue();
        var body = certificate.ReadSequence();
        var algorithm = SignatureAlgorithmParser.Read(certificate);
        var signature = certificate.ReadBitString(out var unused);
        certificate.ThrowIfNotEmpty();
        return unused != 0 ? throw new MalformedException("signature has loose bits") : Body(der, body, signed, algorithm, signature);
    }

    /// <summary>TBSCertificate: [0] version, serial, algorithm, issuer, validity, subject, key, [1], [2], [3] extensions.</summary>
    private static HeldCertificate Body(ReadOnlyMemory<byte> der, AsnReader body, ReadOnlyMemory<byte> signed, SignatureAlgorithm algorithm, byte[] signature)
    {
        var version = Version(body);
        var serial = Convert.ToHexString(body.ReadIntegerBytes().Span);
        var inner = SignatureAlgorithmParser.Read(body);
        if (!inner.Der.Span.SequenceEqual(algorithm.Der.Span))
        {
            throw new MalformedException("signed and stated algorithms differ");
        }

        var issuer = NameParser.Read(body);
        var validity = body.ReadSequence();
        var (from, until) = (Time(validity), Time(validity));
        validity.ThrowIfNotEmpty();
        var subject = NameParser.Read(body);
        var key = KeyInfoParser.Read(body.ReadEncodedValue());
        var extensions = Extensions(body, version);
        var known = KnownExtensions.Of(extensions);
        return new()
        {
            Fingerprint = Sha256.Of(der.Span),
            Der = der,
            Version = version,
            Serial = serial,
            Issuer = issuer,
            Subject = subject,
            NotBefore = from,
            NotAfter = until,
            Key = key,
            SignatureAlgorithm = algorithm,
            SignedBytes = signed,
            SignatureBytes = signature,
            Extensions = extensions,
            Names = known.Names,
            KeyUsages = known.Usages,
            ExtendedUsages = known.Extended,
            BasicConstraints = known.Constraints,
            SubjectKeyIdentifier = known.SubjectKey,
            AuthorityKeyIdentifier = known.AuthorityKey,
        };
    }

    private static int Version(AsnReader body)
    {
        var tag = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
        if (!body.PeekTag().HasSameClassAndValue(tag))
        {
            return 1;
        }

        var version = body.ReadSequence(tag);
        return version.TryReadInt32(out var value) && value is >= 0 and <= 2 && !version.HasData
            ? value + 1
            : throw new MalformedException("unknown version");
    }

    /// <summary>UTCTime until 2049 or GeneralizedTime (RFC 5280, 4.1.2.5); years 50 to 99 are of the twentieth century.</summary>
    internal static DateTimeOffset Time(AsnReader reader) => reader.PeekTag() == Asn1Tag.UtcTime
        ? reader.ReadUtcTime(2049)
        : reader.ReadGeneralizedTime();

    private static ImmutableArray<Extension> Extensions(AsnReader body, int version)
    {
        foreach (var unique in (ReadOnlySpan<int>)[1, 2])
        {
            var tag = new Asn1Tag(TagClass.ContextSpecific, unique);
            if (body.HasData && body.PeekTag().HasSameClassAndValue(tag))
            {
                _ = body.ReadBitString(out _, tag);
            }
        }

        if (!body.HasData)
        {
            return [];
        }

        var wrapped = body.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 3, isConstructed: true));
        body.ThrowIfNotEmpty();
        var extensions = ExtensionParser.Read(wrapped);
        wrapped.ThrowIfNotEmpty();
        return version == 3 ? extensions : throw new MalformedException("extensions in an old version");
    }
}
