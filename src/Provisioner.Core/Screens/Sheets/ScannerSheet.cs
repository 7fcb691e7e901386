using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Core.Runs;
using Provisioner.Core.Screens.Widgets;

namespace Provisioner.Core.Screens.Sheets;

/// <summary>Which scanner it is, by two identifiers that the engineer compares with the machine itself.</summary>
public sealed record ScannerSheet(Choices Choices) : Sheet
{
    private static Catalogue Say => Catalogue.English;

    /// <summary>The office's row that begins where both identifiers are right; <c>null</c>: a service method is chosen.</summary>
    public JobSoFar? Prepared { get; init; }

    public override string Name => "scanner";

    public static ScannerSheet For(WizardModel model) => new(new Choices(model.Scanner is null ? model.Survey.Scanners.Length : 2));

    public static ScannerSheet Confirming(JobSoFar job) => new(new Choices(2)) { Prepared = job };

    public override Face View(Room room, WizardModel model)
    {
        var (rows, focus) = Choices.View(Options(model), room.Width);
        var told = model.Scanner is { } scanner ? Told(scanner, room.Width) : Row.Wrap(Say.Text("scanner.choose"), room.Width);
        ImmutableArray<Row> head = [.. told, Row.Blank];
        return new Face
        {
            Title = Say.Text("scanner.title"),
            IsWhole = true,
            Keys = [("Enter", Say.Text("key.take")), ("Esc", Say.Text("key.back"))],
        }.Offering(room, head, (rows, focus), Choices);
    }

    public override Turn Press(KeyPress key, WizardModel model)
    {
        var (next, taken) = Choices.Press(key);
        return (key.Name, taken, model.Scanner) switch
        {
            (KeyName.Escape, _, _) => new(model.Show(Prepared is null ? new WelcomeSheet() : PreparedSheet.For(model))),
            (_, 0, not null) when Prepared is { } job && PreparedSheet.MethodOf(job, model.Survey) is { } method => new(model.Show(new OverviewSheet(method) { Prepared = job })),
            (_, 0, not null) => new(model.Show(MethodSheet.For(model))),
            (_, 1, not null) => new((model with { Scanner = null }).Show(new WrongScannerSheet())),
            (_, { } index, null) => new((model with { Scanner = model.Survey.Scanners[index] }).Show(new ScannerSheet(new Choices(2)))),
            _ => next == Choices ? new(model) : new(model.Change(this with { Choices = next })),
        };
    }

    private static IEnumerable<Row> Told(ScannerFacts scanner, int width) =>
    [
        .. Row.Wrap(Say.Text("scanner.recognised"), width),
        Row.Blank,
        Row.Of(new Piece($"    {Say.Text("scanner.type"),-16}"), new(scanner.Type.Title, Ink.Strong)),
        Row.Of(new Piece($"    {Say.Text("scanner.serial"),-16}"), new(scanner.Serial, Ink.Strong)),
        Row.Of(new Piece($"    {Say.Text("scanner.host"),-16}"), new(scanner.Host, Ink.Strong)),
        Row.Blank,
        .. scanner.Type.Recognition.Assumed ? Row.Wrap(Say.Text("scanner.assumed"), width, Ink.Faint).Append(Row.Blank) : [],
        .. Row.Wrap(Say.Text("scanner.compare"), width),
    ];

    private static string[] Options(WizardModel model) => model.Scanner is null
        ? [.. model.Survey.Scanners.Select(found => $"{found.Type.Title}   {Say.Text("head.scanner", ("serial", found.Serial), ("host", found.Host))}")]
        : [Say.Text("scanner.right"), Say.Text("scanner.wrong")];
}

/// <summary>The plate on the machine says otherwise: nothing is begun.</summary>
public sealed record WrongScannerSheet : Sheet
{
    public override string Name => "wrong-scanner";

    public override Face View(Room room, WizardModel model) => new()
    {
        Title = Catalogue.English.Text("wrong-scanner.title"),
        IsWhole = true,
        Body = [.. Row.Wrap(Catalogue.English.Text("wrong-scanner.text"), room.Width)],
        Keys = [("Enter", Catalogue.English.Text("key.back"))],
    };

    public override Turn Press(KeyPress key, WizardModel model) =>
        key.Name is KeyName.Enter or KeyName.Escape ? WelcomeSheet.Found(model, model.Survey) : new(model);
}
