using System.Collections.Immutable;
using System.Globalization;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;
using Provisioner.Core.Screens;
using Provisioner.Core.Screens.Sheets;
using Provisioner.Runs;

namespace Provisioner.Terminal;

/// <summary>The first screen in line mode: what can be begun here, by number; work by hand asks which scanner it is.</summary>
internal sealed class WizardLines(Survey survey, IConversation asking)
{
    private readonly ImmutableArray<Item> _items = Items(survey, asking);

    private static Catalogue Say => Catalogue.English;

    public bool HasAny => !_items.IsEmpty;

    /// <returns><c>null</c>: a question was left.</returns>
    public JobOrder? Choose() => Index(asking, "wizard.which", _items.Select(item => item.Text)) is { } index ? _items[index].Order() : null;

    /// <summary>As on the full screen: no other job begins on this computer before an interrupted one is over.</summary>
    private static ImmutableArray<Item> Items(Survey survey, IConversation asking)
    {
        OpenJob[] open = [.. survey.Jobs.Where(job => !job.IsDone)];
        IEnumerable<Item> interrupted = open.SelectMany(job => new[]
        {
            new Item(Say.Text("welcome.resume", ("run", job.Run)), () => new(Purpose.Resume, job.Procedure.Id, job.Run) { ByHand = job.ByHand }),
            new Item(Say.Text("welcome.undo", ("run", job.Run)), () => new(Purpose.Undo, job.Procedure.Id, job.Run) { ByHand = job.ByHand }),
        });
        return open.Any(job => job.ByHand is null) ? [.. interrupted] :
        [
            .. interrupted,
            .. from job in survey.Prepared
               where PreparedSheet.Waits(job, survey)
               select new Item(Say.Text("wizard.prepared", ("job", job.Address), ("title", PreparedSheet.MethodOf(job, survey)!.Title)), () => new(Purpose.Run, job.Row.Procedure) { Prepared = job.Address }),
            .. from scanner in survey.Scanners
               from method in survey.Methods
               where method.Modality == scanner.Type.Id
               select new Item($"{method.Title} ({Say.Text("head.scanner", ("serial", scanner.Serial), ("host", scanner.Host))})", () => new(Purpose.Run, method.Id)),
            .. from job in survey.Prepared
               where PreparedSheet.IsByHand(job, survey)
               select Prepared(job, PreparedSheet.MethodOf(job, survey)!, PreparedSheet.TypeOf(job, survey)!, asking),
            .. HandScannerSheet.Types(survey).IsEmpty ? [] : new[] { new Item(Say.Text("welcome.by-hand"), () => ByHand(survey, asking)) },
        ];
    }

    private static Item Prepared(JobSoFar job, Procedure method, Modality type, IConversation asking)
    {
        var text = Say.Text("wizard.prepared-by-hand", ("job", job.Address), ("serial", Printable.Of(job.Row.Serial)), ("host", Printable.Of(job.Row.Name)), ("title", method.Title));
        return new(text, () => Typed(type, asking) is { } scanner ? new(Purpose.Run, method.Id) { Prepared = job.Address, ByHand = scanner } : null);
    }

    private static JobOrder? ByHand(Survey survey, IConversation asking)
    {
        var types = HandScannerSheet.Types(survey);
        if (Index(asking, "by-hand.type", types.Select(type => type.Title)) is not { } type)
        {
            return null;
        }

        var methods = MethodSheet.Fitting(survey, types[type]);
        return Index(asking, "wizard.by-hand-method", methods.Select(method => method.Title)) is { } method && Typed(types[type], asking) is { } scanner
            ? new(Purpose.Run, methods[method].Id) { ByHand = scanner }
            : null;
    }

    private static ScannerFacts? Typed(Modality type, IConversation asking) =>
        HandIdentity.Typed(type, asking).TryGet(out var typed, out _) ? new(type, typed.Serial, typed.Host) { IsByHand = true } : null;

    private static int? Index(IConversation asking, string key, IEnumerable<string> texts)
    {
        var chosen = asking.Choose("", Say.Text(key), [.. texts.Select((text, at) => (at.ToString(CultureInfo.InvariantCulture), text))]);
        return int.TryParse(chosen, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;
    }

    /// <param name="Order">Asks what is still to be known; <c>null</c>: the question is left.</param>
    private sealed record Item(string Text, Func<JobOrder?> Order);
}
