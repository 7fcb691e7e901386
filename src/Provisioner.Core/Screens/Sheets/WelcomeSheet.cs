using System.Collections.Immutable;
using System.Globalization;
using Provisioner.Core.Problems;
using Provisioner.Core.Runs;
using Provisioner.Core.Screens.Widgets;

namespace Provisioner.Core.Screens.Sheets;

/// <summary>Where everything begins: an unfinished job first, then a new one, certificates, the log.</summary>
public sealed record WelcomeSheet : Sheet
{
    private static Catalogue Say => Catalogue.English;

    public int Selected { get; init; }

    public bool Moved { get; init; }

    public override string Name => "welcome";

    public static Turn Found(WizardModel model, Survey survey)
    {
        var scanner = survey.Scanners is [var only] ? only : model.Scanner is { } known ? survey.Scanners.FirstOrDefault(found => found.Type.Id == known.Type.Id) : null;
        return new((model with { Survey = survey, Scanner = scanner }).Show(new WelcomeSheet()));
    }

    public override Face View(Room room, WizardModel model)
    {
        var items = Items(model);
        var (rows, focus) = new Choices(items.Length, Selected, Moved).View([.. items.Select(item => item.Text)], room.Width);
        ImmutableArray<Row> head =
        [
            .. Row.Wrap(Scanner(model), room.Width),
            .. Row.Wrap(Say.Text("welcome.stick", ("stick", model.Stick.Name), ("jobs", Number(model.Survey.Logged)), ("methods", Number(model.Survey.Methods.Length))), room.Width),
            .. model.Survey.Undamaged is { } files ? Row.Wrap(Say.Text("welcome.undamaged", ("files", Number(files))), room.Width) : [],
            .. Unfinished(model).SelectMany(job => Row.Wrap(Told(job), room.Width, Ink.Warning).Prepend(Row.Blank)),
            .. model.Survey.Problems.SelectMany(problem => ProblemRows.Of(problem, room.Width).Prepend(Row.Blank)),
            Row.Blank,
        ];
        return new Face
        {
            Title = Say.Text(model.Stick.IsTraining ? "welcome.training" : "welcome.title"),
            IsWhole = true,
            Keys = [("Enter", Say.Text("key.take")), ("Esc", Say.Text("key.end"))],
        }.Offering(room, head, (rows, focus), new Choices(items.Length, Selected, Moved));
    }

    public override Turn Press(KeyPress key, WizardModel model)
    {
        var items = Items(model);
        var (next, taken) = new Choices(items.Length, Selected, Moved).Press(key);
        return key.Name == KeyName.Escape ? LeaveSheet.Ask(model)
            : taken is { } index ? items[index].Take(model with { Sheet = this with { Selected = index } })
            : next.Selected == Selected && next.Moved == Moved ? new(model)
            : new(model.Change(this with { Selected = next.Selected, Moved = next.Moved }));
    }

    /// <summary>Begins a job; the passphrase is asked for again where an earlier job has used it.</summary>
    internal static Turn Begin(WizardModel model, JobOrder order)
    {
        var so = model with { Order = order };
        return so.IsSignedOn
            ? new(so.Show(new WaitSheet("wait.begin")), new Errand.Begin(order, so.Watch))
            : new(so.Show(new SignOnSheet { Then = order }));
    }

    private static string Scanner(WizardModel model) => model switch
    {
        { Scanner: { } scanner } => Say.Text("welcome.scanner", ("type", scanner.Type.Title), ("serial", scanner.Serial), ("host", scanner.Host)),
        { Survey.Scanners.IsEmpty: true } => Say.Text("welcome.unknown"),
        _ => Say.Text("welcome.several", ("count", Number(model.Survey.Scanners.Length))),
    };

    private static string Told(OpenJob job) => job.ByHand is { } scanner
        ? Say.Text("welcome.unfinished-by-hand", ("run", job.Run), ("title", job.Procedure.Title), ("serial", scanner.Serial), ("host", scanner.Host))
        : Say.Text("welcome.unfinished", ("run", job.Run), ("title", job.Procedure.Title), ("changes", Number(job.Changes)));

    /// <summary>On this very computer: no other job begins before it is over.</summary>
    private static bool Stands(WizardModel model) => Unfinished(model).Any(job => job.ByHand is null);

    private static IEnumerable<OpenJob> Unfinished(WizardModel model) => model.Survey.Jobs.Where(job => !job.IsDone);

    private static ImmutableArray<Item> Items(WizardModel model) =>
    [
        .. Unfinished(model).SelectMany(job => new Item[]
        {
            new(Say.Text("welcome.resume", ("run", job.Run)), so => Begin(so, new(Purpose.Resume, job.Procedure.Id, job.Run) { ByHand = job.ByHand })),
            new(Say.Text("welcome.undo", ("run", job.Run)), so => Begin(so, new(Purpose.Undo, job.Procedure.Id, job.Run) { ByHand = job.ByHand })),
        }),
        .. Prepared(model, isFirst: true),
        .. ByHand(model, isFirst: true),
        .. Stands(model) || model.Survey.Scanners.IsEmpty ? [] : new Item[] { new(Say.Text("welcome.job"), so => new(so.Show(ScannerSheet.For(so)))) },
        .. Prepared(model, isFirst: false),
        .. model.Scanner is { IsByHand: false } scanner ? new Item[] { new(Say.Text("welcome.certificates"), so => new(so.Show(new WaitSheet("wait.certificates")), new Errand.ListCertificates(scanner))) } : [],
        new(Say.Text("welcome.log"), so => new(so.Show(new WaitSheet("wait.log")), new Errand.ListLog())),
        .. model.Survey.Jobs.Where(job => job.IsDone).GroupBy(job => job.ByHand is null).Select(jobs => jobs.Last()).Select(job =>
            new Item(Say.Text("welcome.undo-done", ("run", job.Run), ("title", job.Procedure.Title)), so => Begin(so, new(Purpose.Undo, job.Procedure.Id, job.Run) { ByHand = job.ByHand }))),
        .. ByHand(model, isFirst: false),
        new(Say.Text("welcome.end"), LeaveSheet.Ask),
    ];

    /// <summary>The office's list comes first where it has something to do here.</summary>
    private static Item[] Prepared(WizardModel model, bool isFirst)
    {
        var jobs = model.Survey.Prepared;
        var waits = jobs.Count(job => PreparedSheet.Waits(job, model.Survey));
        return jobs.IsEmpty || Stands(model) || waits > 0 != isFirst ? [] :
        [
            new(Say.Text("welcome.prepared", ("here", Number(waits)), ("open", Number(jobs.Count(PreparedSheet.IsOpen))), ("count", Number(jobs.Length))), so => new(so.Show(PreparedSheet.For(so)))),
        ];
    }

    /// <summary>First where this computer is no scanner: then it is a laptop beside one.</summary>
    private static Item[] ByHand(WizardModel model, bool isFirst) => model.Survey.Scanners.IsEmpty != isFirst || HandScannerSheet.Types(model).IsEmpty ? [] :
    [
        new(Say.Text("welcome.by-hand"), so => new((so with { Scanner = null }).Show(HandScannerSheet.For(so)))),
    ];

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed record Item(string Text, Func<WizardModel, Turn> Take);
}
