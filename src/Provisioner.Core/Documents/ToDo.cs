using System.Collections.Immutable;
using System.Globalization;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;

namespace Provisioner.Core.Documents;

/// <summary>What is still to be done after a job, and by whom.</summary>
public sealed record ToDo(string Who, string What)
{
    /// <summary>Days before a certificate ends at which its renewal is due.</summary>
    public const int RenewalDays = 30;

    public static ImmutableArray<ToDo> Of(VisitReport report)
    {
        var all = ImmutableArray.CreateBuilder<ToDo>();
        if (report.Outcome is null)
        {
            all.Add(new(Engineer, Say("todo.go-on", ("run", report.Run))));
        }

        all.AddRange(report.Troubles.Where(_ => report.Outcome is not Outcome.Done).DistinctBy(trouble => trouble.Code)
            .Select(trouble => new ToDo(Say($"who.{trouble.Who.Word()}"), trouble.Remedy)));
        if (report is { Outcome: Outcome.Done, Proof: ProofLevel.None or ProofLevel.Waiting, Changes.IsEmpty: false })
        {
            all.Add(new(Say("who.peer-admin"), Say("todo.prove")));
        }

        if (report.Changes.Any(change => change.Result == "in place") && report.Proof is ProofLevel.Program or ProofLevel.Statement)
        {
            all.Add(new(Say("todo.technologist"), Say("todo.scan")));
        }

        all.AddRange(report.HandedOver.Select(handed => new ToDo(Say("who.peer-admin"), Say(report.Outcome == Outcome.PutBack ? "todo.void" : handed.Form == HandOverForm.Key ? "todo.key" : "todo.certificate", ("file", handed.File!)))));
        if (report.NextDue is { } due)
        {
            all.Add(new(Say("who.hospital-it"), Say("todo.renew", ("name", NameOf(due)), ("due", Day(due.NotAfter.AddDays(-RenewalDays))), ("ends", Day(due.NotAfter)))));
        }

        return all.ToImmutable();
    }

    /// <summary>The common name; the whole subject where there is none.</summary>
    internal static string NameOf(RunEvent.Held held) => held.Subject.Split(", ").FirstOrDefault(part => part.StartsWith("CN=", StringComparison.Ordinal))?[3..] ?? held.Subject;

    internal static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Engineer => Say("who.engineer");

    private static string Say(string key, params ReadOnlySpan<(string Name, string Value)> values) => Catalogue.English.Text(key, values);
}
