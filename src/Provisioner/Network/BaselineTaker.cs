using System.Collections.Immutable;
using Provisioner.Core.Proof;

namespace Provisioner.Network;

/// <summary>Echoes every remote device that a console has configured and looks at the certificate of every local TLS listener.
/// Nothing is altered anywhere.</summary>
internal static class BaselineTaker
{
    /// <summary>Connections at once.</summary>
    private const int AtOnce = 8;

    /// <param name="remotes">By name: the echo that should pass.</param>
    /// <param name="listeners">Where what listens. Its certificate is looked at, not judged.</param>
    public static async Task<Baseline> TakeAsync(
        ImmutableArray<(string Name, ProofRequest Echo)> remotes,
        ImmutableArray<ListenerPlace> listeners,
        TimeSpan timeout,
        CancellationToken cancellation)
    {
        using var gate = new SemaphoreSlim(AtOnce);
        var echoes = remotes.Select(remote => Gated(async () => new RemoteState(
            remote.Name,
            remote.Echo.Endpoint,
            (await Prover.ProveAsync(remote.Echo with { Kind = ProofKind.Echo }, cancellation).ConfigureAwait(false)).Cause))).ToArray();
        var looks = listeners.Select(listener => Gated(() => LookAsync(listener, timeout, cancellation))).ToArray();
        return new([.. await Task.WhenAll(echoes).ConfigureAwait(false)], [.. await Task.WhenAll(looks).ConfigureAwait(false)]);

        async Task<T> Gated<T>(Func<Task<T>> act)
        {
            await gate.WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                return await act().ConfigureAwait(false);
            }
            finally
            {
                _ = gate.Release();
            }
        }
    }

    private static async Task<ListenerState> LookAsync(ListenerPlace place, TimeSpan timeout, CancellationToken cancellation)
    {
        var attempt = new ProofAttempt(
            new() { Endpoint = place.At, Via = place.Via, Kind = ProofKind.Tls, Trust = (_, _) => [], Timeout = timeout }, Tls.Versions, cancellation);
        await using var ended = attempt.ConfigureAwait(false);
        var sign = await attempt.RunAsync().ConfigureAwait(false);
        var seen = sign is null ? attempt.Tls?.Peer.FirstOrDefault() : attempt.Evidence(sign).Peer.FirstOrDefault();
        return new(place.Name, place.At, seen?.Fingerprint);
    }
}
