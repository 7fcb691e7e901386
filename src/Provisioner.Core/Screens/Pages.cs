using System.Collections.Immutable;
using System.Globalization;
using Provisioner.Core.Certificates;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;

namespace Provisioner.Core.Screens;

/// <summary>What the engineer reads in line mode: functions of the procedure and the run alone.</summary>
public static class Pages
{
    private static Catalogue Say => Catalogue.English;

    /// <summary>The service method before it begins: what it is for, what it needs, its steps.</summary>
    public static Page Overview(Procedure procedure, bool rehearsal)
    {
        var page = Page.Empty.Heading(procedure.Title).Text(procedure.About).Blank()
            .Text(Say.Text("overview.source", ("source", procedure.Source)), Tone.Faint)
            .Text(procedure.Personnel.Told);
        page = procedure.Equipment.IsEmpty ? page
            : page.Text(Say.Text("overview.equipment", ("items", string.Join(", ", procedure.Equipment.Select(item => $"{item.Quantity} {item.Item}")))));
        page = procedure.Conditions.Aggregate(page, (so, condition) => so.Text(Say.Text("overview.condition", ("condition", condition))));
        page = page.Blank().Block(procedure.Steps.Select((step, at) => $" {at + 1,2} [    ] {step.Title}"));
        return OfficeMark(procedure, rehearsal ? page.Blank().Text(Say.Text("overview.rehearsal"), Tone.Warning) : page);
    }

    /// <summary>A step about to be performed, its caution before it.</summary>
    public static Page Step(Procedure procedure, int at)
    {
        var step = procedure.Steps[at];
        var page = Page.Empty.Blank().Heading(Say.Text("step.heading", ("number", Number(at + 1)), ("of", Number(procedure.Steps.Length)), ("title", step.Title)));
        page = OfficeMark(procedure, page);
        return step.Caution is { } caution ? page.Text(Say.Text("step.caution", ("caution", caution)), Tone.Warning) : page;
    }

    /// <summary>Says of a procedure that the office has not signed that it is so.</summary>
    public static Page OfficeMark(Procedure procedure, Page page) =>
        procedure.IsUnsigned ? page.Text(Say.Text("procedure.unsigned"), Tone.Warning) : page;

    public static Page Safety(Verb.Safety safety) => Page.Empty
        .Text(Say.Text("step.safety", ("word", safety.Level.ToString().ToUpperInvariant()), ("hazard", safety.Hazard)), Tone.Warning)
        .Text(safety.Consequence)
        .Text(safety.Avoid);

    /// <summary>What will change, before it does.</summary>
    /// <param name="whole">Settings as a unified difference of the file, not only the values that differ.</param>
    public static Page Plan(Plan plan, bool whole = false) =>
        plan.Differences.Aggregate(
            Page.Empty.Heading(Say.Text("plan.heading")),
            (page, difference) => page.Text(difference.Heading, indent: "  ")
                .Block(whole || difference.Values.IsEmpty ? difference.Lines : difference.Values.Select(Shown), "    "));

    /// <summary>A certificate's fingerprint, whole.</summary>
    public static Page Fingerprint(HeldCertificate certificate) => Page.Empty
        .Text(Say.Text("compare.of", ("subject", certificate.Subject.ToString())))
        .Block(certificate.Fingerprint.ToGroups().Chunk(40).Select(row => new string(row).TrimEnd()), "    ");

    /// <summary>A problem: what was seen, who acts, what to do, the clause.</summary>
    public static Page Problem(Problem problem)
    {
        var page = Page.Empty
            .Text(Say.Text("problem.seen", ("code", problem.Code), ("seen", problem.Seen)), Tone.Bad)
            .Text(Say.Text("problem.remedy", ("remedy", problem.Remedy)), indent: "  ")
            .Text(Say.Text("problem.who", ("who", Say.Text($"who.{problem.Who.Word()}"))), indent: "  ");
        page = Say.Find(problem.Code, "say") is null ? page
            : page.Text(Say.Text("problem.say", ("say", Say.Fill(problem.Code, "say", problem.Values))), indent: "  ");
        return problem.Rule is { } rule && !rule.StartsWith("DESIGN", StringComparison.Ordinal) ? page.Text(Say.Text("problem.rule", ("rule", rule)), Tone.Faint, "  ") : page;
    }

