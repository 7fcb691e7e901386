using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Formats.Asn1;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.X509;

/// <summary>CertificateList (RFC 5280, 5.1).</summary>
internal static class RevocationListParser
{
    private static readonly Asn1Tag ExtensionsTag = new(TagClass.ContextSpecific, 0, isConstructed: true);

    public static Checked<HeldRevocationList> Read(ReadOnlyMemory<byte> der)
    {
        try
        {
            return Parse(der);
        }
        catch (Exception fault) when (fault is AsnContentException or MalformedException or ArgumentException or OverflowException)
        {
            return Problem.Of("CERT-005", ("what", "revocation list"), ("bytes", $"{der.Length}"));
        }
    }

    private static HeldRevocationList Parse(ReadOnlyMemory<byte> der)
    {
        var outer = new AsnReader(der, AsnEncodingRules.DER);
        var list = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var signed = list.PeekEncodedValue();
        var body = list.ReadSequence();
        var algorithm = SignatureAlgorithmParser.Read(list);
        var signature = list.ReadBitString(out _);
        if (body.PeekTag() == Asn1Tag.Integer)
        {
            _ = body.ReadInteger();
        }

        if (!SignatureAlgorithmParser.Read(body).Der.Span.SequenceEqual(algorithm.Der.Span))
        {
            throw new MalformedException("signed and stated algorithms differ");
        }

        var issuer = NameParser.Read(body);
        var from = CertificateParser.Time(body);
        DateTimeOffset? next = IsTime(body) ? CertificateParser.Time(body) : null;
        var (revoked, unknown) = body.HasData && body.PeekTag() == Asn1Tag.Sequence ? Entries(body.ReadSequence()) : ([], false);
        var extensions = body.HasData ? ExtensionParser.Read(body.ReadSequence(ExtensionsTag)) : [];
        body.ThrowIfNotEmpty();
        return new()
        {
            Der = der,
            Fingerprint = Sha256.Of(der.Span),
            Issuer = issuer,
            ThisUpdate = from,
            NextUpdate = next,
            Revoked = revoked.ToFrozenDictionary(),
            Extensions = extensions,
            SignatureAlgorithm = algorithm,
            SignedBytes = signed,
            SignatureBytes = signature,
            HasUnknownEntries = unknown,
        };
    }

    private static bool IsTime(AsnReader body) =>
        body.HasData && (body.PeekTag() == Asn1Tag.UtcTime || body.PeekTag() == Asn1Tag.GeneralizedTime);

    private static (Dictionary<string, Revocation> Revoked, bool Unknown) Entries(AsnReader entries)
    {
        var revoked = new Dictionary<string, Revocation>(StringComparer.Ordinal);
        var unknown = false;
        while (entries.HasData)
        {
            var entry = entries.ReadSequence();
            var serial = Convert.ToHexString(entry.ReadIntegerBytes().Span);
            var at = CertificateParser.Time(entry);
            var extensions = entry.HasData ? ExtensionParser.Read(entry) : ImmutableArray<Extension>.Empty;
            unknown |= extensions.Any(e => e.Critical && e.Oid != Oids.CrlReason);
            revoked[serial] = new(at, Reason(extensions));
        }

        return (revoked, unknown);
    }

    private static int? Reason(ImmutableArray<Extension> extensions) =>
        extensions.Find(Oids.CrlReason) is { Value.Length: 3 } reason && reason.Value.Span[0] == 0x0A ? reason.Value.Span[2] : null;
}
