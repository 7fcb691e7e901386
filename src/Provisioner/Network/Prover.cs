using System.Collections.Immutable;
using System.Security.Authentication;
using Provisioner.Core.Proof;

namespace Provisioner.Network;

/// <summary>Tries a connection as far as asked and says why it does not work. It alters nothing here; a store leaves one image
/// at the other side.</summary>
internal static class Prover
{
    /// <summary>More probes than there are would be a loop.</summary>
    private static readonly int MostProbes = Enum.GetValues<Probe>().Length;

    /// <summary>Never throws for what the network or the other side does; ends within a few times the request's timeout.</summary>
    /// <exception cref="OperationCanceledException">Cancelled from outside.</exception>
    public static async Task<ProofResult> ProveAsync(ProofRequest request, CancellationToken cancellation)
    {
        var attempt = new ProofAttempt(request, Tls.Versions, cancellation);
        await using var ended = attempt.ConfigureAwait(false);
        var sign = await attempt.RunAsync().ConfigureAwait(false);
        if (sign is null && request is { RequireMutual: true, UseTls: true })
        {
            sign = await IsLetInWithoutAsync(request, attempt, cancellation).ConfigureAwait(false) ? new Sign.LetInWithout() : null;
        }

        var result = new ProofResult { Stages = attempt.Stages, Tls = attempt.Tls, Presented = attempt.Presented, StoredInstances = attempt.Stored };
        return sign is null ? result : await ExplainAsync(result, attempt.Evidence(sign), request, cancellation).ConfigureAwait(false);
    }

    private static async Task<ProofResult> ExplainAsync(ProofResult result, Evidence seen, ProofRequest request, CancellationToken cancellation)
    {
        var finding = Diagnosis.Of(seen);
        for (var most = MostProbes; finding is Finding.Ask { Probe: var probe } && most > 0; most--)
        {
            seen = seen with { Probes = seen.Probes.SetItem(probe, await Probes.MakeAsync(probe, request, cancellation).ConfigureAwait(false)) };
            finding = Diagnosis.Of(seen);
        }

        var cause = ((Finding.Settled)finding).Cause;
        return result with
        {
            Cause = cause,
            Problem = Diagnosis.ToProblem(cause, seen),
            Details = seen.Sign is Sign.NotTrusted refused ? refused.Why : [],
        };
    }

    /// <summary>Our certificate was not asked for, or the same door opens without one.</summary>
    private static async Task<bool> IsLetInWithoutAsync(ProofRequest request, ProofAttempt attempt, CancellationToken cancellation)
    {
        if (attempt.Tls is { Local: null })
        {
            return true;
        }

        var bare = new ProofAttempt(request with { Kind = ProofKind.Tls, Identity = null }, Tls.Versions, cancellation);
        await using var ended = bare.ConfigureAwait(false);
        return await bare.RunAsync().ConfigureAwait(false) is null;
    }
}
