using System.Collections.Immutable;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Proof;

/// <summary>What a remote device answered at one time.</summary>
/// <param name="Name">As the console names it.</param>
/// <param name="Cause">Why the echo did not pass; <c>null</c> when it did.</param>
public sealed record RemoteState(string Name, Endpoint Endpoint, Cause? Cause);

/// <summary>Where a service listens with TLS.</summary>
/// <param name="Via">Its address, where it is a service of .NET; <c>null</c>: TLS from the first byte.</param>
public sealed record ListenerPlace(string Name, Endpoint At, string? Via = null);

/// <summary>What a local listener showed at one time.</summary>
/// <param name="Fingerprint">Of the certificate that it presents; <c>null</c> when there was no handshake.</param>
public sealed record ListenerState(string Name, Endpoint Endpoint, Sha256? Fingerprint);

/// <summary>All remote devices and local listeners of a console at one time, to be compared with another time.</summary>
public sealed record Baseline(ImmutableArray<RemoteState> Remotes, ImmutableArray<ListenerState> Listeners)
{
    /// <summary>What is worse now, each once. What was broken before and is now is nobody's fault of today: see <see cref="AlreadyBroken"/>.</summary>
    /// <param name="expected">Names of listeners that a change was meant to give another certificate.</param>
    public ImmutableArray<Problem> WorseIn(Baseline now, IReadOnlySet<string> expected) =>
    [
        .. from before in Remotes
           where before.Cause is null
           let after = now.Remotes.FirstOrDefault(remote => remote.Name == before.Name && remote.Endpoint == before.Endpoint)
           where after is { Cause: not null }
           select Problem.Of("PROOF-090", ("name", before.Name), ("endpoint", before.Endpoint.ToString()), ("cause", after.Cause!.Slug)),
        .. from before in Listeners
           where before.Fingerprint is not null
           let after = now.Listeners.FirstOrDefault(listener => listener.Name == before.Name && listener.Endpoint == before.Endpoint)
           where after is not null && after.Fingerprint != before.Fingerprint && (after.Fingerprint is null || !expected.Contains(before.Name))
           select after.Fingerprint is null
               ? Problem.Of("PROOF-091", ("name", before.Name), ("endpoint", before.Endpoint.ToString()))
               : Problem.Of("PROOF-092", ("name", before.Name), ("endpoint", before.Endpoint.ToString())),
    ];

    /// <summary>Remote devices that did not answer then: to be noted, not blamed.</summary>
    public ImmutableArray<RemoteState> AlreadyBroken => [.. Remotes.Where(remote => remote.Cause is not null)];
}
