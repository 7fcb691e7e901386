using System.Collections.Immutable;
using System.Globalization;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;
using Provisioner.Core.Screens.Widgets;

namespace Provisioner.Core.Screens.Sheets;

/// <summary>The service methods that fit this scanner, with the minutes that they take.</summary>
public sealed record MethodSheet(Choices Choices) : Sheet
{
    private static Catalogue Say => Catalogue.English;

    public override string Name => "method";

    public static MethodSheet For(WizardModel model)
    {
        var fitting = Fitting(model);
        var suggested = fitting.IndexOf(fitting.FirstOrDefault(method => method.Id == model.RememberedFor)!);
        return new(new Choices(fitting.Length, Math.Max(suggested, 0)));
    }

    public override Face View(Room room, WizardModel model)
    {
        var fitting = Fitting(model);
        var (rows, focus) = Choices.View([.. fitting.Select(Text)], room.Width);
        ImmutableArray<Row> about = fitting.IsEmpty ? [] :
            [Row.Blank, .. Row.Wrap(fitting[Choices.Selected].About, room.Width, Ink.Faint), .. OverviewSheet.Needs(fitting[Choices.Selected], room.Width)];
        return new Face
        {
            Title = Say.Text("method.title", ("type", model.Scanner!.Type.Title)),
            IsWhole = true,
            Body = [.. fitting.IsEmpty ? Row.Wrap(Say.Text("method.none"), room.Width, Ink.Warning) : [], .. rows, .. about],
            Focus = Choices.Moved ? focus : null,
            Keys = [("Enter", Say.Text("key.take")), ("Esc", Say.Text("key.back"))],
        };
    }

    public override Turn Press(KeyPress key, WizardModel model)
    {
        var (next, taken) = Choices.Press(key);
        return key.Name == KeyName.Escape ? new(model.Show(model.Scanner is { IsByHand: true } scanner ? HandScannerSheet.Again(model, scanner) : ScannerSheet.For(model)))
            : taken is { } index ? new((model with { Sheet = this with { Choices = next } }).Show(new OverviewSheet(Fitting(model)[index])))
            : next == Choices ? new(model) : new(model.Change(this with { Choices = next }));
    }

    /// <summary>In the order in which they are offered.</summary>
    internal static ImmutableArray<Procedure> Fitting(WizardModel model) =>
        model.Scanner is { } scanner ? Fitting(model.Survey, scanner.Type) : [];

    /// <inheritdoc cref="Fitting(WizardModel)"/>
    public static ImmutableArray<Procedure> Fitting(Survey survey, Modality type) =>
        [.. survey.Methods.Where(method => method.Modality == type.Id).OrderBy(Rank).ThenBy(method => method.Title, StringComparer.Ordinal)];

    /// <summary>What sets a scanner up, then what renews or makes certificates, then what takes something away.</summary>
    private static int Rank(Procedure method) =>
        method.Steps.Any(step => step.Verb is Verb.Remove) ? 3
        : method.Steps.Any(step => step.Verb is Verb.Try) && method.Steps.Any(step => step.Verb is Verb.Configure) ? 0
        : method.Steps.Any(step => step.Verb is Verb.Configure) ? 1 : 2;

    private static string Text(Procedure procedure) => Say.Text(
        "method.item", ("title", procedure.Title), ("from", Number(procedure.Personnel.Procedure.From)), ("to", Number(procedure.Personnel.Procedure.To)));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A service method before it begins: what it is for, what it needs, its steps.</summary>
public sealed record OverviewSheet(Procedure Procedure) : Sheet
{
    private static Catalogue Say => Catalogue.English;

    /// <summary>The office's row that it is begun as; <c>null</c>: none.</summary>
    public JobSoFar? Prepared { get; init; }

    public override string Name => "overview";

    public override Face View(Room room, WizardModel model) => new()
    {
        Title = Procedure.Title,
        IsWhole = true,
        Body =
        [
            .. Prepared is { } job ? Row.Wrap(Say.Text("overview.prepared", ("job", job.Address)), room.Width, Ink.Good).Append(Row.Blank) : [],
            .. Row.Wrap(Procedure.About, room.Width),
            .. Needs(Procedure, room.Width),
            Row.Blank,
            .. Procedure.Steps.SelectMany((step, at) => Row.Hanging(new($" {at + 1,2}  ", Ink.Faint), step.Title, room.Width)),
            Row.Blank,
            .. Row.Wrap(Say.Text("overview.source", ("source", Procedure.Source)), room.Width, Ink.Faint),
        ],
        Keys = [("Enter", Say.Text("key.begin")), ("Esc", Say.Text("key.back"))],
    };

    public override Turn Press(KeyPress key, WizardModel model) => key.Name switch
    {
        KeyName.Enter => WelcomeSheet.Begin(model.RememberFor(Procedure.Id), new(Purpose.Run, Procedure.Id) { Prepared = Prepared?.Address, ByHand = model.Scanner is { IsByHand: true } scanner ? scanner : null }),
        KeyName.Escape => new(model.Show(
            Prepared is not { } job ? MethodSheet.For(model)
            : model.Scanner is { IsByHand: true } typed ? HandScannerSheet.Again(model, typed, job)
            : ScannerSheet.Confirming(job))),
        _ => new(model),
    };

    internal static IEnumerable<Row> Needs(Procedure procedure, int width)
    {
        return Row.Wrap(procedure.Personnel.Told, width).Prepend(Row.Blank)
            .Concat(procedure.Equipment.IsEmpty ? [] : Row.Wrap(Say.Text("overview.equipment", ("items", string.Join(", ", procedure.Equipment.Select(item => $"{item.Quantity} {item.Item}")))), width))
            .Concat(procedure.Conditions.SelectMany(condition => Row.Wrap(Say.Text("overview.condition", ("condition", condition)), width)));
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
