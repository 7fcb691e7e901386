using System.Collections.Immutable;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Journal;

/// <summary>The bytes of one file of <c>LOGS</c>.</summary>
/// <param name="Number">From its name.</param>
public sealed record JournalBytes(int Number, byte[] Bytes)
{
    public string Name => FileNumber.Write(Number);
}

/// <summary>All journals of one stick, verified as one chain: each file's first seal by the epoch key that the file before
/// names, each <c>PREV=</c> against the file before, each part against the part before.</summary>
public sealed record StickLedger
{
    public required StickTrust Trust { get; init; }

    /// <summary>In order of their numbers, each up to its last good seal.</summary>
    public required ImmutableArray<JournalFile> Files { get; init; }

    /// <summary>In order of their first parts; from sealed records only.</summary>
    public required ImmutableArray<RunHistory> Runs { get; init; }

    /// <summary>What breaks the chain; empty when nothing was tampered with.</summary>
    public required ImmutableArray<Finding> Findings { get; init; }

    /// <summary>The key that must open the next file: <c>e=</c> of the newest file with a sealed OPEN, else of GENESIS.</summary>
    public required VerifyingKey WantedEpoch { get; init; }

    /// <summary>Number of the next file.</summary>
    public required int NextNumber { get; init; }

    /// <summary><c>PREV=</c> of the next file.</summary>
    public required string Previous { get; init; }

    public static StickLedger Read(StickTrust trust, IEnumerable<JournalBytes> files)
    {
        var chain = new StickChain(trust);
        foreach (var file in files.OrderBy(file => file.Number))
        {
            chain.Take(file);
        }

        return chain.ToLedger();
    }

    /// <summary>What a console's receipt says about this stick.</summary>
    public ReceiptStanding Standing(Receipt receipt) => receipt.Stick != Trust.Stick
        ? ReceiptStanding.Absent
        : IsTakenOff(receipt.File) ? ReceiptStanding.Known
        : Files.FirstOrDefault(file => file.Name == receipt.File)?.Seals.Any(seal => seal.Head == receipt.Head) == true
            ? ReceiptStanding.Known
            : ReceiptStanding.Newer;

    /// <summary>Taken off the stick, with the office's word that it has the file.</summary>
    internal bool IsTakenOff(string file) =>
        FileNumber.TryRead(file, out var number) && number <= Trust.Checkpoint?.Last && Files.All(there => there.Name != file);

    /// <summary>Number of a file, from its name.</summary>
    public static int Number(JournalFile file) => FileNumber.Read(file.Name);
}
