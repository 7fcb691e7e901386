using System.Globalization;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;

namespace Provisioner.Core.Documents;

/// <summary>A visit report as one page: what was done by whom, where and when, what it proves, and what is still to do.</summary>
/// <param name="qr">Whether a module of the job code's picture is dark, by row and column; <c>null</c> beyond its edge.</param>
public sealed class ReportPage(VisitReport report, Func<int, int, bool?> qr)
{
    private readonly Html _page = new();

    public byte[] Write()
    {
        Head();
        _ = _page.Raw("<main>");
        _ = _page.Section("to-do", Say("report.to-do"), _ => Open());
        _ = _page.Section("steps", Say("report.steps"), _ => Steps());
        if (!report.Before.IsEmpty || !report.After.IsEmpty)
        {
            _ = _page.Section("certificates", Say("report.certificates"), _ => Certificates());
        }

        if (report.Baseline is not null || !report.Proofs.IsEmpty)
        {
            _ = _page.Section("proof", Say("report.proof"), _ => Proof());
        }

        if (!report.Changes.IsEmpty)
        {
            _ = _page.Section("changes", Say("report.changes"), page => page.Table(Say("report.changes"), [Say("report.file"), Say("report.change"), Say("report.result")],
                report.Changes.Select(change => (string[])[$"<span class=\"code\">{Html.Escape(change.Path)}</span>", Html.Escape(change.Kind), Html.Escape(change.Result)])));
        }

        if (!report.Troubles.IsEmpty || !report.Remarks.IsEmpty)
        {
            _ = _page.Section("problems", Say("report.problems"), _ => Problems());
        }

        if (!report.HandedOver.IsEmpty)
        {
            _ = _page.Section("handed", Say("report.handed"), page => page.Table(Say("report.handed"), [Say("report.file"), Say("report.form"), Say("report.digest")],
                report.HandedOver.Select(handed => (string[])[$"<span class=\"code\">{Html.Escape(handed.File!)}</span>", Html.Escape(Say($"hand-over.{Words.Of(handed.Form)}")), Code(handed.Digest?.ToString() ?? "-")])));
        }

        _ = _page.Section("verify", Say("report.verify"), _ => Verify()).Raw("</main>");
        _ = _page.Raw("<footer>").Element("p", Say("report.made", ("program", report["PROGRAM"]), ("run", report.Run), ("stick", report.Stick))).Raw("</footer>");
        return Html.Page($"{report.Run} - {report.Title}", Styles.All, _page.ToString());
    }

    private void Head()
    {
        _ = _page.Raw("<header>")
            .Element("p", Say(report.IsRehearsal ? "report.kind.training" : "report.kind"), "class=\"kind\"")
            .Element("h1", report.Title)
            .Element("p", $"{report["HOST"]}, {Say("report.serial", ("serial", report["CONSOLE"]))}", "class=\"sub\"");
        var (tone, key) = report.Outcome switch
        {
            Outcome.Done => ("good", "ending.done"),
            Outcome.PutBack => ("warn", "ending.put-back"),
            Outcome.Unchanged => ("warn", "ending.unchanged"),
            Outcome.NotApplicable => ("warn", "ending.not-applicable"),
            Outcome.Abandoned => ("bad", "ending.abandoned"),
            _ => ("bad", "ending.interrupted"),
        };
        _ = _page.Raw($"<div class=\"verdict {tone}\">").Element("strong", Say(key)).Element("span", Say("ending.proof", ("level", Say($"proof.{Words.Of(report.Proof)}")))).Raw("</div>");
        _ = _page.Raw("<dl class=\"facts\">");
        Fact("report.who", $"{report["ENGINEER"]}{(Initials() is { Length: > 0 } signed ? $" ({signed})" : "")}");
        Fact("report.where", $"{report["HOST"]}, {report["CONSOLE"]} ({report["MODALITY"]})");
        Fact("report.when", $"{Time(report.Began)} - {(report.Began.Date == report.Ended.Date ? report.Ended.ToString("HH:mm", CultureInfo.InvariantCulture) : Time(report.Ended))} UTC");
        Fact("report.time", Say("report.minutes", ("minutes", Number(report.Minutes)), ("expected", report.Opening["MINUTES"] ?? "-")));
        Fact("report.method", $"{report["PROC"]} {report["PROC-VERSION"]}");
        Fact("report.mode", Say($"report.mode.{report["MODE"]}"));
        if (report.NextDue is { } due)
        {
            Fact("report.due", Say("report.due.text", ("due", ToDo.Day(due.NotAfter.AddDays(-ToDo.RenewalDays))), ("ends", ToDo.Day(due.NotAfter)), ("name", ToDo.NameOf(due))));
        }

        Fact("report.job", $"{report.Run} ({report.Head.Grouped})");
        _ = _page.Raw("</dl></header>");
    }

