using System.Collections.Immutable;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Keys;
using Provisioner.Stores;

namespace Provisioner.Sticks;

/// <summary>What the stick's journals prove has happened: verified files, runs folded from sealed records only.</summary>
internal sealed class StickHistory
{
    private StickHistory(StickLedger ledger) => Ledger = ledger;

    public StickLedger Ledger { get; }

    /// <summary>In order of their numbers.</summary>
    public ImmutableArray<JournalFile> Files => Ledger.Files;

    /// <summary>In order of their first parts.</summary>
    public ImmutableArray<RunHistory> Runs => Ledger.Runs;

    /// <summary>Runs of procedures: what a console can go on with or be put back from.</summary>
    public IEnumerable<RunHistory> Jobs => Runs.Where(run => !run.IsMaintenance);

    /// <summary>Latest time that any sealed record carries; <c>null</c> when there is none.</summary>
    public DateTimeOffset? Newest => Files.SelectMany(file => file.Records).Select(record => (DateTimeOffset?)record.Utc).Max();

    /// <summary>Reads and verifies; problems when anything was tampered with. Torn tails are no problem.</summary>
    public static Checked<StickHistory> Read(Stick stick)
    {
        if (!LogFolder.Read(stick.Logs, stick.Disk).TryGet(out var files, out var problems))
        {
            return problems;
        }

        var ledger = stick.Seals.Verify(stick.Trust, files);
        var tampered = ledger.Findings.Where(finding => finding.Verdict.IsTampering() && !IsUnopened(stick, ledger, finding))
            .Select(finding => finding.Problem).ToImmutableArray();
        return tampered.IsEmpty ? new StickHistory(ledger) : tampered;
    }

    /// <summary>What a console's receipt says about this stick.</summary>
    public ReceiptStanding Standing(Receipt receipt) => Ledger.Standing(receipt);

    /// <summary>The newest file, in which nothing was ever sealed: OPEN was not durable, so the key that was to open it is still
    /// here, and the next file names it byte for byte.</summary>
    private static bool IsUnopened(Stick stick, StickLedger ledger, Finding finding) =>
        ledger.Files is [.., { Seals.IsEmpty: true } newest] && finding.File == newest.Name
        && stick.Disk.IsFile(Path.Combine(stick.Id, SealKey.FileOf(ledger.WantedEpoch)));
}

/// <summary>The journal files in a folder.</summary>
internal static class LogFolder
{
    /// <summary>Ending of a journal's file name.</summary>
    public const string Ending = ".PAL";

    public static string PathOf(string folder, int number) => Path.Combine(folder, FileNumber.Write(number) + Ending);

    /// <summary>Every file named as a journal, whole; at most one byte more than the largest journal of each.</summary>
    public static Checked<ImmutableArray<JournalBytes>> Read(string folder, IDisk disk)
    {
        try
        {
            return Numbers(folder, disk).Select(number => new JournalBytes(number, disk.Read(PathOf(folder, number)) ?? [])).ToImmutableArray();
        }
        catch (Exception fault) when (Faults.IsMachine(fault))
        {
            return Faults.Of(fault, folder);
        }
    }

    private static ImmutableArray<int> Numbers(string folder, IDisk disk)
    {
        var numbers = ImmutableArray.CreateBuilder<int>();
        foreach (var name in disk.Files(folder))
        {
            if (Path.GetExtension(name) == Ending && FileNumber.TryRead(Path.GetFileNameWithoutExtension(name), out var number))
            {
                numbers.Add(number);
            }
        }

        numbers.Sort();
        return numbers.ToImmutable();
    }
}
