using System.Collections.Immutable;
using System.Globalization;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;
using Provisioner.Core.Screens.Widgets;

namespace Provisioner.Core.Screens.Sheets;

/// <summary>The office's list for the night: what is for this very scanner stands first, what is not done yet before what is.</summary>
public sealed record PreparedSheet(Choices Choices) : Sheet
{
    private static Catalogue Say => Catalogue.English;

    public override string Name => "prepared";

    public static PreparedSheet For(WizardModel model) => new(new Choices(model.Survey.Prepared.Length));

    public override Face View(Room room, WizardModel model)
    {
        var jobs = Ordered(model.Survey);
        var table = Table.View(
            [Say.Text("prepared.scanner"), Say.Text("prepared.serial"), Say.Text("prepared.method"), Say.Text("prepared.state")],
            [.. jobs.Select(job => Cells(job, model.Survey))],
            room.Width,
            Choices.Selected);
        return new Face
        {
            Title = Say.Text("prepared.title"),
            IsWhole = true,
            Body = [.. table],
            Focus = Choices.Moved ? Choices.Selected + 1 : null,
            Pinned = [.. About(jobs[Choices.Selected], model.Survey, room.Width)],
            Keys = [("Enter", Say.Text("key.take")), ("Esc", Say.Text("key.back"))],
        };
    }

    public override Turn Press(KeyPress key, WizardModel model)
    {
        var (next, taken) = Choices.Press(key);
        return key.Name == KeyName.Escape ? new(model.Show(new WelcomeSheet()))
            : taken is { } index ? Take(Ordered(model.Survey)[index], model)
            : next == Choices ? new(model) : new(model.Change(this with { Choices = next }));
    }

    /// <summary>What is for another scanner than this computer can be done there by hand, from here.</summary>
    private static Turn Take(JobSoFar job, WizardModel model) =>
        ScannerOf(job, model.Survey) is { } scanner ? new((model with { Scanner = scanner }).Show(ScannerSheet.Confirming(job)))
        : IsByHand(job, model.Survey) ? new((model with { Scanner = null }).Show(HandScannerSheet.Confirming(model, job)))
        : new(model);

    /// <summary>Of another scanner, and somebody must still do it.</summary>
    public static bool IsByHand(JobSoFar job, Survey survey) => IsOpen(job) && ScannerOf(job, survey) is null && TypeOf(job, survey) is not null;

    /// <summary>Of this scanner, and somebody must still do it.</summary>
    public static bool Waits(JobSoFar job, Survey survey) => IsOpen(job) && ScannerOf(job, survey) is not null;

    public static bool IsOpen(JobSoFar job) => job.State is not (JobState.Done or JobState.Abandoned);

    /// <summary>As they are listed.</summary>
    private static ImmutableArray<JobSoFar> Ordered(Survey survey) =>
        [.. survey.Prepared.OrderBy(job => ScannerOf(job, survey) is null ? 2 : IsOpen(job) ? 0 : 1)];

    public static Procedure? MethodOf(JobSoFar job, Survey survey) => survey.Methods.FirstOrDefault(method => method.Id == job.Row.Procedure);

    /// <summary><c>null</c>: the stick has not what the row is done with.</summary>
    public static Modality? TypeOf(JobSoFar job, Survey survey) => survey.Types.FirstOrDefault(type => type.Id == MethodOf(job, survey)?.Modality);

    /// <summary>The scanner here that a row is for, by both identifiers and its type; <c>null</c>: it is another one.</summary>
    private static ScannerFacts? ScannerOf(JobSoFar job, Survey survey) => survey.Scanners.FirstOrDefault(scanner =>
        job.Row.IsFor(scanner.Serial, scanner.Host) && MethodOf(job, survey)?.Modality == scanner.Type.Id);

    private static (string[] Cells, Ink Ink) Cells(JobSoFar job, Survey survey) => (
        [Printable.Of(job.Row.Name), Printable.Of(job.Row.Serial), MethodOf(job, survey)?.Title ?? job.Row.Procedure, Say.Text($"job.{job.State.Word()}")],
        ScannerOf(job, survey) is null ? Ink.Faint : Ink.Plain);

    private static IEnumerable<Row> About(JobSoFar job, Survey survey, int width)
    {
        var known = (job.Row.Answers.ByName.Count + job.Row.Agreed.ByName.Count).ToString(CultureInfo.InvariantCulture);
        var told = Row.Wrap(Say.Text("prepared.about", ("job", job.Address), ("answers", known)), width, Ink.Faint)
            .Concat(job.Run is { } run ? Row.Wrap(Say.Text("prepared.last", ("run", run)), width, Ink.Faint) : []);
        return ScannerOf(job, survey) is null ? told.Concat(Row.Wrap(Say.Text(IsByHand(job, survey) ? "prepared.elsewhere" : "prepared.over"), width, Ink.Warning)) : told;
    }
}
