using System.Collections.Immutable;
using System.Globalization;
using Provisioner.Core.Changes;
using Provisioner.Core.Dicom;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Procedures;

/// <summary>What was answered, by the name of an input or the id of a step.</summary>
public sealed record Answers(ImmutableSortedDictionary<string, Answer> ByName)
{
    public static Answers None { get; } = new(ImmutableSortedDictionary.Create<string, Answer>(StringComparer.Ordinal));

    /// <summary>Name of the initials that a second person gives, for handing over a key and for overwriting a fixed slot.</summary>
    public const string SecondPerson = "second-person";

    /// <summary>Names of the numbers of failed jobs on the scanner's own list, when it is found free and when the job is about to be closed.</summary>
    public const string FailedBefore = "failed-before", FailedAfter = "failed-after";

    /// <summary>Names that no input and no step may have.</summary>
    public static bool IsReserved(string name) => name == SecondPerson || IsCount(name);

    public static bool IsCount(string name) => name is FailedBefore or FailedAfter;

    /// <summary>A number of jobs, or that nobody counted; <c>null</c>: neither.</summary>
    public static Answer? Count(string text) => text == Answer.Counted.Not ? new Answer.Counted(null)
        : text.Length is > 0 and <= 6 && text.All(char.IsAsciiDigit) ? new Answer.Counted(int.Parse(text, CultureInfo.InvariantCulture))
        : null;

    /// <summary>Whether an answer takes the eyes of somebody besides the engineer, so that nobody but the office can give it beforehand.</summary>
    public static bool NeedsAgreement(Procedure procedure, string name) => name == SecondPerson
        || procedure.Steps.Any(step => step.Id == name && step.Verb.Asks is Asking.Fingerprint or Asking.Witness);

    public Answer? this[string name] => ByName.GetValueOrDefault(name);

    /// <summary>One problem for each input and each step that asks and has no answer; all at once, before anything happens.</summary>
    /// <param name="needed">Whether an input must be answered, e.g. not when the console holds a complete pair already.</param>
    public ImmutableArray<Problem> Missing(Procedure procedure, Func<Input, bool> needed, HandWork? hand = null) =>
    [
        .. procedure.Inputs.Where(input => needed(input) && this[input.Name] is null)
            .Select(input => Problem.Of("PROC-060", ("name", input.Name), ("prompt", input.Prompt), ("form", AnswerForms.Expected(input)))),
        .. Onward(procedure, needed).Where(step => step.Verb.Asks != Asking.Nothing && this[step.Id] is null)
            .Select(step => Problem.Of("PROC-060", ("name", step.Id), ("prompt", step.Title), ("form", AnswerForms.Expected(step)))),
        .. (hand?.Questions(procedure) ?? []).Where(question => question.IsNeeded && this[question.Name] is null && IsOnward(procedure, needed, question))
            .Select(question => Problem.Of("PROC-060", ("name", question.Name), ("prompt", AnswerForms.Expected(question)), ("form", AnswerForms.Expected(question)))),
        .. Onward(procedure, needed).Where(step => this[SecondPerson] is null
                && (this[step.Id] is Answer.HandOver { Form: HandOverForm.Key } || hand?.Overwrites(step, name => this[name]?.Text) == true))
            .Select(step => Problem.Of("PROC-060", ("name", SecondPerson), ("prompt", step.Title), ("form", Catalogue.English.Text("answer.second-person")))),
    ];

    private bool IsOnward(Procedure procedure, Func<Input, bool> needed, HandQuestion question) =>
        procedure.Steps.All(step => step.Id != question.About) || Onward(procedure, needed).Any(step => step.Id == question.About);

    /// <summary>The steps on every way that these answers leave open, in the file's order.</summary>
    private IEnumerable<Step> Onward(Procedure procedure, Func<Input, bool> needed)
    {
        var open = Route.All(procedure)
            .Where(route => route.Chosen.All(choice => this[choice.Key] is not Answer.Choice { Option: var option } || option == choice.Value))
            .SelectMany(route => route.Steps).ToHashSet();
        return procedure.Steps.Where((step, at) => open.Contains(at)
            && (step.When is not Condition.Given given || needed(procedure.Input(given.Input)) == given.Is));
    }
}

/// <summary>One answer, of the type that its input or step wants. Never a secret.</summary>
public abstract record Answer
{
    private Answer()
    {
    }

    /// <summary>As it is written in an answers file and recorded.</summary>
    public abstract string Text { get; }

    public sealed override string ToString() => Text;

    /// <summary>A certificate or identity on the stick.</summary>
    /// <param name="Path">Relative to the stick.</param>
    public sealed record FileOnStick(ConsolePath Path) : Answer
    {
        public override string Text => Path.Text;
    }

    public sealed record Endpoint(Proof.Endpoint Value) : Answer
    {
        public override string Text => Value.ToString();
    }

    public sealed record AeTitles(Dicom.AeTitles Value) : Answer
    {
        public override string Text => $"{Value.Calling}/{Value.Called}";
    }

    /// <summary>The id of an option.</summary>
    public sealed record Choice(string Option) : Answer
    {
        public override string Text => Option;
    }

    public sealed record Plain(string Value) : Answer
    {
        public override string Text => Value;
    }

    /// <summary>Of the person who read, or did, what the step says.</summary>
    public sealed record Initials(string Value) : Answer
    {
        /// <summary>Said instead of initials to <c>scanner-free</c>: the scanner is not free.</summary>
        public const string NotFree = "not-free";

        /// <summary>Said instead of initials to what only hands can do: it cannot be done.</summary>
        public const string NotDone = "not-done";

        public override string Text => Value;
    }

    /// <summary>How many jobs failed, as the scanner's own list says.</summary>
    /// <param name="Value"><c>null</c>: nobody counted.</param>
    public sealed record Counted(int? Value) : Answer
    {
        /// <summary>Said instead of a number.</summary>
        public const string Not = "not-counted";

        public override string Text => Value?.ToString(CultureInfo.InvariantCulture) ?? Not;
    }

    /// <param name="Value">What came by another way; <c>null</c> when there was nothing to compare with.</param>
    public sealed record Fingerprint(Sha256? Value) : Answer
    {
        /// <summary>Said instead of a fingerprint.</summary>
        public const string NotCompared = "not-compared";

        public override string Text => Value?.ToString() ?? NotCompared;
    }

    /// <summary>A step that may be left out is, for this reason.</summary>
    public sealed record LeftOut(string Reason) : Answer
    {
        /// <summary>What the answer begins with.</summary>
        public const string Word = "left-out:";

        public override string Text => $"{Word} {Reason}";

        /// <summary><c>null</c> when the text does not say that a step is left out.</summary>
        public static string? ReasonIn(string? text) =>
            text is not null && text.StartsWith(Word, StringComparison.Ordinal) && text[Word.Length..].Trim() is { Length: > 0 and <= 400 } reason && !reason.Contains('\n', StringComparison.Ordinal)
                ? reason
                : null;
    }

    public sealed record HandOver(HandOverForm Form) : Answer
    {
        public override string Text => Form.Word();
    }
}
