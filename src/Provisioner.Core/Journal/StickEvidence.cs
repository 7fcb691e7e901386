using System.Collections.Immutable;

namespace Provisioner.Core.Journal;

/// <summary>A file that the office signs, and its detached signature.</summary>
/// <param name="Name">For people, e.g. <c>ID/GENESIS</c>.</param>
/// <param name="Signature"><c>null</c> while it is not signed.</param>
public sealed record SignedFile(string Name, byte[] Content, byte[]? Signature);

/// <summary>All that a verification reads of one stick.</summary>
public sealed record StickEvidence
{
    /// <summary>Path of the stick, for people.</summary>
    public required string Place { get; init; }

    /// <summary>GENESIS, GENESIS.2 and so on; empty when the stick has none.</summary>
    public required ImmutableArray<SignedFile> Issues { get; init; }

    public SignedFile? Checkpoint { get; init; }

    /// <summary>Found on the stick or beside the office's certificate.</summary>
    public ImmutableArray<SignedFile> Revocations { get; init; } = [];

    public required ImmutableArray<JournalBytes> Files { get; init; }
}

/// <summary>The verdict on one run.</summary>
public sealed record RunVerdict(RunHistory Run, Verdict Verdict);

/// <summary>The verdict on one stick, with evidence.</summary>
public sealed record StickVerdict
{
    public required string Place { get; init; }

    /// <summary><c>null</c> when not even GENESIS can be read: nothing can be judged.</summary>
    public StickLedger? Ledger { get; init; }

    /// <summary>The office whose certificate was given has signed every GENESIS of the stick.</summary>
    public required bool IsCertified { get; init; }

    /// <summary>Fingerprints of the signers' certificates as found on the stick.</summary>
    public required ImmutableArray<string> Signers { get; init; }

    public required ImmutableArray<Finding> Findings { get; init; }

    public required ImmutableArray<RunVerdict> Runs { get; init; }

    /// <summary><c>null</c> when nothing outside the stick confirms any of it.</summary>
    public Anchored? Anchored { get; init; }

    public bool IsRehearsal => Ledger?.Trust.Current.IsRehearsal == true;
}
