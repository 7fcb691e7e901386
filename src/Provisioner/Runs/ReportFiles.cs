using System.Collections.Immutable;
using Provisioner.Core.Documents;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Sticks;
using Provisioner.Stores;

namespace Provisioner.Runs;

/// <summary>Writes reports from a stick's journal alone: of a job, of its night, and the calendar of what ends.</summary>
internal static class ReportFiles
{
    public const string Calendar = "DUE.ICS";

    /// <param name="run">The job; <c>null</c>: every one of the stick.</param>
    /// <param name="folder">Where they are written; in place of those that are there.</param>
    /// <returns>Paths of what was written.</returns>
    public static Checked<ImmutableArray<string>> Write(Stick stick, string? run, string folder) => StickHistory.Read(stick).Then(history =>
    {
        var reports = history.Jobs.Where(job => !job.Parts[0].Records.IsEmpty).Select(job => VisitReport.Of(stick.Name, job)).ToImmutableArray();
        var asked = reports.Where(report => run is null || report.Run == run).ToImmutableArray();
        return asked.IsEmpty && run is not null ? Problem.Of("RUN-004", ("run", run)) : Guarded.Get<ImmutableArray<string>>(folder, () => Put(stick, reports, asked, folder));
    });

    private static ImmutableArray<string> Put(Stick stick, ImmutableArray<VisitReport> all, ImmutableArray<VisitReport> asked, string folder)
    {
        var written = ImmutableArray.CreateBuilder<string>();
        foreach (var report in asked)
        {
            var qr = HeadQr.Modules(HeadQr.Content(stick.Name, report.Files[^1], report.Head));
            Replace($"{report.Run}.HTM", new ReportPage(report, qr).Write());
        }

        foreach (var night in asked.Select(NightPage.NightOf).Distinct())
        {
            Replace(NightPage.NameOf(night), NightPage.Write(night, [.. all.Where(report => NightPage.NightOf(report) == night)]));
        }

        Replace(Calendar, DueCalendar.Write(all));
        return written.ToImmutable();

        void Replace(string name, byte[] bytes)
        {
            var path = Path.Combine(folder, name);
            Beside.Replace(stick.Disk, path, bytes, ownerOnly: false);
            written.Add(path);
        }
    }
}
