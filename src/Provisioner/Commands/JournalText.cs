using System.Globalization;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Sticks;

namespace Provisioner.Commands;

/// <summary>Verdicts and records for people.</summary>
internal static class JournalText
{
    public static void Verdict(TextWriter to, JournalVerification verified)
    {
        foreach (var stick in verified.Sticks)
        {
            Verdict(to, stick, verified.Office);
        }

        to.WriteLine(Say(verified.Exit switch
        {
            ExitCode.NotTrusted => "journal.exit.not-trusted",
            ExitCode.Interrupted => "journal.exit.interrupted",
            ExitCode.Done => "journal.exit.done",
            _ => verified.Office is null ? "journal.exit.self" : "journal.exit.problems",
        }));
    }

    /// <param name="qr">Also the newest head of each run, to be photographed.</param>
    public static void Records(TextWriter to, JournalVerification verified, bool qr)
    {
        foreach (var (stick, run) in verified.Sticks.SelectMany(stick => stick.Runs.Select(run => (stick, run.Run))))
        {
            foreach (var file in run.Parts)
            {
                Records(to, file);
            }

            to.WriteLine(Say("journal.code", ("run", run.Run), ("code", run.Head.Grouped)));
            foreach (var line in qr ? HeadQr.Lines(stick.Ledger!.Trust.Stick, run.Parts[^1].Name, run.Head) : [])
            {
                to.WriteLine(line);
            }
        }
    }

    private static void Records(TextWriter to, JournalFile file)
    {
        to.WriteLine($"{file.Name}  {Ending(file)}");
        foreach (var record in file.Records)
        {
            var fields = string.Join("  ", record.Fields.Select(field => $"{field.Key}={Printable.Of(field.Value)}"));
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {record.Number,4}  {record.Utc:yyyy-MM-dd HH:mm:ss.fff}Z  {record.Event,-12} {fields}"));
        }
    }

    private static void Verdict(TextWriter to, StickVerdict stick, OfficeCertificate? office)
    {
        var genesis = stick.Ledger?.Trust.Current;
        to.WriteLine(genesis is null ? stick.Place : Say("journal.stick", ("stick", genesis.Stick), ("engineer", genesis.Engineer), ("place", stick.Place)));
        if (stick.IsRehearsal)
        {
            to.WriteLine(Say("journal.rehearsal"));
        }

        to.WriteLine(stick.IsCertified ? Say("journal.certified", ("office", office!.Fingerprint.ToString()))
            : Say("journal.self", ("signer", stick.Signers.IsEmpty ? "-" : string.Join(", ", stick.Signers))));
        foreach (var run in stick.Runs)
        {
            to.WriteLine(Run(run));
        }

        if (stick.Runs.IsEmpty)
        {
            to.WriteLine(Say("journal.none"));
        }

        to.WriteLine(stick.Anchored is { } anchored
            ? Say("journal.anchored", ("file", anchored.File), ("line", Number(anchored.Seal.Number)), ("source", anchored.Source))
            : Say("journal.unanchored"));
        foreach (var finding in stick.Findings)
        {
            to.WriteLine($"[{finding.Verdict.Word()}]");
            Report.Problems(to, [finding.Problem]);
        }
    }

    private static string Run(RunVerdict run)
    {
        var close = run.Run.Parts[^1].Ending == JournalEnding.Closed ? run.Run.Parts[^1].Records[^1] : null;
        return Printable.Of($"  {run.Run.Run}  {run.Verdict.Word(),-12} {Say(
            "journal.run",
            ("parts", string.Join(' ', run.Run.Parts.Select(part => part.Name))),
            ("entries", Number(run.Run.Records.Count())),
            ("outcome", close?["OUTCOME"] ?? "-"),
            ("proof", close?["PROOF"] ?? "-"),
            ("code", run.Run.Head.Grouped))}");
    }

    private static string Ending(JournalFile file) => Say(file.Ending switch
    {
        JournalEnding.Closed => "journal.ending.closed",
        JournalEnding.Open => "journal.ending.open",
        JournalEnding.Torn => "journal.ending.torn",
        JournalEnding.Shortened => "journal.ending.shortened",
        _ => "journal.ending.damaged",
    });

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Say(string key, params ReadOnlySpan<(string, string)> values) => Catalogue.English.Text(key, values);
}