    private string Initials() => string.Join(", ", report.Steps.Select(step => step.By).OfType<string>().Distinct());

    private void Fact(string key, string value) => _page.Element("dt", Say(key)).Element("dd", value);

    private void Open()
    {
        var todo = ToDo.Of(report);
        if (todo.IsEmpty)
        {
            _ = _page.Element("p", Say("report.nothing-open"));
            return;
        }

        _ = _page.Raw("<ol class=\"todo\">");
        foreach (var one in todo)
        {
            _ = _page.Raw($"<li><span class=\"who\">{Html.Escape(one.Who)}</span><span>{Html.Escape(one.What)}</span></li>");
        }

        _ = _page.Raw("</ol>");
    }

    private void Steps() => _page.Table(Say("report.steps"), [Say("report.step"), Say("report.result"), Say("report.by"), Say("report.actual")], report.Steps.Select(step => (string[])
    [
        $"{Number(step.Number)}&ensp;{Html.Escape(step.Title)}{(step.Detail is { } detail ? $"<br><span class=\"soft\">{Html.Escape(detail)}</span>" : "")}",
        Mark(step.Result),
        Html.Escape(step.By ?? ""),
        Time(step),
    ]));

    private static string Mark(string result)
    {
        var kind = result switch { "pass" => "pass", "fail" => "fail", "put back" => "back", _ => "skip" };
        return $"<span class=\"mark {kind}\">[{Html.Escape(result.ToUpperInvariant())}]</span>";
    }

    private static string Time(ReportedStep step)
    {
        var spent = step.Minutes < 0.95 ? Say("report.under-minute") : Say("report.min", ("minutes", Number((int)Math.Round(step.Minutes))));
        if (step.Expected is not { } expected)
        {
            return $"<span class=\"time\">{Html.Escape(spent)}</span>";
        }

        var share = Math.Clamp(step.Minutes / Math.Max(1, expected), 0.02, 1);
        return $"<span class=\"time\"><span class=\"bar\" aria-hidden=\"true\"><i{(step.Minutes > expected ? " class=\"over\"" : "")} style=\"width:{Html.Number(share * 100)}%\"></i></span>"
            + $"{Html.Escape(Say("report.of", ("spent", spent), ("expected", Number(expected))))}</span>";
    }

    private void Certificates()
    {
        _ = _page.Element("p", Say("report.certificates.text"), "class=\"soft\"").Raw(ValidityTimeline.Svg(report));
        var rows = report.Before.Concat(report.After).DistinctBy(held => (held.Slot, held.Fingerprint)).OrderBy(held => held.Slot, StringComparer.Ordinal).ThenBy(held => held.NotAfter);
        _ = _page.Table(Say("report.certificates"), [Say("report.certificate"), Say("report.slot"), Say("report.valid"), Say("report.state")], rows.Select(held => (string[])
        [
            $"{Html.Escape(held.Subject)}<br>{Code(held.Fingerprint.ToGroups())}",
            Html.Escape(held.Slot),
            $"{ToDo.Day(held.NotBefore)} - {ToDo.Day(held.NotAfter)}",
            Html.Escape(Say(State(held))),
        ]));
    }

    private string State(RunEvent.Held held) => (report.Before.Any(one => Same(one, held)), report.After.IsEmpty || report.After.Any(one => Same(one, held))) switch
    {
        (true, true) => "report.kept",
        (false, true) => "report.new",
        _ => "report.gone",
    };

    private static bool Same(RunEvent.Held one, RunEvent.Held other) => one.Slot == other.Slot && one.Fingerprint == other.Fingerprint;

    private void Proof()
    {
        if (report.Baseline is { } seen)
        {
            var baseline = BaselineText.Read(seen);
            _ = _page.Element("h3", Say("report.baseline")).Table(Say("report.baseline"), [Say("report.device"), Say("report.address"), Say("report.result")],
            [
                .. baseline.Remotes.Select(remote => (string[])[Html.Escape(remote.Name), Html.Escape(remote.Endpoint.ToString()), Mark(remote.Cause is null ? "pass" : "fail") + Html.Escape(remote.Cause?.Slug ?? "")]),
                .. baseline.Listeners.Select(listener => (string[])[Html.Escape(listener.Name), Html.Escape(listener.Endpoint.ToString()), listener.Fingerprint is { } shown ? Code(shown.ToGroups()) : Html.Escape(Say("report.no-handshake"))]),
            ]);
        }

        if (!report.Proofs.IsEmpty)
        {
            _ = _page.Element("h3", Say("report.afterwards")).Table(Say("report.afterwards"), [Say("report.step"), Say("report.level"), Say("report.detail")], report.Proofs.Select(proof => (string[])
            [
                Html.Escape(report.Steps.FirstOrDefault(step => step.Number == proof.Step + 1)?.Title ?? Number(proof.Step + 1)),
                Html.Escape(Say($"proof.{Words.Of(proof.Level)}")),
                Html.Escape(proof.Detail),
            ]));
        }
    }

    private void Problems()
    {
        foreach (var trouble in report.Troubles)
        {
            _ = _page.Raw($"<h3><span class=\"code\">{Html.Escape(trouble.Code)}</span> {Html.Escape(trouble.Where)}</h3>")
                .Element("p", trouble.Seen).Element("p", $"{Say("report.remedy")} {trouble.Remedy} ({Say($"who.{trouble.Who.Word()}")})");
        }

        if (!report.Remarks.IsEmpty)
        {
            _ = _page.Raw("<ul class=\"plain\">").Raw(string.Concat(report.Remarks.Select(remark => $"<li>{Html.Escape(remark)}</li>"))).Raw("</ul>");
        }
    }

    private void Verify()
    {
        _ = _page.Raw("<div class=\"job\"><div>").Element("p", Say("report.code"), "class=\"soft\"").Element("p", report.Head.Grouped, "class=\"big\"")
            .Element("p", Say("report.verify.text"))
            .Raw($"<pre>{Html.Escape(string.Join('\n', Commands))}</pre>")
            .Element("p", Say("report.files", ("files", string.Join(", ", report.Files.Select(file => $"LOGS/{file}.PAL")))))
            .Element("p", Say("report.limits"), "class=\"soft\"").Raw("</div>").Raw(Qr()).Raw("</div>");
    }

    private static readonly string[] Commands =
        ["provisioner journal verify STICK --office OFFICE.PEM", "provisioner report STICK", "sh VERIFY.SH LOGS OFFICE.PEM"];

    private string Qr()
    {
        var path = new System.Text.StringBuilder();
        var side = 0;
        for (; qr(side, 0) is not null; side++)
        {
            for (var column = 0; qr(side, column) is { } dark; column++)
            {
                _ = dark ? path.Append(CultureInfo.InvariantCulture, $"M{column} {side}h1v1h-1z") : path;
            }
        }

        return $"<figure class=\"qr\" style=\"margin:0\"><svg viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\" role=\"img\" aria-label=\"{Html.Escape(Say("report.qr", ("code", report.Head.Grouped)))}\"><path fill=\"#000\" d=\"{path}\"/></svg></figure>";
    }

    private static string Code(string text) => $"<span class=\"code\">{Html.Escape(text)}</span>";

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Say(string key, params ReadOnlySpan<(string Name, string Value)> values) => Catalogue.English.Text(key, values);
}
