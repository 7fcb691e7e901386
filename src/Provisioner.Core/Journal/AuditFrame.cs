using System.Text;

namespace Provisioner.Core.Journal;

/// <summary>An audit message as a syslog message (RFC 5424; PS3.15, A.6), and its frame for a stream (RFC 5425).</summary>
public static class AuditFrame
{
    /// <summary>Facility 10 (security), severity 5 (notice).</summary>
    private const string Priority = "<85>";

    private const string Program = "Provisioner", MessageId = "IHE+RFC-3881";

    /// <summary>The syslog message: header, no structured data, byte order mark, XML.</summary>
    /// <param name="host">Any text; what a header cannot carry becomes <c>_</c>.</param>
    /// <param name="process">Names the file and line, as the process that wrote it is long gone.</param>
    public static byte[] Syslog(DateTimeOffset time, string host, string process, string xml) =>
        Encoding.UTF8.GetBytes($"{Priority}1 {RecordLine.Utc(time)} {Header(host, 255)} {Program} {Header(process, 128)} {MessageId} - \uFEFF{xml}");

    /// <summary>With its length in octets before it, for a stream over TLS (RFC 5425, 4.3).</summary>
    public static byte[] Counted(byte[] syslog) => [.. Encoding.ASCII.GetBytes($"{syslog.Length} "), .. syslog];

    /// <summary>Printable ASCII without spaces (RFC 5424, 6), <c>-</c> for nothing.</summary>
    private static string Header(string text, int most)
    {
        var safe = string.Concat(text.Take(most).Select(c => c is > ' ' and <= '~' ? c : '_'));
        return safe.Length == 0 ? "-" : safe;
    }
}
