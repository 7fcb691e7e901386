using System.Collections.Immutable;
using System.Security.Authentication;
using Provisioner.Core.Dicom;
using Provisioner.Core.Proof;

namespace Provisioner.Network;

/// <summary>Further tries that settle an ambiguous sign, each on a connection of its own.</summary>
internal static class Probes
{
    private const int VersionRefused = 70;

    private static readonly AeTitles Anonymous = new(AeTitle.Check("PROVISIONER").Value, AeTitle.Check("ANY-SCP").Value);

    /// <summary>Classes that any archive takes.</summary>
    private static readonly ImmutableArray<string> CommonClasses =
        [Uids.SecondaryCapture, Uids.CtImage, Uids.MrImage, Uids.UltrasoundImage, Uids.ComputedRadiography];

    public static Task<ProbeAnswer> MakeAsync(Probe probe, ProofRequest request, CancellationToken cancellation) => probe switch
    {
        Probe.Plain => TryAsync(request with { UseTls = false, Kind = ProofKind.Echo, Titles = request.Titles ?? Anonymous }, SslProtocols.None, cancellation),
        Probe.Tls => TryAsync(request with { UseTls = true, Kind = ProofKind.Tls, Identity = null, Trust = (_, _) => [] }, Tls.Versions, cancellation),
        Probe.HandshakeAgain => HandshakeAgainAsync(request with { Kind = ProofKind.Tls }, cancellation),
        Probe.OtherClasses => OtherClassesAsync(request, cancellation),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static async Task<ProbeAnswer> HandshakeAgainAsync(ProofRequest request, CancellationToken cancellation)
    {
        var old = await TryAsync(request, SslProtocols.Tls12, cancellation).ConfigureAwait(false);
        return old.Alert is VersionRefused ? await TryAsync(request, Tls.Versions, cancellation).ConfigureAwait(false) : old;
    }

    private static async Task<ProbeAnswer> TryAsync(ProofRequest request, SslProtocols versions, CancellationToken cancellation)
    {
        var attempt = new ProofAttempt(request, versions, cancellation);
        await using var ended = attempt.ConfigureAwait(false);
        var sign = await attempt.RunAsync().ConfigureAwait(false);
        var alert = sign is Sign.Alert { Number: var number } ? number : request.UseTls ? TlsRecords.Read(attempt.Received.Span).Alert : null;
        return new(SpokenBytes.Of(attempt.Received.Span), alert, sign is null);
    }

    private static async Task<ProbeAnswer> OtherClassesAsync(ProofRequest request, CancellationToken cancellation)
    {
        var attempt = new ProofAttempt(request with { Kind = ProofKind.Echo }, Tls.Versions, cancellation) { FurtherClasses = CommonClasses };
        await using var ended = attempt.ConfigureAwait(false);
        _ = await attempt.RunAsync().ConfigureAwait(false);
        return new(SpokenBytes.Of(attempt.Received.Span), null, attempt.TakesFurtherClass);
    }
}
