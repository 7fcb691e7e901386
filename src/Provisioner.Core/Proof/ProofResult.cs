using System.Collections.Immutable;
using Provisioner.Core.Certificates;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Proof;

/// <summary>How far a proof goes. Each kind includes those before it, except that <see cref="Echo"/> and <see cref="Store"/>
/// can also be tried without TLS.</summary>
public enum ProofKind
{
    /// <summary>The handshake alone.</summary>
    Tls,

    /// <summary>An association with C-ECHO (PS3.7, 9.1.5). Does not prove that storing is allowed.</summary>
    Echo,

    /// <summary>Echo, then C-STORE (PS3.7, 9.1.1).</summary>
    Store,
}

/// <summary>The steps on the way, in order. The word in JSON is the lower-case name.</summary>
public enum ProofStage
{
    Resolve,
    Connect,
    Tls,
    Associate,
    Echo,
    Store,
    Release,
}

public enum StageOutcome
{
    Pass,
    Fail,

    /// <summary>Not part of this proof, or not reached.</summary>
    Skip,
}

/// <param name="Milliseconds">Monotonic time taken; 0 when skipped.</param>
public sealed record Stage(ProofStage Name, StageOutcome Outcome, double Milliseconds);

/// <summary>What the handshake agreed on.</summary>
/// <param name="Version"><c>1.2</c> or <c>1.3</c> (older only in refusal tests).</param>
/// <param name="Suite">IANA name, e.g. <c>TLS_AES_256_GCM_SHA384</c>.</param>
/// <param name="Peer">The other side's certificate and what came with it, in order; empty when none came.</param>
/// <param name="Local">The one we sent; <c>null</c> when none was asked for or none was sent.</param>
public sealed record TlsFacts(string Version, string Suite, ImmutableArray<HeldCertificate> Peer, HeldCertificate? Local);

/// <summary>What one proof found: good, or one cause.</summary>
public sealed record ProofResult
{
    /// <summary>All stages of the kind asked for, in order, those not reached as <see cref="StageOutcome.Skip"/>.</summary>
    public required ImmutableArray<Stage> Stages { get; init; }

    /// <summary>Why it failed; <c>null</c> when it passed.</summary>
    public Cause? Cause { get; init; }

    /// <summary>The cause with its values, for screen and journal; <c>null</c> when it passed.</summary>
    public Problem? Problem { get; init; }

    /// <summary>What the trust decision said of the other side's certificate, if that was the cause; else empty.</summary>
    public ImmutableArray<Problem> Details { get; init; } = [];

    /// <summary>The other side's certificate and what came with it, in order, even where the handshake ended badly; empty when none came.</summary>
    public ImmutableArray<HeldCertificate> Presented { get; init; } = [];

    /// <summary><c>null</c> without TLS, or when the handshake did not come that far.</summary>
    public TlsFacts? Tls { get; init; }

    /// <summary>SOP instance UIDs that the other side now holds because of us, for deletion.</summary>
    public ImmutableArray<string> StoredInstances { get; init; } = [];

    public bool Ok => Cause is null;

    /// <summary>The sentence to say to the one who must act; <c>null</c> when it passed.</summary>
    public string? Say => Problem is { } problem ? Catalogue.English.Fill(problem.Code, "say", problem.Values) : null;
}
