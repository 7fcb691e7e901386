using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Keys;
using Provisioner.Sticks;
using Provisioner.Stores;
using Provisioner.Tests.House;

namespace Provisioner.Tests.Sticks;

/// <summary>A rehearsal office and a stick that it certified, in a folder of their own.</summary>
internal sealed class PreparedStick : IDisposable
{
    private readonly Scratch _scratch = new();

    public PreparedStick(bool certify = true)
    {
        using var office = Office.Create(OfficeFolder, "St. Anna", rehearsal: true, Passphrase, Disk, TimeProvider.System).Value;
        OfficePem = office.CertificateFile;
        Stick = StickPreparer.Prepare(
            Folder, new() { Engineer = "fe-042", Name = "PS-TEST", IsRehearsal = true }, certify ? office : null, Passphrase, Disk, TimeProvider.System).Value;
    }

    public static Secret Passphrase => new("correct horse battery");

    public static Disk Disk { get; } = new();

    public string OfficePem { get; }

    public Stick Stick { get; private set; }

    public string Folder => _scratch["stick"];

    public string OfficeFolder => _scratch["office"];

    public string this[string name] => _scratch[name];

    public string LogPath(int number) => LogFolder.PathOf(Stick.Logs, number);

    public StickJournal Open(NextPart? next = null) => TryOpen(next).Value;

    public Checked<StickJournal> TryOpen(NextPart? next = null, string passphrase = "correct horse battery", IDisk? disk = null)
    {
        using var secret = new Secret(passphrase);
        return StickJournal.Open(Stick, disk ?? Disk, secret, [new("EV", "110100/110120"), new("PURPOSE", "run"), new("ENGINEER", "fe-042"), new("MODE", "rehearsal")], TimeProvider.System, next);
    }

    /// <summary>A whole run of OPEN, so many groups of one to three records, CLOSE.</summary>
    public void Run(int groups = 3, NextPart? next = null)
    {
        using var journal = Open(next);
        for (var i = 0; i < groups; i++)
        {
            _ = journal.Append([.. Enumerable.Range(0, (i % 3) + 1).Select(n => Entry(i, n))]).Value;
        }

        _ = journal.Close([new("OUTCOME", "done"), new("PROOF", "program")]).Value;
    }

    /// <summary>OPEN and some groups, then as if the power went.</summary>
    public void Interrupt(int groups = 2, NextPart? next = null)
    {
        using var journal = Open(next);
        for (var i = 0; i < groups; i++)
        {
            _ = journal.Append(Entry(i, 0)).Value;
        }
    }

    /// <summary>Reads the stick anew: the office has written on it.</summary>
    public void Reopen() => Stick = Stick.Open(Folder, Disk).Value;

    public StickHistory History() => StickHistory.Read(Stick).Value;

    public void Dispose() => _scratch.Dispose();

    private static JournalEntry Entry(int group, int record) => JournalEntry.Of(
        "INTENT", ("STEP", $"import-{group}.{record}"), ("WHAT", "network.json dicom.pacs1 port 104 → 2762"), ("BEFORE", new string('a', 64 * record)));
}
