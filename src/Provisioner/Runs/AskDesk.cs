using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;
using Provisioner.Core.Screens;

namespace Provisioner.Runs;

/// <summary>Steps that are done by people: read, state, choose, compare. No events: the run is left.</summary>
internal sealed class AskDesk(RunSetup setup, Materials materials, FreeDesk free, Findings findings)
{
    private static Catalogue Say => Catalogue.English;

    public ImmutableArray<RunEvent> Perform(int at, Verb verb, RunFacts facts)
    {
        var id = setup.Procedure.Steps[at].Id;
        return verb switch
        {
            Verb.Safety safety => Stated(at, id, Pages.Safety(safety), Say.Text("ask.safety")),
            Verb.Notice notice => Stated(at, id, Page.Empty.Text(notice.Text), Say.Text("ask.notice")),
            Verb.Instruct { Reads: { } reads } instruct => Proven(instruct, Told(at, Page.Empty.Text(instruct.Text), Say.Text("ask.reads", ("what", reads)))),
            Verb.Instruct instruct => Proven(instruct, Stated(at, id, Page.Empty.Text(instruct.Text), Say.Text("ask.instruct"))),
            Verb.Restart restart => free.Still(facts) is { } still ? After(still, Stated(at, id, RestartPage(restart), Say.Text("ask.restart"))) : [],
            Verb.ScannerFree => free.Perform(at),
            Verb.Choose choose => Chosen(at, id, choose),
            Verb.Ask ask => Told(at, Page.Empty, ask.Question),
            Verb.Hold hold => Witnessed(at, hold, facts),
            Verb.Wait wait => Waited(at, id, wait),
            Verb.End end => Ended(at, end),
            Verb.Compare compare => Compared(at, id, compare, facts),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private ImmutableArray<RunEvent> Stated(int at, string id, Page page, string prompt)
    {
        setup.People.Show(page);
        return setup.People.Initials(id, prompt) is { } by ? [new RunEvent.StepPassed(at, by)] : [];
    }

    /// <summary>Where the step is left, what was said before it is not recorded either: it is asked for again.</summary>
    private static ImmutableArray<RunEvent> After(ImmutableArray<RunEvent> first, ImmutableArray<RunEvent> done) => done.IsEmpty ? [] : [.. first, .. done];

    /// <summary>What was done also shows that a service works.</summary>
    private static ImmutableArray<RunEvent> Proven(Verb.Instruct instruct, ImmutableArray<RunEvent> done) => instruct.Proves is null ? done :
        [.. done.Select(happened => happened is RunEvent.StepPassed passed ? new RunEvent.Proved(passed.Step, Words.Of(instruct.Level), passed.By ?? passed.Detail ?? "") : happened)];

    /// <summary>A fact in words: asked for, or read off a screen.</summary>
    private ImmutableArray<RunEvent> Told(int at, Page page, string prompt)
    {
        var step = setup.Procedure.Steps[at];
        setup.People.Show(page);
        while (setup.People.Text(step.Id, prompt, null) is { } text)
        {
            if (AnswerForms.Read(step, text).TryGet(out var answer, out var problems))
            {
                return [new RunEvent.Answered(step.Id, answer.Text, null), new RunEvent.StepPassed(at, Detail: answer.Text)];
            }

            findings.Add(problems);
            if (!setup.People.CanAnswerAgain)
            {
                break;
            }
        }

        return [];
    }

    /// <summary>Whoever signs has signed nothing of the engineer's own.</summary>
    private ImmutableArray<RunEvent> Witnessed(int at, Verb.Hold hold, RunFacts facts)
    {
        setup.People.Show(Page.Empty.Text(hold.Text, Tone.Warning));
        var own = SecondPersonDesk.OwnInitials(setup.Procedure, facts);
        return setup.People.Initials(setup.Procedure.Steps[at].Id, Say.Text("ask.witness")) switch
        {
            null => [],
            var by when own.Contains(by) => [findings.Fail(at, [Problem.Of("RUN-040", ("initials", by))])],
            var by => [new RunEvent.Witnessed(at, by, setup.Job?.Agreed(setup.Procedure.Steps[at].Id, by))],
        };
    }

    private ImmutableArray<RunEvent> Waited(int at, string id, Verb.Wait wait)
    {
        var began = setup.Now;
        setup.People.Show(Page.Empty.Text(wait.Text).Text(Say.Text("ask.wait.most", ("minutes", $"{wait.AtMost}")), Tone.Faint));
        return setup.People.Initials(id, Say.Text("ask.wait")) switch
        {
            null => [],
            _ when setup.Now - began > TimeSpan.FromMinutes(wait.AtMost) => [findings.Fail(at, [Problem.Of("RUN-041", ("minutes", $"{wait.AtMost}"))])],
            var by => [new RunEvent.StepPassed(at, by)],
        };
    }

    private ImmutableArray<RunEvent> Ended(int at, Verb.End end)
    {
        setup.People.Show(Page.Empty.Text(end.Text));
        return [new RunEvent.StepPassed(at)];
    }

    private Page RestartPage(Verb.Restart restart)
    {
        var service = setup.Modality.Service(restart.Service)!;
        var page = Page.Empty.Text(service.Restart);
        return service.RestartSeconds == 0 ? page : page.Text(Say.Text(
            service.RestartAssumed ? "restart.assumed" : "restart.takes", ("seconds", $"{service.RestartSeconds}")), Tone.Warning);
    }

    private ImmutableArray<RunEvent> Chosen(int at, string id, Verb.Choose choose)
    {
        var chosen = setup.People.Choose(id, choose.Question, [.. choose.Options.Select(option => (option.Id, option.Text))]);
        if (choose.Options.FirstOrDefault(option => option.Id == chosen) is not { } option)
        {
            return [];
        }

        var answered = new RunEvent.Answered(id, option.Id, null);
        if (option.Ends is not { } why)
        {
            return [answered, new RunEvent.StepPassed(at, Detail: option.Id)];
        }

        setup.People.Show(Page.Empty.Text(why, Tone.Warning));
        return [answered, new RunEvent.EndedHere(at, option.Id)];
    }

    private ImmutableArray<RunEvent> Compared(int at, string id, Verb.Compare compare, RunFacts facts)
    {
        if (!materials.Certificate(facts.Answers[compare.Input]).TryGet(out var certificate, out var problems))
        {
            return [findings.Fail(at, problems)];
        }

        setup.People.Show(certificate);
        return setup.People.Compare(id, certificate.Fingerprint) switch
        {
            null => [],
            { Matched: false } => [new RunEvent.Compared(at, certificate.Fingerprint, false), findings.Fail(at, [Problem.Of("RUN-011", ("fingerprint", certificate.Fingerprint.ToGroups()))])],
            var compared => [new RunEvent.Compared(at, certificate.Fingerprint, compared.Matched, Agreed(id, certificate.Fingerprint, compared.Matched))],
        };
    }

    /// <summary>The office's row, where it states that very fingerprint, or that there is none to compare with.</summary>
    private string? Agreed(string id, Sha256 fingerprint, bool? matched) =>
        setup.Job?.Agreed(id, matched is null ? Answer.Fingerprint.NotCompared : fingerprint.ToString());
}
