using System.Collections.Immutable;
using System.Globalization;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;

namespace Provisioner.Core.Documents;

/// <summary>A whole procedure as one page with tick boxes, for sites that demand paper, its flowchart on the last sheet.</summary>
public static class PrintPage
{
    public static byte[] Write(Procedure procedure)
    {
        var page = new Html();
        _ = page.Raw("<header>").Element("p", Say("print.kind"), "class=\"kind\"").Element("h1", procedure.Title).Element("p", procedure.About, "class=\"sub\"");
        Facts(page, procedure);
        _ = page.Raw("</header><main>");
        _ = page.Section("before", Say("print.before"), _ => Before(page, procedure));
        if (!procedure.Inputs.IsEmpty)
        {
            _ = page.Section("inputs", Say("print.inputs"), _ => page.Table(Say("print.inputs"), [Say("print.input"), Say("print.form"), Say("print.value")],
                procedure.Inputs.Select(input => (string[])[Html.Escape(input.Prompt), Html.Escape(AnswerForms.Expected(input)), "&nbsp;"]), "form"));
        }

        _ = page.Section("steps", Say("report.steps"), _ => Steps(page, procedure));
        _ = page.Section("chart", Say("print.chart"), _ => page.Raw("<div class=\"sheet\">").Raw(ChartSvg.Write(ChartLayout.Of(procedure))).Raw("</div>"));
        _ = page.Raw("</main><footer>").Element("p", $"{procedure.Id} {procedure.Version}, SHA-256 {procedure.Digest}").Raw("</footer>");
        return Html.Page(procedure.Title, Styles.All, page.ToString());
    }

    private static void Facts(Html page, Procedure procedure)
    {
        _ = page.Raw("<dl class=\"facts\">");
        Fact("print.source", procedure.Source);
        Fact("print.scanner", procedure.ScannerType?.Title ?? procedure.Modality);
        Fact("print.time", procedure.Personnel.Told);
        foreach (var key in (string[])["print.serial", "print.date", "print.engineer"])
        {
            _ = page.Element("dt", Say(key)).Raw("<dd>______________________________</dd>");
        }

        _ = page.Raw("</dl>");

        void Fact(string key, string value) => page.Element("dt", Say(key)).Element("dd", value);
    }

    private static void Before(Html page, Procedure procedure)
    {
        foreach (var item in procedure.Equipment.Select(item => $"{Number(item.Quantity)} x {item.Item}").Concat(procedure.Conditions))
        {
            _ = page.Raw($"<p><span class=\"tick\" aria-hidden=\"true\"></span>&ensp;{Html.Escape(item)}</p>");
        }
    }

    private static void Steps(Html page, Procedure procedure)
    {
        for (var at = 0; at < procedure.Steps.Length; at++)
        {
            var step = procedure.Steps[at];
            _ = page.Raw($"<div class=\"step\"><span class=\"tick\" role=\"img\" aria-label=\"{Html.Escape(Say("print.tick"))}\"></span><div>")
                .Raw($"<h3>{Number(at + 1)}&ensp;{Html.Escape(step.Title)}{Tag(step)}</h3></div><div class=\"body\">");
            if (step.When is { } condition)
            {
                _ = page.Element("p", Say("print.when", ("when", When(procedure, condition))), "class=\"soft\"");
            }

            if (step.Caution is { } caution)
            {
                _ = page.Element("p", caution, "class=\"caution\"");
            }

            foreach (var paragraph in Text(procedure, step.Verb))
            {
                _ = page.Element("p", paragraph);
            }

            Options(page, step.Verb);
            Sign(page, step);
            _ = page.Raw("</div></div>");
        }
    }

    private static string Tag(Step step) => step switch
    {
        { Verb: Verb.Safety safety } => Tag("warn", safety.Level.ToString().ToUpperInvariant()),
        { Verb: Verb.Hold } => Tag("witness", Say("chart.witness")),
        { Verb.Changes: true } => Tag("change", Say("chart.change")),
        _ => "",
    };

    private static string Tag(string kind, string text) => $" <span class=\"tag {kind}\">{Html.Escape(text)}</span>";

