using System.Collections.Immutable;
using System.Globalization;
using Provisioner.Core.Problems;
using Provisioner.Core.Runs;

namespace Provisioner.Core.Documents;

/// <summary>All jobs of one night, from noon to noon UTC, on one page.</summary>
public static class NightPage
{
    /// <summary>The day on whose noon the night of a job begins, UTC.</summary>
    public static DateOnly NightOf(VisitReport report) => DateOnly.FromDateTime(report.Began.UtcDateTime.AddHours(-12));

    /// <summary>E.g. <c>N20261127.HTM</c>.</summary>
    public static string NameOf(DateOnly night) => night.ToString("'N'yyyyMMdd'.HTM'", CultureInfo.InvariantCulture);

    /// <param name="reports">Those of the night, in order; at least one.</param>
    public static byte[] Write(DateOnly night, ImmutableArray<VisitReport> reports)
    {
        var page = new Html();
        var until = night.AddDays(1);
        _ = page.Raw("<header>").Element("p", Say("night.kind"), "class=\"kind\"")
            .Element("h1", Say("night.title", ("from", Day(night)), ("to", Day(until))))
            .Element("p", Say("night.jobs", ("count", Number(reports.Length)), ("minutes", Number(reports.Sum(report => report.Minutes)))), "class=\"sub\"").Raw("</header><main>");
        _ = page.Section("jobs", Say("night.all"), _ => page.Table(Say("night.all"), [Say("night.job"), Say("night.scanner"), Say("report.result"), Say("report.proof"), Say("report.actual")], reports.Select(report => (string[])
        [
            $"<a href=\"{report.Run}.HTM\">{report.Run}</a><br>{Html.Escape(report.Title)}",
            Html.Escape($"{report["HOST"]}, {report["CONSOLE"]}"),
            Html.Escape(report.Outcome is { } outcome ? Words.Of(outcome) : Say("night.interrupted")),
            Html.Escape(Words.Of(report.Proof)),
            Html.Escape(Say("report.min", ("minutes", Number(report.Minutes)))),
        ])));
        _ = page.Section("to-do", Say("report.to-do"), _ =>
        {
            _ = page.Raw("<ol class=\"todo\">");
            foreach (var (report, todo) in reports.SelectMany(report => ToDo.Of(report).Select(todo => (report, todo))))
            {
                _ = page.Raw($"<li><span class=\"who\">{Html.Escape(todo.Who)}</span><span>{Html.Escape($"{report["HOST"]}: {todo.What}")}</span></li>");
            }

            _ = page.Raw("</ol>");
        });
        _ = page.Raw("</main><footer>").Element("p", Say("night.made", ("stick", reports[0].Stick))).Raw("</footer>");
        return Html.Page(Say("night.title", ("from", Day(night)), ("to", Day(until))), Styles.All, page.ToString());
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Say(string key, params ReadOnlySpan<(string Name, string Value)> values) => Catalogue.English.Text(key, values);
}
