using System.Collections.Immutable;
using System.Globalization;
using Provisioner.Core.Problems;
using Provisioner.Core.Proof;
using Provisioner.Core.Runs;

namespace Provisioner.Core.Screens;

/// <summary>What remote devices and local listeners answered before the job: who looks at a failure sees at once what was broken already.</summary>
internal static class BeforeJob
{
    private static Catalogue Say => Catalogue.English;

    /// <param name="baseline">As <see cref="BaselineText"/> wrote it; <c>null</c>: none was taken.</param>
    /// <param name="room">At most so many rows, an empty one and the heading among them.</param>
    public static ImmutableArray<Row> View(string? baseline, Room room)
    {
        var lines = baseline is null ? [] : Lines(BaselineText.Read(baseline)).ToImmutableArray();
        var fit = room.Height - 2;
        return lines.IsEmpty || fit < 1 ? [] :
        [
            Row.Blank,
            Row.Of(Say.Text("baseline.heading"), Ink.Strong),
            .. lines.Length <= fit ? lines : [.. lines[..(fit - 1)], Row.Of("  " + Say.Text("baseline.more", ("count", (lines.Length - fit + 1).ToString(CultureInfo.InvariantCulture))), Ink.Faint)],
        ];
    }

    /// <summary>What failed first: it is what matters later.</summary>
    private static IEnumerable<Row> Lines(Baseline baseline) =>
    [
        .. baseline.Remotes.OrderBy(remote => remote.Cause is null).Select(remote => Line(remote.Name, remote.Cause is null ? "baseline.pass" : "baseline.fail", remote.Cause is null)),
        .. baseline.Listeners.OrderBy(listener => listener.Fingerprint is not null)
            .Select(listener => Line(listener.Name, listener.Fingerprint is null ? "baseline.no-tls" : "baseline.tls", listener.Fingerprint is not null)),
    ];

    private static Row Line(string name, string key, bool isGood) => Row.Of(
        new Piece($"  {name,-8} "),
        new(Say.Text(key), isGood ? Ink.Good : Ink.Warning));
}
