using System.Collections.Immutable;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;

namespace Provisioner.Sticks;

/// <summary>What the stick's journals prove has happened: verified files, runs folded from sealed records only.</summary>
internal sealed class StickHistory
{
    private StickHistory(ImmutableArray<JournalFile> files, ImmutableArray<RunHistory> runs) => (Files, Runs) = (files, runs);

    /// <summary>In order of their numbers.</summary>
    public ImmutableArray<JournalFile> Files { get; }

    /// <summary>In order of their first parts.</summary>
    public ImmutableArray<RunHistory> Runs { get; }

    /// <summary>Latest time that any sealed record carries; <c>null</c> when there is none.</summary>
    public DateTimeOffset? Newest => Files.SelectMany(file => file.Records).Select(record => (DateTimeOffset?)record.Utc).Max();

    /// <summary>Reads and verifies; problems when anything was tampered with. Torn tails are no problem.</summary>
    public static Checked<StickHistory> Read(Stick stick) => throw new NotImplementedException();

    /// <summary>What a console's receipt says about this stick.</summary>
    public ReceiptStanding Standing(Receipt receipt) => throw new NotImplementedException();
}