    private static IEnumerable<string> Text(Procedure procedure, Verb verb) => verb switch
    {
        Verb.Safety safety => [safety.Hazard, safety.Consequence, safety.Avoid],
        Verb.Notice notice => [notice.Text],
        Verb.Instruct instruct => [instruct.Text],
        Verb.Hold hold => [hold.Text],
        Verb.Wait wait => [wait.Text],
        Verb.End end => [end.Text],
        Verb.Ask ask => [ask.Question],
        Verb.Choose choose => [choose.Question],
        Verb.Restart restart => [procedure.ScannerType?.Service(restart.Service)?.Restart ?? restart.Service],
        Verb.ScannerFree => procedure.ScannerType?.Queue is { } queue ? [queue, Say("print.free")] : [Say("print.free")],
        _ => [Say(Known.Contains(verb.Word) ? $"print.verb.{verb.Word}" : "print.program", [.. Values(procedure, verb)])],
    };

    private static readonly ImmutableHashSet<string> Known =
        [.. Catalogue.English.Keys.Where(key => key.StartsWith("print.verb.", StringComparison.Ordinal)).Select(key => key["print.verb.".Length..])];

    private static IEnumerable<(string, string)> Values(Procedure procedure, Verb verb)
    {
        string Input(string name) => procedure.Inputs.FirstOrDefault(input => input.Name == name)?.Prompt ?? name;
        string Service(string name) => procedure.ScannerType?.Service(name)?.Title ?? name;
        string Slot(Changes.Slot slot) => procedure.ScannerType?.Store.Slots.TryGetValue(slot, out var layout) == true ? $"{slot.Word()} ({layout.Path})" : slot.Word();
        return verb switch
        {
            Verb.Import import => [("what", Input(import.Input)), ("where", Slot(import.Into))],
            Verb.Compare compare => [("what", Input(compare.Input))],
            Verb.Configure configure => [("service", Service(configure.Service)), ("role", configure.Role.Word())],
            Verb.Set set => [("service", Service(set.Service))],
            Verb.Try tried => [("server", Input(tried.Server))],
            Verb.Prove prove => [("server", Input(prove.Server)), ("service", Service(prove.Service))],
            Verb.Acceptance acceptance => [("service", Service(acceptance.Service))],
            Verb.Listens listens => [("service", Service(listens.Service))],
            Verb.Shows shows => [("service", Service(shows.Service))],
            Verb.Remove remove => [("where", Slot(remove.From))],
            _ => [],
        };
    }

    private static void Options(Html page, Verb verb)
    {
        var options = verb switch
        {
            Verb.Choose choose => choose.Options.Select(option => option.Ends is null ? option.Text : $"{option.Text} - {option.Ends}"),
            Verb.HandOver handOver => handOver.Offer.Select(form => Say($"hand-over.{form.Word()}")),
            _ => [],
        };
        foreach (var option in options)
        {
            _ = page.Raw($"<p><span class=\"tick\" aria-hidden=\"true\"></span>&ensp;{Html.Escape(option)}</p>");
        }
    }

    private static void Sign(Html page, Step step)
    {
        var minutes = step.Minutes is { } expected ? $"<span>{Html.Escape(Say("print.step-minutes", ("minutes", Number(expected))))}</span>" : "";
        var value = step.Verb.Asks == Asking.Value ? $"<span>{Html.Escape(Say("print.value"))}</span>" : "";
        _ = page.Raw($"<div class=\"sign\">{value}<span>{Html.Escape(Say(step.Verb is Verb.Hold ? "print.witness" : "print.initials"))}</span>{minutes}</div>");
    }

    private static string When(Procedure procedure, Condition condition) => condition switch
    {
        Condition.Chosen chosen => Say("print.when.chosen", ("step", procedure.Steps.FirstOrDefault(step => step.Id == chosen.Step)?.Title ?? chosen.Step), ("options", string.Join(", ", chosen.Options))),
        Condition.Given given => Say(given.Is ? "print.when.given" : "print.when.not-given", ("input", procedure.Inputs.FirstOrDefault(input => input.Name == given.Input)?.Prompt ?? given.Input)),
        Condition.Receives receives => Say(receives.Is ? "print.when.receives" : "print.when.receives-not", ("what", receives.What.Word())),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Say(string key, params ReadOnlySpan<(string Name, string Value)> values) => Catalogue.English.Text(key, values);
}
