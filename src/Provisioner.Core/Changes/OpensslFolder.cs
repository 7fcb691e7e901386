using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Provisioner.Core.Certificates;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Changes;

/// <summary>Store kind <c>openssl-folder</c>: files as in <c>pem-folder</c>, and beside each a link by the hash of its subject, as
/// <c>openssl rehash</c> makes them. Numbers have no gap, because OpenSSL stops looking at the first that is missing.</summary>
internal static partial class OpensslFolder
{
    public static Checked<Plan> PlanImport(SlotLayout layout, SlotContents now, StoreImport import) =>
        PemFolder.PlanImport(layout, now, import).Select(plan => WithLink(layout, now, import, plan with { Placed = plan.Placed! with { Trust = layout.Path } }));

    private static Plan WithLink(SlotLayout layout, SlotContents now, StoreImport import, Plan plan)
    {
        var links = Links(now, SubjectHash.Of(import.Own.Subject));
        var file = plan.Placed!.Certificate.Name;
        if (links.Any(link => link.Target == file))
        {
            return plan;
        }

        var name = $"{SubjectHash.Of(import.Own.Subject)}.{Free(now, links).ToString(CultureInfo.InvariantCulture)}";
        var builder = new PlanBuilder(plan);
        builder.Put(layout.Path.Join(name), ItemKind.Link, null, Encoding.UTF8.GetBytes(file), [$"+ link to {file}"]);
        return builder.Build(plan.Placed with { Already = false });
    }

    /// <summary>Links first, so that none ever leads nowhere; the last of its hash takes the place of the one that goes.</summary>
    public static Plan PlanRemove(SlotContents now, ImmutableArray<StoreEntry> entries)
    {
        var plan = new PlanBuilder([]);
        foreach (var same in entries.Where(entry => entry.Leaf is not null).GroupBy(entry => SubjectHash.Of(entry.Leaf!.Subject)))
        {
            var links = Links(now, same.Key);
            var kept = links.Where(link => !same.Any(entry => entry.File.Path.Name == link.Target)).ToArray();
            for (var at = 0; at < links.Length; at++)
            {
                var (was, will) = (links[at].Target, at < kept.Length ? kept[at].Target : null);
                plan.Put(links[at].Path, ItemKind.Link, Bytes(was), will is null ? null : Bytes(will), [$"- link to {was}", .. will is null ? (string[])[] : [$"+ link to {will}"]]);
            }
        }

        PemFolder.Remove(plan, entries);
        return plan.Build();
    }

    public static bool IsHashLink(SlotContents now, ConsolePath path) => HashName().IsMatch(path.Name) && now.Links.Any(link => link.Path == path);

    private static ImmutableArray<HeldLink> Links(SlotContents now, string hash) =>
        [.. now.Links.Where(link => HashName().IsMatch(link.Path.Name) && link.Path.Name[..8] == hash).OrderBy(link => int.Parse(link.Path.Name[9..], CultureInfo.InvariantCulture))];

    private static int Free(SlotContents now, ImmutableArray<HeldLink> links) => Enumerable.Range(0, int.MaxValue).First(number =>
        !links.Any(link => link.Path.Name[9..] == number.ToString(CultureInfo.InvariantCulture))
        && !now.Files.Any(file => links.Length > 0 && file.Path.Name == $"{links[0].Path.Name[..8]}.{number}"));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    [GeneratedRegex("^[0-9a-f]{8}\\.[0-9]{1,4}$")]
    private static partial Regex HashName();
}
