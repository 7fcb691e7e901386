using Provisioner.Core.Procedures;

namespace Provisioner.Core.Runs;

/// <summary>The one spelling, in journal and JSON, of each enumeration of a run.</summary>
public static class Words
{
    /// <summary>Instead of a number, where nobody counted.</summary>
    public const string NotCounted = Answer.Counted.Not;

    private static readonly (Purpose, string)[] Purposes = [(Runs.Purpose.Run, "run"), (Runs.Purpose.Resume, "resume"), (Runs.Purpose.Undo, "undo"), (Runs.Purpose.Abandon, "abandon"), (Runs.Purpose.Continue, "continue")];

    private static readonly (Outcome, string)[] Outcomes =
        [(Runs.Outcome.Done, "done"), (Runs.Outcome.PutBack, "put-back"), (Runs.Outcome.Unchanged, "unchanged"), (Runs.Outcome.NotApplicable, "not-applicable"), (Runs.Outcome.Abandoned, "abandoned")];

    private static readonly (ProofLevel, string)[] Levels =
    [
        (ProofLevel.None, "none"), (ProofLevel.Waiting, "waiting"), (ProofLevel.Statement, "statement"),
        (ProofLevel.Program, "program"), (ProofLevel.Scanner, "scanner"),
    ];

    private static readonly (HandOverForm, string)[] Forms = [(HandOverForm.Nothing, "nothing"), (HandOverForm.Certificate, "certificate"), (HandOverForm.Key, "key")];

    private static readonly (NoteKind, string)[] Notes =
        [(NoteKind.SignOnRefused, "sign-on-refused"), (NoteKind.LogNotWritten, "log-not-written"), (NoteKind.PutBackUnlogged, "put-back-unlogged")];

    private static readonly (StepMark, string)[] Marks = [(StepMark.Pass, "pass"), (StepMark.Fail, "fail"), (StepMark.Skip, "skip")];

    private static readonly (HandMark, string)[] HandMarks = [(Runs.HandMark.Done, "done"), (Runs.HandMark.Back, "back")];

    public static string Of(HandMark mark) => Word(HandMarks, mark);

    public static HandMark HandMark(string word) => Value(HandMarks, word);

    public static string Of(Purpose purpose) => Word(Purposes, purpose);

    public static string Of(Outcome outcome) => Word(Outcomes, outcome);

    /// <summary>How far a statement of that kind reaches.</summary>
    public static ProofLevel Of(StatedProof proof) => Proof(proof.Word());

    public static string Of(ProofLevel level) => Word(Levels, level);

    public static string Of(NoteKind what) => Word(Notes, what);

    public static string Of(HandOverForm form) => Word(Forms, form);

    public static string Of(StepMark mark) => Word(Marks, mark);

    public static string Of(bool? matched) => matched switch
    {
        true => "matched",
        false => "differs",
        null => "not-compared",
    };

    public static Purpose Purpose(string word) => Value(Purposes, word);

    public static Outcome Outcome(string word) => Value(Outcomes, word);

    public static ProofLevel Proof(string word) => Value(Levels, word);

    public static NoteKind Note(string word) => Value(Notes, word);

    /// <summary>Of a word that anybody may have written.</summary>
    public static bool TryNote(string word, out NoteKind what)
    {
        var at = Array.FindIndex(Notes, row => row.Item2 == word);
        what = at >= 0 ? Notes[at].Item1 : default;
        return at >= 0;
    }

    public static HandOverForm Form(string word) => Value(Forms, word);

    public static bool? Matched(string word) => word switch
    {
        "matched" => true,
        "differs" => false,
        "not-compared" => null,
        _ => throw new FormatException(word),
    };

    private static string Word<T>((T Value, string Word)[] table, T value) => table.Single(row => Equals(row.Value, value)).Word;

    private static T Value<T>((T Value, string Word)[] table, string word) =>
        Array.FindIndex(table, row => row.Word == word) is >= 0 and var found ? table[found].Value : throw new FormatException(word);
}
