using System.Collections.Immutable;
using System.Globalization;
using Provisioner.Core.Changes;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Screens;
using Provisioner.Sticks;
using Provisioner.Stores;

namespace Provisioner.Terminal;

/// <summary>A scanner's certificates and a stick's log, to be looked at.</summary>
internal static class WizardListing
{
    public static Message Certificates(ConsoleFiles console, Modality type, IDisk disk, DateTimeOffset now)
    {
        var store = new ConsoleStore(console, type);
        var listing = StoreListing.Read(console, store, disk);
        return new Message.CertificatesListed(
            [
                .. from slot in listing.Slots
                   from listed in slot.Entries
                   let entry = listed.Entry
                   select new ListedCertificate(
                       Catalogue.English.Text($"slot.{slot.Slot.Word()}"), entry.Name, entry.Certificates, entry.Key is not null,
                       [.. listed.Services, .. listed.InUseBy], StoreListing.Judged(store, type, slot.Slot, entry, now)),
            ],
            [.. listing.Problems, .. listing.Vendors(store)]);
    }

    public static Message Log(Stick stick)
    {
        var history = StickHistory.Read(stick);
        return new Message.LogListed(history.IsGood ? [.. history.Value.Runs.Reverse().Select(Run)] : [], history.Problems);
    }

    /// <summary>When the first of the scanner's own certificates ends; <c>null</c>: there is none, or it cannot be read.</summary>
    public static DateTimeOffset? NextDue(ConsoleFiles console, Procedure procedure)
    {
        if (procedure.ScannerType is not { } type || !type.Store.Slots.ContainsKey(Slot.Host) || !new ConsoleStore(console, type).Entries(Slot.Host).TryGet(out var entries, out _))
        {
            return null;
        }

        var ends = entries.Select(entry => entry.Leaf?.NotAfter).OfType<DateTimeOffset>().ToArray();
        return ends.Length == 0 ? null : ends.Min();
    }

    private static LoggedRun Run(RunHistory run)
    {
        var close = run.IsComplete ? run.Parts[^1].Records[^1] : null;
        return new(
            run.Run,
            Printable.Of(run.Parts[0].Opening?["PROC"] ?? "-"),
            close?["OUTCOME"] ?? Catalogue.English.Text("log.interrupted"),
            run.Head.Grouped,
            [.. run.Records.Select(Line)]);
    }

    /// <summary>Time and name, then the fields without the codes of the audit messages.</summary>
    private static string Line(JournalRecord record) => string.Create(CultureInfo.InvariantCulture, $"{record.Utc:HH:mm:ss} {record.Event}  ")
        + string.Join("  ", record.Fields.Where(field => field.Key is not ("EV" or "AC" or "OC")).Select(field => $"{field.Key}={Printable.Of(field.Value)}"));
}
