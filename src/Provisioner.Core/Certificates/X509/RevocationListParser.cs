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
        var entries = body.HasData && body.PeekTag() == Asn1Tag.Sequence ? body.PeekContentBytes() : default;
        _ = !entries.IsEmpty || (body.HasData && body.PeekTag() == Asn1Tag.Sequence) ? body.ReadEncodedValue() : default;
        var (count, unknown) = Look(entries.Span);
        var extensions = body.HasData ? ExtensionParser.Read(body.ReadSequence(ExtensionsTag)) : [];
        body.ThrowIfNotEmpty();
        return new()
        {
            Der = der,
            Fingerprint = Sha256.Of(der.Span),
            Issuer = issuer,
            ThisUpdate = from,
            NextUpdate = next,
            Entries = entries,
            Count = count,
            Extensions = extensions,
            SignatureAlgorithm = algorithm,
            SignedBytes = signed,
            SignatureBytes = signature,
            HasUnknownEntries = unknown,
        };
    }

    private static bool IsTime(AsnReader body) =>
        body.HasData && (body.PeekTag() == Asn1Tag.UtcTime || body.PeekTag() == Asn1Tag.GeneralizedTime);

    /// <summary>Reads every entry once: how many there are, and whether one has a critical extension that is not known here.</summary>
    private static (int Count, bool Unknown) Look(ReadOnlySpan<byte> entries)
    {
        var (count, unknown) = (0, false);
        for (; !entries.IsEmpty; count++)
        {
            var entry = Next(ref entries);
            _ = Serial(ref entry);
            unknown |= ReadRest(entry).Unknown;
        }

        return (count, unknown);
    }

    /// <summary>The first entry of that serial that does not only take a hold back.</summary>
    public static Revocation? Find(ReadOnlySpan<byte> entries, ReadOnlySpan<byte> serial)
    {
        Revocation? found = null;
        while (!entries.IsEmpty && found is null or { Reason: RemovedFromList })
        {
            var entry = Next(ref entries);
            if (Serial(ref entry).SequenceEqual(serial))
            {
                var rest = ReadRest(entry);
                found = new(rest.At, rest.Reason);
            }
        }

        return found;
    }

    private const int RemovedFromList = 8;

    private static ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> entries)
    {
        AsnDecoder.ReadSequence(entries, AsnEncodingRules.DER, out var offset, out var length, out var consumed);
        var entry = entries.Slice(offset, length);
        entries = entries[consumed..];
        return entry;
    }

    private static ReadOnlySpan<byte> Serial(ref ReadOnlySpan<byte> entry)
    {
        var serial = AsnDecoder.ReadIntegerBytes(entry, AsnEncodingRules.DER, out var consumed);
        entry = entry[consumed..];
        return serial;
    }

    /// <summary>Date and extensions of an entry (RFC 5280, 5.1.2.6, 5.3).</summary>
    private static (DateTimeOffset At, int? Reason, bool Unknown) ReadRest(ReadOnlySpan<byte> entry)
    {
        var isShort = Asn1Tag.Decode(entry, out _) == Asn1Tag.UtcTime;
        var at = isShort
            ? AsnDecoder.ReadUtcTime(entry, AsnEncodingRules.DER, out var consumed, 2049)
            : AsnDecoder.ReadGeneralizedTime(entry, AsnEncodingRules.DER, out consumed);
        if (consumed == entry.Length)
        {
            return (at, null, false);
        }

        var extensions = ExtensionParser.Read(new AsnReader(entry[consumed..].ToArray(), AsnEncodingRules.DER));
        var reason = extensions.Find(Oids.CrlReason) is { Value: { Length: 3 } value } && value.Span[0] == 0x0A ? value.Span[2] : (int?)null;
        return (at, reason, extensions.Any(e => e.Critical && e.Oid != Oids.CrlReason));
    }
}
