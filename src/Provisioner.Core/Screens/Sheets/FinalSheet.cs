using System.Collections.Immutable;
using System.Globalization;
using Provisioner.Core.Problems;
using Provisioner.Core.Runs;
using Provisioner.Core.Screens.Widgets;

namespace Provisioner.Core.Screens.Sheets;

/// <summary>How the job ended, how far its proof reaches, the job code, what still lies in <c>KEYS/OUT</c>, when the next visit is
/// due, and whether the stick can go.</summary>
public sealed record FinalSheet : Sheet
{
    private static Catalogue Say => Catalogue.English;

    public Choices Choices { get; init; } = new(3);

    public override string Name => "final";

    public override Face View(Room room, WizardModel model)
    {
        var (job, end) = (model.Job!, model.Job!.End!);
        var (word, ink) = Verdict(job);
        var (rows, focus) = (Choices with { Count = Options(model).Length }).View([.. Options(model).Select(option => option.Text)], room.Width);
        ImmutableArray<Row> head =
        [
            .. Row.Wrap(word, room.Width, ink),
            Row.Blank,
            .. NoteRows.Of(job.Notes, room.Width, model.Now),
            .. Row.Wrap(Say.Text("ending.proof", ("level", Say.Text($"proof.{Words.Of(end.State.Facts.Level)}"))), room.Width),
            .. FailedJobs.Told(end.State.Facts) is { } failed ? Row.Wrap(failed, room.Width, end.State.Facts.Recount is { Failed: null } ? Ink.Warning : Ink.Plain) : [],
            .. Row.Wrap(Say.Text("final.code", ("run", job.Scene.Run)), room.Width),
            Row.Of($"  {end.Code}", Ink.Strong),
            .. end.KeysOut.IsEmpty ? [] : Row.Wrap(Say.Text("final.keys", ("files", string.Join(", ", end.KeysOut))), room.Width, Ink.Warning),
            .. end.NextDue is { } due ? Row.Wrap(Say.Text("final.due", ("date", due.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))), room.Width) : [],
            .. Row.Wrap(Say.Text(end.IsSafeToRemove ? "final.safe" : "final.not-safe"), room.Width, end.IsSafeToRemove ? Ink.Good : Ink.Warning),
            Row.Blank,
        ];
        return new Face
        {
            Title = job.Scene.Procedure.Title,
            IsWhole = true,
            Keys = [("Enter", Say.Text("key.take"))],
        }.Offering(room, head, (rows, focus), Choices);
    }

    public override Turn Press(KeyPress key, WizardModel model)
    {
        var options = Options(model);
        var (next, taken) = (Choices with { Count = options.Length }).Press(key);
        return taken is { } index ? options[index].Take(model) : next == Choices ? new(model) : new(model.Change(this with { Choices = next }));
    }

    private static (string, Ink) Verdict(JobModel job) => job.End!.State.Phase switch
    {
        RunPhase.Closed { Outcome: Outcome.Done } => ("[PASS] " + Say.Text("ending.done"), Ink.Good),
        RunPhase.Closed { Outcome: Outcome.PutBack } => (Say.Text("ending.put-back"), Ink.Warning),
        RunPhase.Closed { Outcome: Outcome.Unchanged } => (Say.Text("ending.unchanged"), Ink.Warning),
        RunPhase.Closed { Outcome: Outcome.Abandoned } => (Say.Text("ending.abandoned"), Ink.Warning),
        RunPhase.Closed { Outcome: Outcome.NotApplicable } => (Say.Text("ending.not-applicable"), Ink.Warning),
        _ => ("[FAIL] " + Say.Text("final.interrupted"), Ink.Bad),
    };

    private static ImmutableArray<(string Text, Func<WizardModel, Turn> Take)> Options(WizardModel model)
    {
        var job = model.Job!;
        (string, Func<WizardModel, Turn>) overview = (Say.Text("final.overview"), so => new((so with { Job = null }).Show(new WaitSheet("wait.survey")), new Errand.LookAround()));
        (string, Func<WizardModel, Turn>) qr = (Say.Text("final.qr"), so => new(so.Cover(new QrSheet())));
        (string, Func<WizardModel, Turn>) end = (Say.Text("final.end"), so => new(so, new Errand.Quit()));
        return job.End!.State.Phase is RunPhase.Closed { Outcome: Outcome.PutBack or Outcome.Unchanged } && model.Order is { Purpose: Purpose.Run } order
            ? [(Say.Text("final.again"), so => WelcomeSheet.Begin(so with { Job = null }, order)), .. model.IsAscii ? [] : new[] { qr }, overview, end]
            : [.. model.IsAscii ? [] : new[] { qr }, overview, end];
    }
}

/// <summary>The job code, to be photographed.</summary>
public sealed record QrSheet : Sheet
{
    private static Catalogue Say => Catalogue.English;

    public override string Name => "qr";

    public override Face View(Room room, WizardModel model)
    {
        var qr = model.Job!.End!.Qr;
        var margin = qr.IsEmpty ? 0 : Math.Max(0, (model.Room.Width - qr[0].Length) / 2);
        return new Face
        {
            Title = "",
            IsBare = true,
            Body = [.. qr.Select(line => Row.Of(line).Indented(margin)), Row.Of(Say.Text("qr.text", ("run", model.Job.Scene.Run), ("code", model.Job.End.Code))).Indented(1)],
            Keys = [("Enter", Say.Text("key.back"))],
        };
    }

    public override Turn Press(KeyPress key, WizardModel model) => key.Name is KeyName.Enter or KeyName.Escape ? new(model.Uncover()) : new(model);
}
