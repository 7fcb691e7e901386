using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Core.Screens.Widgets;

namespace Provisioner.Core.Screens.Sheets;

/// <summary>The jobs of the stick's log; one with its entries.</summary>
public sealed record LogSheet(ImmutableArray<LoggedRun> Runs, ImmutableArray<Problem> Problems) : BrowserSheet(Runs.Length, Problems)
{
    /// <summary>Columns of an entry's time.</summary>
    private const int Time = 9;

    private static Catalogue Say => Catalogue.English;

    public override string Name => "log";

    protected override (string Title, string None) Texts => (Say.Text("log.title"), Say.Text("log.none"));

    protected override IEnumerable<Row> All(Room room, DateTimeOffset now) => Table.View(
        [Say.Text("log.job"), Say.Text("log.method"), Say.Text("log.ending")],
        [.. Runs.Select(run => (new[] { run.Run, run.Title, run.Ending }, Ink.Plain))],
        room.Width,
        Choices.Selected);

    protected override (string Title, ImmutableArray<Row> Rows) One(int at, Room room, DateTimeOffset now)
    {
        var run = Runs[at];
        return ($"{run.Run}  {run.Title}",
        [
            .. Row.Wrap(Say.Text("log.code", ("code", run.Code)), room.Width, Ink.Strong),
            Row.Blank,
            .. run.Lines.SelectMany(line => Row.Hanging(new(line[..Math.Min(Time, line.Length)], Ink.Faint), line.Length > Time ? line[Time..] : "", room.Width)),
        ]);
    }
}
