using System.Collections.Immutable;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Screens.Widgets;

namespace Provisioner.Core.Screens.Sheets;

/// <summary>Which scanner is worked on by hand, while the program runs on a laptop: its type, and two identifiers read off it.</summary>
public sealed record HandScannerSheet(Choices Choices) : Sheet
{
    private static Catalogue Say => Catalogue.English;

    /// <summary><c>null</c>: it is being chosen.</summary>
    public Modality? Type { get; init; }

    /// <summary><c>null</c>: it is being typed.</summary>
    public string? Serial { get; init; }

    public TextField Field { get; init; } = TextField.Empty;

    public string? Wrong { get; init; }

    public override string Name => "by-hand";

    public static HandScannerSheet For(WizardModel model) => new(new Choices(Types(model).Length));

    /// <summary>As it was answered, at its last question.</summary>
    public static HandScannerSheet Again(WizardModel model, ScannerFacts scanner) => For(model) with
    {
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
        KeyName.Escape => new(model.Change(Serial is null ? this with { Type = null, Wrong = null } : this with { Serial = null, Field = TextField.Of(Serial), Wrong = null })),
        KeyName.Enter => Next(Type, Field.Text.Trim(), model),
        _ => Fields.Typed(model, Field, Field.Press(key), field => this with { Field = field, Wrong = null }),
    };

    public override Turn Paste(string text, WizardModel model) => Type is null ? new(model) : Fields.Typed(model, Field, Field.Insert(text), field => this with { Field = field, Wrong = null });

    /// <summary>Those that a service method is for, as they are offered.</summary>
    internal static ImmutableArray<Modality> Types(WizardModel model) =>
        [.. model.Survey.Types.Where(type => model.Survey.Methods.Any(method => method.Modality == type.Id)).OrderBy(type => type.Title, StringComparer.Ordinal)];

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

        if (Serial is null)
        {
            return new(model.Change(this with { Serial = typed, Field = TextField.Empty, Wrong = null }));
        }

        var so = model with { Scanner = new(type, Serial, typed) { IsByHand = true } };
        return new(so.Show(MethodSheet.For(so)));
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
