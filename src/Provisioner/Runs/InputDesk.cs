using System.Collections.Immutable;
using Provisioner.Core.Certificates;
using Provisioner.Core.Certificates.Writing;
using Provisioner.Core.Certificates.Rules;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;
using Provisioner.Stores;

namespace Provisioner.Runs;

/// <summary>Asks for every input and judges it, before anything is changed.</summary>
internal sealed class InputDesk(RunSetup setup, Materials materials, Findings findings)
{
    private readonly InputFiles _files = new(setup);

    /// <summary>One group of events: answers, refusals, then that all is prepared, or that the run is left.</summary>
    public ImmutableArray<RunEvent> Prepare(RunFacts facts)
    {
        var events = ImmutableArray.CreateBuilder<RunEvent>();
        var left = false;
        Input[] open = [.. setup.Procedure.Inputs.Where(input => !facts.Answers.ContainsKey(input.Name) && (setup.Hand.OfStore ? !IsKept(input, ref left) : IsNeeded(setup.Store, setup.Procedure, input)))];
        if (left)
        {
            return [new RunEvent.Left()];
        }

        for (var at = 0; at < open.Length; at++)
        {
            var input = open[at];
            if (Settle(new(input, at + 1, open.Length, () => _files.For(input)) { Entries = () => Entries(input) }, events))
            {
                continue;
            }

            if (setup.People.Departure != Departure.Back || at == 0)
            {
                return [.. events, new RunEvent.Left()];
            }

            at -= 2;
            _ = events.Remove(events.OfType<RunEvent.Answered>().Last(answered => answered.Name == open[at + 1].Name));
        }

        return events.Any(happened => happened is RunEvent.Refused) && !setup.People.CanAnswerAgain
            ? [.. events, new RunEvent.Left()]
            : [.. events, .. Inventory.Of(setup, isAfter: false), new RunEvent.Prepared()];
    }

    /// <summary>Where the store cannot be read, a person says whether the scanner keeps its own pair.</summary>
    private bool IsKept(Input input, ref bool left)
    {
        if (!input.KeepHeld || left)
        {
            return left;
        }

        var chosen = setup.People.Choose(
            HandQuestion.Held(input.Name), Catalogue.English.Text("hand.held"),
            [(HandQuestion.No, Catalogue.English.Text("hand.held.no")), (HandQuestion.Yes, Catalogue.English.Text("hand.held.yes"))]);
        left = chosen is null;
        return chosen != HandQuestion.No;
    }

    /// <summary>Not asked for where the console holds a complete pair already.</summary>
    public static bool IsNeeded(ConsoleStore store, Procedure procedure, Input input) =>
        !(input is { KeepHeld: true, Slot: { } slot } && HeldPair.Find(store, slot, procedure).IsGood);

    /// <summary>What lies in the slots from which this input names an entry.</summary>
    private ImmutableArray<(string Name, string Text)> Entries(Input input) =>
    [
        .. from slot in setup.Procedure.Steps.Select(step => step.Verb).OfType<Verb.Remove>().Where(remove => remove.Entry == input.Name).Select(remove => remove.From).Distinct()
           let entries = setup.Store.Entries(slot)
           where entries.IsGood
           from entry in entries.Value
           select (entry.Name, entry.Leaf is { } leaf ? $"{Printable.Of(entry.Name)}   {Printable.Of(leaf.Subject.ToString())}" : Printable.Of(entry.Name)),
    ];

    /// <returns>False when the run is left. Without anybody there a refusal goes on to the next input, so that all are reported.</returns>
    private bool Settle(InputQuestion question, ImmutableArray<RunEvent>.Builder events)
    {
        var input = question.Input;
        while (setup.People.Input(question) is { } text)
        {
            var judged = Answer(input, text).Then(answer => Judged(input, answer));
            if (judged.TryGet(out var answered, out var problems))
            {
                events.Add(answered);
                return true;
            }

            findings.Add(problems);
            if (problems is [{ Code: Conversations.LeftAtPassword }])
            {
                if (setup.People.Departure == Departure.Back)
                {
                    continue;
                }

                return false;
            }

            events.AddRange(problems.Select(problem => new RunEvent.Refused(input.Name, problem.Code, problem.Who, ProblemValues.Of(problem))));
            if (!setup.People.CanAnswerAgain)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The answer in its one spelling; a file with the digest of its bytes.</summary>
    private Checked<RunEvent.Answered> Answer(Input input, string text) => AnswerForms.Read(input, text).Then<RunEvent.Answered>(answer => answer switch
    {
        Answer.FileOnStick file => materials.Read(file.Text).Select(bytes => new RunEvent.Answered(input.Name, file.Text, Sha256.Of(bytes))),
        _ => new RunEvent.Answered(input.Name, answer.Text, null),
    });

    private Checked<RunEvent.Answered> Judged(Input input, RunEvent.Answered answer) => input.Kind switch
    {
        InputKind.Certificate => materials.Certificate(answer).Then(certificate =>
            Unless(Judge.Certificate(certificate, Roles(input)), answer).Select(good => Told(input, certificate, good))),
        InputKind.Identity => materials.Identity(answer, input).Then(identity =>
            Unless(OfOther(identity).AddRange(Judge.Identity(identity, Roles(input))), answer).Select(good => Told(input, identity.Leaf, good))),
        InputKind.Subject => SubjectText.Read(answer.Text).Select(_ => answer),
        _ => answer,
    };

    private RunEvent.Answered Told(Input input, HeldCertificate certificate, RunEvent.Answered answer)
    {
        foreach (var remark in Judging.NamesAsServer(setup, input.Slot, certificate))
        {
            setup.People.Show(remark);
        }

        return answer;
    }

    private ImmutableArray<JudgedFor> Roles(Input input) => Judging.Of(setup, input.Slot ?? Slot.Trusted);

    /// <summary>In a night of many scanners, the certificate of another.</summary>
    private ImmutableArray<Problem> OfOther(Identity identity) => setup.Job is { } job && job.IsOfAnother(identity.Leaf)
        ? [Problem.Of("RUN-061", ("subject", identity.Leaf.Subject.ToString()), ("name", job.Row.Name))]
        : [];

    private static Checked<RunEvent.Answered> Unless(ImmutableArray<Problem> problems, RunEvent.Answered answer) =>
        problems.IsEmpty ? answer : problems;
}
