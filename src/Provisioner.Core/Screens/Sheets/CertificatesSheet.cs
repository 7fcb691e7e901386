using System.Collections.Immutable;
using System.Globalization;
using Provisioner.Core.Problems;
using Provisioner.Core.Screens.Widgets;

namespace Provisioner.Core.Screens.Sheets;

/// <summary>What lies in the scanner's store; one entry whole, when it is taken.</summary>
public sealed record CertificatesSheet(ImmutableArray<ListedCertificate> Entries, ImmutableArray<Problem> Problems) : Sheet
{
    private static Catalogue Say => Catalogue.English;

    public Choices Choices { get; init; } = new(Entries.Length);

    /// <summary>One entry is looked at.</summary>
    public bool IsOpen { get; init; }

    public override string Name => "certificates";

    public override Face View(Room room, WizardModel model) => IsOpen ? Entry(Entries[Choices.Selected], room, model) : List(room, model);

    public override Turn Press(KeyPress key, WizardModel model)
    {
        if (IsOpen)
        {
            return key.Name is KeyName.Escape or KeyName.Enter ? new((model with { Scroll = 0 }).Change(this with { IsOpen = false })) : new(model);
        }

        var (next, taken) = Choices.Press(key);
        return key.Name == KeyName.Escape ? new(model.Show(new WelcomeSheet()))
            : taken is not null ? new((model with { Scroll = 0 }).Change(this with { Choices = next, IsOpen = true }))
            : next == Choices ? new(model) : new(model.Change(this with { Choices = next }));
    }

    private Face List(Room room, WizardModel model)
    {
        var table = Table.View(
            [Say.Text("certificates.place"), Say.Text("certificates.name"), Say.Text("certificates.until"), Say.Text("certificates.users")],
            [.. Entries.Select(entry => Cells(entry, model.Now))],
            room.Width,
            Choices.Selected);
        ImmutableArray<Row> head = [.. Problems.SelectMany(problem => ProblemRows.Of(problem, room.Width).Append(Row.Blank))];
        return new Face
        {
            Title = Say.Text("certificates.title"),
            IsWhole = true,
            Body = [.. head, .. Entries.IsEmpty ? Row.Wrap(Say.Text("certificates.none"), room.Width) : table],
            Focus = Choices.Moved ? head.Length + Choices.Selected + 1 : null,
            Keys = [("Enter", Say.Text("key.look")), ("Esc", Say.Text("key.back"))],
        };
    }

    private static (string[] Cells, Ink Ink) Cells(ListedCertificate entry, DateTimeOffset now)
    {
        var leaf = entry.Chain.FirstOrDefault();
        var until = leaf is null ? "?" : leaf.NotAfter.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return ([entry.Slot, Printable.Of(entry.Name), until, string.Join(", ", entry.Users)], entry.Problems.IsEmpty && (leaf?.IsValidAt(now) ?? false) ? Ink.Plain : Ink.Bad);
    }

    private static Face Entry(ListedCertificate entry, Room room, WizardModel model) => new()
    {
        Title = $"{entry.Slot}: {Printable.Of(entry.Name)}",
        IsWhole = true,
        Body =
        [
            .. entry.Problems.SelectMany(problem => ProblemRows.Of(problem, room.Width).Append(Row.Blank)),
            .. ChainTree.View(entry.Chain, room.Width, model.Now),
            Row.Blank,
            .. entry.Chain.IsEmpty ? [] : Row.Wrap($"SHA-256 {entry.Chain[0].Fingerprint.ToGroups()}", room.Width, Ink.Faint),
            .. entry.HasKey ? Row.Wrap(Say.Text("store.key"), room.Width) : [],
            .. entry.Users.IsEmpty ? [] : Row.Wrap(Say.Text("store.used", ("users", Printable.Of(string.Join(", ", entry.Users)))), room.Width),
        ],
        Keys = [("Enter", Say.Text("key.back"))],
    };
}

/// <summary>The jobs of the stick's log; one of them with its entries, when it is taken.</summary>
public sealed record LogSheet(ImmutableArray<LoggedRun> Runs, ImmutableArray<Problem> Problems) : Sheet
{
    private static Catalogue Say => Catalogue.English;

    public Choices Choices { get; init; } = new(Runs.Length);

    /// <summary>One job is looked at.</summary>
    public bool IsOpen { get; init; }

    public override string Name => "log";

    public override Face View(Room room, WizardModel model) => IsOpen ? Entries(Runs[Choices.Selected], room) : List(room);

    public override Turn Press(KeyPress key, WizardModel model)
    {
        if (IsOpen)
        {
            return key.Name is KeyName.Escape or KeyName.Enter ? new((model with { Scroll = 0 }).Change(this with { IsOpen = false })) : new(model);
        }

        var (next, taken) = Choices.Press(key);
        return key.Name == KeyName.Escape ? new(model.Show(new WelcomeSheet()))
            : taken is not null ? new((model with { Scroll = 0 }).Change(this with { Choices = next, IsOpen = true }))
            : next == Choices ? new(model) : new(model.Change(this with { Choices = next }));
    }

    private Face List(Room room)
    {
        ImmutableArray<Row> head = [.. Problems.SelectMany(problem => ProblemRows.Of(problem, room.Width).Append(Row.Blank))];
        var table = Table.View(
            [Say.Text("log.job"), Say.Text("log.method"), Say.Text("log.ending")],
            [.. Runs.Select(run => (new[] { run.Run, run.Title, run.Ending }, Ink.Plain))],
            room.Width,
            Choices.Selected);
        return new Face
        {
            Title = Say.Text("log.title"),
            IsWhole = true,
            Body = [.. head, .. Runs.IsEmpty ? Row.Wrap(Say.Text("log.none"), room.Width) : table],
            Focus = Choices.Moved ? head.Length + Choices.Selected + 1 : null,
            Keys = [("Enter", Say.Text("key.look")), ("Esc", Say.Text("key.back"))],
        };
    }

    private static Face Entries(LoggedRun run, Room room) => new()
    {
        Title = $"{run.Run}  {run.Title}",
        IsWhole = true,
        Body = [.. Row.Wrap(Say.Text("log.code", ("code", run.Code)), room.Width, Ink.Strong), Row.Blank, .. run.Lines.SelectMany(line => Row.Hanging(new(line[..Math.Min(9, line.Length)], Ink.Faint), line.Length > 9 ? line[9..] : "", room.Width))],
        Keys = [("Enter", Say.Text("key.back"))],
    };
}