    public static Page Problems(IEnumerable<Problem> problems) =>
        problems.Aggregate(Page.Empty, (page, problem) => page.Append(Problem(problem)));

    /// <summary>A step's end, e.g. <c>[PASS] Import</c>.</summary>
    public static Page Mark(StepMark mark, string title, string? detail) => Page.Empty.Text(
        $"[{Words.Of(mark).ToUpperInvariant()}] {title}{(detail is null ? "" : $" - {detail}")}",
        mark switch { StepMark.Pass => Tone.Good, StepMark.Fail => Tone.Bad, _ => Tone.Faint });

    /// <summary>How it ended, and what stands behind it.</summary>
    /// <param name="Job">E.g. <c>R0000017</c>.</param>
    /// <param name="Code">The head to read aloud.</param>
    public static Page Ending(Procedure procedure, RunState state, string Job, string Code)
    {
        var facts = state.Facts;
        var page = Page.Empty.Blank().Heading(procedure.Title)
            .Block(procedure.Steps.Select((step, at) => $" {at + 1,2} [{MarkOf(procedure, state, at)}] {step.Title}"))
            .Blank()
            .Append(Verdict(state));
        page = Afterwards.Of(procedure, state).Aggregate(page, (so, text) => so.Blank().Text(text, Tone.Warning)).Blank();
        page = FailedJobs.Told(facts) is { } told ? page.Text(told, facts.Recount is { Failed: null } ? Tone.Warning : Tone.Plain) : page;
        return OfficeMark(procedure, page)
            .Text(Say.Text("ending.proof", ("level", Say.Text($"proof.{Words.Of(facts.Level)}"))))
            .Text(Say.Text("ending.job", ("job", Job), ("code", Code)))
            .Text(Say.Text("ending.report", ("file", $"REPORTS/{Job}.HTM")));
    }

    private static string Shown(ValueDifference value) => $"{value.Key}   {Shown(value.Before)} -> {Shown(value.After)}";

    private static string Shown(string? value) => string.IsNullOrEmpty(value) ? "-" : value;

    private static Page Verdict(RunState state) => state.Phase switch
    {
        RunPhase.Closed { Outcome: Outcome.Done } => Page.Empty.Text(Say.Text("ending.done"), Tone.Good),
        RunPhase.Closed { Outcome: Outcome.PutBack } => Page.Empty.Text(Say.Text("ending.put-back"), Tone.Warning),
        RunPhase.Closed { Outcome: Outcome.Unchanged } => Page.Empty.Text(Say.Text("ending.unchanged"), Tone.Warning),
        RunPhase.Closed { Outcome: Outcome.Abandoned } => Page.Empty.Text(Say.Text("ending.abandoned"), Tone.Warning),
        RunPhase.Closed { Outcome: Outcome.NotApplicable } => Page.Empty.Text(Say.Text("ending.not-applicable"), Tone.Warning),
        _ when state.Facts.ToPutBack.IsEmpty => Page.Empty.Text(Say.Text("ending.unfinished"), Tone.Warning),
        _ => Page.Empty.Text(Say.Text("ending.interrupted"), Tone.Bad),
    };

    /// <summary>A change that was put back is no pass.</summary>
    private static string MarkOf(Procedure procedure, RunState state, int at) =>
        !state.Facts.Results.TryGetValue(at, out var result) ? "    "
        : state.Phase is RunPhase.Closed { Outcome: Outcome.PutBack } && procedure.Steps[at].Verb.Changes && result.Mark == StepMark.Pass ? "BACK"
        : Words.Of(result.Mark).ToUpperInvariant();

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
