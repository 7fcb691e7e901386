using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Provisioner.Core.Certificates;
using Provisioner.Core.Dicom;

namespace Provisioner.Core.Proof;

/// <summary>The values that the causes' texts name, from the evidence.</summary>
internal static class EvidenceWords
{
    public static ImmutableArray<(string Name, string Value)> Of(Cause cause, Evidence seen)
    {
        var certificate = cause.Slug.StartsWith("server-", StringComparison.Ordinal) ? seen.Peer.FirstOrDefault() : seen.Own;
        return
        [
            ("endpoint", seen.Endpoint.ToString()),
            ("host", seen.Endpoint.Host),
            ("port", seen.Endpoint.Port.ToString(CultureInfo.InvariantCulture)),
            ("calling", seen.Titles?.Calling.Text ?? ""),
            ("called", seen.Titles?.Called.Text ?? ""),
            ("seconds", Math.Ceiling(seen.Timeout.TotalSeconds).ToString(CultureInfo.InvariantCulture)),
            ("stage", Word(seen.Stage)),
            ("now", Time(seen.Now)),
            ("via", seen.Via ?? ""),
            ("bytes", Readable(seen.Received.Span)),
            ("alert", Alert(seen)),
            ("subject", certificate?.Subject.ToString() ?? "-"),
            ("issuer", Issuer(cause, seen, certificate)),
            ("from", certificate is { } c1 ? Time(c1.NotBefore) : "-"),
            ("until", certificate is { } c2 ? Time(c2.NotAfter) : "-"),
            ("names", certificate is { Names.Length: > 0 } c3 ? string.Join(", ", c3.Names) : certificate?.Subject.ToString() ?? "-"),
            ("key", certificate?.Key.ToString() ?? "-"),
            ("claim", seen.Own is { } own && seen.Now - own.NotBefore < Diagnosis.Young ? "not yet valid" : "expired"),
            .. OfSign(seen.Sign),
        ];
    }

    public static string Word(ProofStage stage) => stage switch
    {
        ProofStage.Resolve => "finding the address",
        ProofStage.Connect => "connecting",
        ProofStage.Tls => "TLS handshake",
        ProofStage.Associate => "association",
        ProofStage.Echo => "echo",
        ProofStage.Store => "storing",
        _ => "release",
    };

    /// <summary>The authority that is missing: the last that the chain names.</summary>
    private static string Issuer(Cause cause, Evidence seen, HeldCertificate? certificate) =>
        (cause == Cause.ServerRootNotTrusted || cause == Cause.ServerCertificateUnknownAuthority ? seen.Peer.LastOrDefault() : certificate)?.Issuer.ToString() ?? "-";

    private static ImmutableArray<(string Name, string Value)> OfSign(Sign sign) => sign switch
    {
        Sign.UpgradeFault fault => [("fault", fault.Name)],
        Sign.Rejected { Why: var why } => [("reason", Reason(why))],
        Sign.Aborted abort => [("reason", $"{(abort.Source == AbortSource.Provider ? "provider" : "user")}, {(int)abort.Reason}")],
        Sign.NotDicom broken => [("reason", Reason(broken.Reason))],
        Sign.NoContext none => [("class", SopClassNames.Of(none.SopClass)), ("syntax", SopClassNames.Of(none.TransferSyntax))],
        Sign.Answered answered =>
        [
            ("status", answered.Status.ToString()),
            ("comment", answered.Comment is { Length: > 0 } comment ? $" ({comment})" : ""),
            ("instance", answered.Instance ?? ""),
        ],
        Sign.NotTrusted refused => [("why", string.Join(" ", refused.Why.Select(problem => problem.Seen)))],
        Sign.ImageUnreadable image => [("file", image.File), ("reason", image.Reason)],
        _ => [],
    };

    /// <summary>PS3.8, table 9-21.</summary>
    private static string Reason(Rejection why) => why switch
    {
        { Source: 1, Reason: 2 } => "application context not supported",
        { Source: 2, Reason: 2 } => "protocol version not supported",
        { Source: 3, Reason: 1 } => "temporary congestion",
        { Source: 3, Reason: 2 } => "local limit exceeded",
        _ => why.ToString(),
    };

    private static string Reason(AbortReason reason) => reason switch
    {
        AbortReason.UnrecognizedPdu => "unknown PDU",
        AbortReason.UnexpectedPdu => "PDU out of turn",
        AbortReason.InvalidParameter => "wrong length or value",
        _ => "broken message",
    };

    private static string Alert(Evidence seen) =>
        (seen.Sign is Sign.Alert { Number: var number } ? number : TlsRecords.Read(seen.Received.Span).Alert ?? Probed(seen))
            is { } alert ? string.Create(CultureInfo.InvariantCulture, $"TLS alert {alert}") : "it hung up without an alert";

    private static int? Probed(Evidence seen) => seen.Probes.TryGetValue(Probe.HandshakeAgain, out var again) ? again.Alert : null;

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC";

    /// <summary>The first bytes as text as far as they are, else in hexadecimal.</summary>
    private static string Readable(ReadOnlySpan<byte> bytes)
    {
        var some = bytes[..Math.Min(24, bytes.Length)];
        var text = some.IndexOfAnyExceptInRange((byte)' ', (byte)'~') is >= 0 and var end ? some[..end] : some;
        return text.Length >= 4 ? Encoding.ASCII.GetString(text) : Convert.ToHexString(some);
    }
}
