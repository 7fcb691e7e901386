using System.Collections.Immutable;
using System.Globalization;
using Provisioner.Core.Problems;
using Provisioner.Core.Screens.Widgets;

namespace Provisioner.Core.Screens.Sheets;

/// <summary>What lies in the scanner's store.</summary>
public sealed record CertificatesSheet(ImmutableArray<ListedCertificate> Entries, ImmutableArray<Problem> Problems) : BrowserSheet(Entries.Length, Problems)
{
    private static Catalogue Say => Catalogue.English;

    public override string Name => "certificates";

    protected override (string Title, string None) Texts => (Say.Text("certificates.title"), Say.Text("certificates.none"));

    protected override IEnumerable<Row> All(Room room, DateTimeOffset now) => Table.View(
        [Say.Text("certificates.place"), Say.Text("certificates.name"), Say.Text("certificates.until"), Say.Text("certificates.users")],
        [.. Entries.Select(entry => Cells(entry, now))],
        room.Width,
        Choices.Selected);

    protected override (string Title, ImmutableArray<Row> Rows) One(int at, Room room, DateTimeOffset now)
    {
        var entry = Entries[at];
        return ($"{entry.Slot}: {Printable.Of(entry.Name)}",
        [
            .. entry.Problems.SelectMany(problem => ProblemRows.Of(problem, room.Width).Append(Row.Blank)),
            .. ChainTree.View(entry.Chain, room.Width, now),
            Row.Blank,
            .. entry.Chain.IsEmpty ? [] : Row.Wrap($"SHA-256 {entry.Chain[0].Fingerprint.ToGroups()}", room.Width, Ink.Faint),
            .. entry.HasKey ? Row.Wrap(Say.Text("store.key"), room.Width) : [],
            .. entry.Users.IsEmpty ? [] : Row.Wrap(Say.Text("store.used", ("users", Printable.Of(string.Join(", ", entry.Users)))), room.Width),
        ]);
    }

    private static (string[] Cells, Ink Ink) Cells(ListedCertificate entry, DateTimeOffset now)
    {
        var leaf = entry.Chain.FirstOrDefault();
        var until = leaf is null ? "?" : leaf.NotAfter.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return ([entry.Slot, Printable.Of(entry.Name), until, string.Join(", ", entry.Users)], entry.Problems.IsEmpty && (leaf?.IsValidAt(now) ?? false) ? Ink.Plain : Ink.Bad);
    }
}
