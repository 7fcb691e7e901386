using System.Collections.Immutable;
using System.Globalization;
using Provisioner.Core.Certificates;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Screens.Widgets;

/// <summary>A certificate under those that stand above it, the root at the top.</summary>
internal static class ChainTree
{
    private static Catalogue Say => Catalogue.English;

    /// <param name="chain">Its own certificate first.</param>
    public static IEnumerable<Row> View(ImmutableArray<HeldCertificate> chain, int width, DateTimeOffset now)
    {
        if (chain.IsEmpty)
        {
            yield break;
        }

        if (!chain[^1].IsSelfSigned)
        {
            foreach (var row in Row.Wrap(Say.Text("inspect.above", ("issuer", Printable.Of(chain[^1].Issuer.ToString()))), width, Ink.Faint))
            {
                yield return row;
            }
        }

        for (var depth = 0; depth < chain.Length; depth++)
        {
            var at = chain[^(depth + 1)];
            var indent = depth == 0 ? "" : new string(' ', (3 * depth) - 3) + "└─ ";
            foreach (var row in Row.Hanging(new(indent, Ink.Faint), Printable.Of(at.Subject.ToString()), width, depth == chain.Length - 1 ? Ink.Strong : Ink.Plain))
            {
                yield return row;
            }

            yield return Row.Of($"{new string(' ', indent.Length)}{Facts(at, now)}", at.IsValidAt(now) ? Ink.Faint : Ink.Bad);
        }
    }

    public static string Facts(HeldCertificate certificate, DateTimeOffset now) => Say.Text(
        certificate.IsValidAt(now) ? "chain.valid" : "chain.not-valid",
        ("key", certificate.Key.ToString()),
        ("date", certificate.NotAfter.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        ("days", certificate.DaysLeft(now).ToString(CultureInfo.InvariantCulture)));
}
