using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Provisioner.Core.Proof;

/// <summary>What <c>openssl s_client</c> of any version since 1.0.1 printed of a handshake, as <c>COLLECT.SH</c> kept it.</summary>
/// <param name="Cause"><c>null</c>: it succeeded, and the certificate was trusted.</param>
/// <param name="Protocol">E.g. <c>TLSv1.2</c>; <c>null</c>: none was agreed.</param>
/// <param name="Asks">It asks for a client certificate.</param>
public sealed partial record OpenSslText(Cause? Cause, string? Protocol, string? Suite, bool Asks)
{
    /// <summary>Verify return codes (openssl-verification-options(1)).</summary>
    private static readonly ImmutableDictionary<int, Cause> Codes = ImmutableDictionary.CreateRange<int, Cause>(
    [
        new(9, Cause.ServerCertificateNotYetValid), new(10, Cause.ServerCertificateExpired), new(18, Cause.ServerCertificateSelfSigned),
        new(19, Cause.ServerRootNotTrusted), new(20, Cause.ServerCertificateUnknownAuthority), new(21, Cause.ServerCertificateUnknownAuthority),
        new(23, Cause.ServerCertificateRevoked), new(26, Cause.ServerCertificateWrongUsage), new(62, Cause.ServerNameDiffers), new(66, Cause.ServerKeyTooSmall),
    ]);

    /// <summary>What is printed where nothing was agreed; the first that is found counts.</summary>
    private static readonly ImmutableArray<(string Words, Cause Cause)> Failures =
    [
        ("errno=111", Cause.ConnectionRefused), ("Connection refused", Cause.ConnectionRefused),
        ("errno=113", Cause.HostUnreachable), ("No route to host", Cause.HostUnreachable), ("Network is unreachable", Cause.HostUnreachable),
        ("gethostbyname failure", Cause.NameNotResolved), ("getaddrinfo", Cause.NameNotResolved), ("Name or service not known", Cause.NameNotResolved),
        ("Temporary failure in name resolution", Cause.NameNotResolved), ("errno=110", Cause.ConnectionTimedOut),
        ("alert number 70", Cause.NoCommonVersion), ("unsupported protocol", Cause.NoCommonVersion), ("alert number 40", Cause.NoCommonSuite),
        ("alert number", Cause.TlsRefused), ("wrong version number", Cause.PeerSpeaksOther), ("unknown protocol", Cause.PeerSpeaksOther),
        ("no answer within", Cause.PeerSilent), ("errno=104", Cause.PeerSpeaksPlainDicom), ("no peer certificate available", Cause.PeerClosesAtOnce),
    ];

    public static OpenSslText Read(string text)
    {
        var agreed = Agreed().Match(text) is { Success: true } found && found.Groups["suite"].Value is not ("(NONE)" or "0000") ? found : null;
        var asks = text.Contains("Acceptable client certificate CA names", StringComparison.Ordinal) || text.Contains("Client Certificate Types", StringComparison.Ordinal)
            || text.Contains("Requested Signature Algorithms", StringComparison.Ordinal) || text.Contains("alert number 116", StringComparison.Ordinal);
        return new(agreed is null ? Failed(text, asks) : Verified(text), agreed?.Groups["protocol"].Value, agreed?.Groups["suite"].Value, asks);
    }

    /// <summary>Nothing was shown to a side that wants a certificate: its refusal says no more than that.</summary>
    private static Cause Failed(string text, bool asks) => asks ? Cause.ClientCertificateMissing
        : Failures.FirstOrDefault(failure => text.Contains(failure.Words, StringComparison.OrdinalIgnoreCase)).Cause ?? Cause.ConnectionLost;

    private static Cause? Verified(string text) => Code().Matches(text) is [.., var last] && int.Parse(last.Groups["code"].Value, NumberStyles.None, CultureInfo.InvariantCulture) is not 0 and var code
        ? Codes.GetValueOrDefault(code, Cause.ServerCertificateNotAccepted)
        : null;

    [GeneratedRegex(@"New, (?<protocol>[A-Za-z0-9./]+), Cipher is (?<suite>[A-Za-z0-9_()-]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Agreed();

    [GeneratedRegex("Verify return code: (?<code>[0-9]{1,5})", RegexOptions.ExplicitCapture)]
    private static partial Regex Code();
}
