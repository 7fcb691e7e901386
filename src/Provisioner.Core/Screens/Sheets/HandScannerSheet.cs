using System.Collections.Immutable;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;
using Provisioner.Core.Screens.Widgets;

namespace Provisioner.Core.Screens.Sheets;

/// <summary>Which scanner is worked on by hand, while the program runs on a laptop: its type, and two identifiers read off it.</summary>
public sealed record HandScannerSheet(Choices Choices) : Sheet
{
    private static Catalogue Say => Catalogue.English;

    /// <summary>The office's row that is begun; <c>null</c>: a service method is chosen.</summary>
    public JobSoFar? Prepared { get; init; }

    /// <summary><c>null</c>: it is being chosen.</summary>
    public Modality? Type { get; init; }

    /// <summary><c>null</c>: it is being typed.</summary>
    public string? Serial { get; init; }

    public TextField Field { get; init; } = TextField.Empty;

    public string? Wrong { get; init; }

    public override string Name => "by-hand";

    public static HandScannerSheet For(WizardModel model) => new(new Choices(Types(model).Length));

    /// <summary>The office's row is begun for its own scanner only: both identifiers are typed, and must be the row's.</summary>
    public static HandScannerSheet Confirming(WizardModel model, JobSoFar job) => For(model) with
    {
        Prepared = job,
        Type = PreparedSheet.TypeOf(job, model.Survey),
    };

    /// <summary>As it was answered, at its last question.</summary>
    public static HandScannerSheet Again(WizardModel model, ScannerFacts scanner, JobSoFar? prepared = null) => For(model) with
    {
        Prepared = prepared,
        Choices = new(Types(model).Length, Math.Max(Types(model).IndexOf(scanner.Type), 0)),
        Type = scanner.Type,
        Serial = scanner.Serial,
        Field = TextField.Of(scanner.Host),
    };

    public override Face View(Room room, WizardModel model)
    {
        var choice = Choices.View([.. Types(model).Select(type => type.Title)], room.Width);
        ImmutableArray<Row> head =
        [
            .. Row.Wrap(Say.Text("by-hand.why"), room.Width),
            Row.Blank,
            .. Type is null ? Row.Wrap(Say.Text("by-hand.type"), room.Width).Append(Row.Blank) : [Told("scanner.type", Type.Title)],
            .. Serial is null ? [] : new[] { Told("scanner.serial", Serial) },
        ];
        return new Face
        {
            Title = Say.Text("by-hand.title"),
            IsWhole = true,
            Pinned = Type is null ? [] : [.. Fields.View(Prompt(Type), Field, Wrong, room.Width)],
            Keys = [("Enter", Say.Text(Type is null ? "key.take" : "key.next")), ("Esc", Say.Text("key.back"))],
        }.Offering(room, head, choice, Type is null ? Choices : null);
    }

    public override Turn Press(KeyPress key, WizardModel model) => Type is null ? Choose(key, model) : key.Name switch
    {
        KeyName.Escape when Prepared is not null && Serial is null => new(WelcomeSheet.Found(model, model.Survey).Model.Show(PreparedSheet.For(model))),
        KeyName.Escape => new(model.Change(Serial is null ? this with { Type = null, Wrong = null } : this with { Serial = null, Field = TextField.Of(Serial), Wrong = null })),
        KeyName.Enter => Next(Type, Field.Text.Trim(), model),
        _ => Fields.Typed(model, Field, Field.Press(key), field => this with { Field = field, Wrong = null }),
    };

    public override Turn Paste(string text, WizardModel model) => Type is null ? new(model) : Fields.Typed(model, Field, Field.Insert(text), field => this with { Field = field, Wrong = null });

    /// <summary>Those that a service method is for, as they are offered.</summary>
    internal static ImmutableArray<Modality> Types(WizardModel model) => Types(model.Survey);

    /// <inheritdoc cref="Types(WizardModel)"/>
    public static ImmutableArray<Modality> Types(Survey survey) =>
        [.. survey.Types.Where(type => survey.Methods.Any(method => method.Modality == type.Id)).OrderBy(type => type.Title, StringComparer.Ordinal)];

    private Turn Choose(KeyPress key, WizardModel model)
    {
        var (next, taken) = Choices.Press(key);
        return key.Name == KeyName.Escape ? WelcomeSheet.Found(model with { Scanner = null }, model.Survey)
            : taken is { } index ? new(model.Change(this with { Choices = next, Type = Types(model)[index], Field = TextField.Empty }))
            : next == Choices ? new(model) : new(model.Change(this with { Choices = next }));
    }

    private Turn Next(Modality type, string typed, WizardModel model)
    {
        if (!HandQuestion.IsIdentifier(typed))
        {
            return new(model.Change(this with { Wrong = Say.Text("by-hand.again") }));
        }

        if (Prepared is { Row: var row } && !(Serial is null ? row.IsFor(typed, row.Name) : row.IsFor(Serial, typed)))
        {
            return new(model.Change(this with { Wrong = Say.Text("by-hand.another", ("job", Prepared.Address), ("serial", row.Serial), ("host", row.Name)) }));
        }

        if (Serial is null)
        {
            return new(model.Change(this with { Serial = typed, Field = TextField.Empty, Wrong = null }));
        }

        var so = model with { Scanner = new(type, Serial, typed) { IsByHand = true } };
        return new(so.Show(Prepared is { } job && PreparedSheet.MethodOf(job, model.Survey) is { } method ? new OverviewSheet(method) { Prepared = job } : MethodSheet.For(so)));
    }

    /// <summary>Where the scanner type says so, with the place on the vendor's screens.</summary>
    private string Prompt(Modality type)
    {
        var prompt = Say.Text(Serial is null ? "hand.serial" : "hand.host");
        return type.Recognition.Kind == SettingsKind.Vendor
            ? Say.Text("hand.where", ("prompt", prompt), ("where", Serial is null ? type.Recognition.Serial : type.Recognition.Host))
            : prompt;
    }

    private static Row Told(string key, string value) => Row.Of(new Piece($"    {Say.Text(key),-16}"), new(value, Ink.Strong));
}
