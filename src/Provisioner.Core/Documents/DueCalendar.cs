using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Provisioner.Core.Problems;
using Provisioner.Core.Runs;

namespace Provisioner.Core.Documents;

/// <summary>When certificates end, for any calendar (RFC 5545): one entry for each of a scanner's own, with a reminder before.</summary>
public static class DueCalendar
{
    private const int MostOctets = 75;

    /// <param name="reports">In the order of the jobs; of each console the last one that looked counts.</param>
    public static byte[] Write(IEnumerable<VisitReport> reports)
    {
        var last = reports.Where(report => !report.After.IsEmpty || !report.Before.IsEmpty).GroupBy(report => report["CONSOLE"]).Select(console => console.Last());
        var entries = from report in last
                      from held in report.After.IsEmpty ? report.Before : report.After
                      where held.Slot == "host"
                      orderby held.NotAfter, held.Fingerprint.ToString()
                      select Entry(report, held);
        string[] lines =
        [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Provisioner//Certificates//EN", "CALSCALE:GREGORIAN",
            .. entries.SelectMany(entry => entry),
            "END:VCALENDAR",
        ];
        return Encoding.UTF8.GetBytes(string.Concat(lines.SelectMany(Folded).Select(line => line + "\r\n")));
    }

    private static ImmutableArray<string> Entry(VisitReport report, RunEvent.Held held) =>
    [
        "BEGIN:VEVENT",
        $"UID:{held.Fingerprint.ToString()[..32]}-{Plain(report["CONSOLE"])}@provisioner",
        $"DTSTAMP:{report.Ended.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}",
        $"DTSTART;VALUE=DATE:{held.NotAfter.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}",
        $"SUMMARY:{Escaped(Say("due.summary", ("host", report["HOST"]), ("serial", report["CONSOLE"])))}",
        $"DESCRIPTION:{Escaped(Say("due.description", ("subject", held.Subject), ("fingerprint", held.Fingerprint.ToGroups()), ("run", report.Run), ("stick", report.Stick)))}",
        "BEGIN:VALARM", $"TRIGGER:-P{ToDo.RenewalDays}D", "ACTION:DISPLAY", $"DESCRIPTION:{Escaped(Say("due.reminder", ("host", report["HOST"])))}", "END:VALARM",
        "END:VEVENT",
    ];

    /// <summary>RFC 5545, 3.3.11.</summary>
    private static string Escaped(string text) => text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace(";", @"\;", StringComparison.Ordinal)
        .Replace(",", @"\,", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);

    private static string Plain(string text) => string.Concat(text.Where(char.IsAsciiLetterOrDigit));

    /// <summary>Lines of at most 75 octets (RFC 5545, 3.1).</summary>
    private static IEnumerable<string> Folded(string line)
    {
        var (piece, octets) = (new StringBuilder(), 0);
        foreach (var rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > MostOctets)
            {
                yield return piece.ToString();
                _ = piece.Clear().Append(' ');
                octets = 1;
            }

            _ = piece.Append(rune.ToString());
            octets += rune.Utf8SequenceLength;
        }

        yield return piece.ToString();
    }

    private static string Say(string key, params ReadOnlySpan<(string Name, string Value)> values) => Catalogue.English.Text(key, values);
}
