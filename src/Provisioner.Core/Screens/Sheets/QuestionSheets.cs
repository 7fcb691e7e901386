using System.Collections.Immutable;
using System.Globalization;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;

namespace Provisioner.Core.Screens.Sheets;

/// <summary>The sheet of each question of a job.</summary>
internal static class QuestionSheets
{
    private static Catalogue Say => Catalogue.English;

    public static Sheet For(Question question, WizardModel model) => question switch
    {
        Question.Initials initials => StatementSheet.For(initials, model),
        Question.ScannerFree free => FreeSheet.For(free, model),
        Question.Recount recount => RecountSheet.For(recount, model),
        Question.Choose choose => ChooseSheet.For(choose, model),
        Question.Text text => TextSheet.For(text, model),
        Question.Typed typed => TextSheet.For(typed, model),
        Question.Entry entry => ChooseSheet.For(new Question.Choose(entry.Input.Name, entry.Input.Prompt, [.. entry.Entries.Select(held => (held.Name, held.Text))]), model),
        Question.File file => FileSheet.For(file, model),
        Question.Compare compare => new CompareSheet(compare),
        Question.LeaveOut leaveOut => new LeaveOutSheet(leaveOut),
        Question.Secret secret => new SecretSheet(secret),
        Question.Agree agree => new AgreeSheet(agree),
        Question.Done done => HandSheet.For(done, model),
        Question.Ready ready => new ReadySheet(ready),
        Question.AfterFailure failure => FailureSheet.For(failure, model),
        Question.Leaving => new LeavingSheet(new Widgets.Choices(2)),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>The answer goes to the job, which works on.</summary>
    public static Turn Answer(WizardModel model, Reply reply) => new(
        (model with { Job = model.Job! with { Question = null, Notes = [], WorksSince = model.Now } }).Show(new BusySheet()), new Errand.Answer(reply));

    /// <summary>Esc: a page back while nothing is in place; else out of the job, which is asked about first.</summary>
    public static Turn Back(WizardModel model) => CanGoBack(model)
        ? Answer(model, new Reply.Away(AwayTo.Back))
        : LeaveSheet.Ask(model);

    public static (string, string) BackKey(WizardModel model) => ("Esc", Say.Text(CanGoBack(model) ? "key.back-keeps" : "key.leave"));

    /// <summary><c>5 of 9  Switch DICOM to TLS</c>.</summary>
    public static string Title(WizardModel model) => model.Job switch
    {
        { Question: Question.Recount } => Say.Text("recount.title"),
        { Step: { } at, Scene.Procedure: var procedure } => StepTitle(procedure, at),
        { Question: Question.Typed typed } => InputTitle(typed.Number, typed.Of),
        { Question: Question.Entry entry } => InputTitle(entry.Number, entry.Of),
        { Question: Question.File file } => InputTitle(file.Number, file.Of),
        _ => model.Job!.Scene.Procedure.Title,
    };

    public static Step? Step(WizardModel model) => model.Job is { Step: { } at } job ? job.Scene.Procedure.Steps[at] : null;

    public static IEnumerable<Row> Caution(WizardModel model, int width) => Step(model)?.Caution is { } caution
        ? Row.Wrap(Say.Text("step.caution", ("caution", caution)), width, Ink.Warning).Append(Row.Blank)
        : [];

    public static IEnumerable<Row> Notes(WizardModel model, int width) => NoteRows.Of(model.Job!.Notes, width, model.Now);

    private static bool CanGoBack(WizardModel model) => model.Job is { State.Facts.ToPutBack.IsEmpty: true } job
        && job.Question is not (Question.Typed { Number: 1 } or Question.Entry { Number: 1 } or Question.File { Number: 1 } or Question.Leaving)
        && (job.Question is not Question.Secret secret || IsOf(job.Scene.Procedure, secret.Name))
        && job.State.Phase is Runs.RunPhase.Preparing or Runs.RunPhase.At or Runs.RunPhase.Stopped;

    /// <summary>What a password belongs to can be answered otherwise; that of the scanner's own store cannot.</summary>
    private static bool IsOf(Procedure procedure, string name) => procedure.Inputs.Any(input => input.Name == name) || procedure.Steps.Any(step => step.Id == name);

    private static string StepTitle(Procedure procedure, int at) => Say.Text(
        "step.heading", ("number", Number(at + 1)), ("of", Number(procedure.Steps.Length)), ("title", procedure.Steps[at].Title));

    private static string InputTitle(int number, int of) => Say.Text("input.heading", ("number", Number(number)), ("of", Number(of)));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
