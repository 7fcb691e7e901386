using System.Text;

namespace Provisioner.Core.Certificates.Reading;

/// <summary>One block between BEGIN and END.</summary>
/// <param name="Headers">Lines as <c>Proc-Type: 4,ENCRYPTED</c> (RFC 1421) before the base64, by name.</param>
internal sealed record PemBlock(string Label, IReadOnlyDictionary<string, string> Headers, byte[] Bytes);

/// <summary>Finds PEM in any text: indented, quoted, with any line ends, with words around it.</summary>
internal static class PemScanner
{
    private const string Begin = "-----BEGIN ", End = "-----END ", Dashes = "-----";

    /// <summary>The file as text: by its byte order mark, or by where its zeros are, UTF-16; otherwise one byte a character.</summary>
    public static string Text(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, .. var rest] => Encoding.Latin1.GetString(rest),
        [0xFF, 0xFE, .. var rest] => Encoding.Unicode.GetString(rest),
        [0xFE, 0xFF, .. var rest] => Encoding.BigEndianUnicode.GetString(rest),
        [not 0, 0, not 0, 0, ..] => Encoding.Unicode.GetString(bytes),
        [0, not 0, 0, not 0, ..] => Encoding.BigEndianUnicode.GetString(bytes),
        _ => Encoding.Latin1.GetString(bytes),
    };

    public static List<PemBlock> Scan(string text, ItemSink sink)
    {
        var blocks = new List<PemBlock>();
        Open? open = null;
        var number = 0;
        foreach (var range in Lines(text))
        {
            number++;
            var line = text.AsSpan(range).Trim([' ', '\t', '>', '|', '\u00A0', '\uFEFF']);
            if (Label(line, Begin) is { } label)
            {
                if (open is not null)
                {
                    sink.Say("CERT-004", ("line", $"{open.Line}"), ("label", open.Label));
                }

                open = new(label, number);
            }
            else if (open is not null && Label(line, End) is not null)
            {
                Close(open, blocks, sink);
                open = null;
            }
            else
            {
                open?.Add(line);
            }
        }

        if (open is not null)
        {
            sink.Say("CERT-004", ("line", $"{open.Line}"), ("label", open.Label));
        }

        return blocks;
    }

    /// <summary>Base64 without any BEGIN, as web pages of authorities show it; <c>null</c> when the text is not that.</summary>
    public static byte[]? Bare(string text)
    {
        var letters = string.Concat(text.Where(c => !char.IsWhiteSpace(c) && c != '\0'));
        var bytes = new byte[letters.Length / 4 * 3];
        return letters.StartsWith('M') && Convert.TryFromBase64String(letters, bytes, out var written) ? bytes[..written] : null;
    }

    private static void Close(Open open, List<PemBlock> blocks, ItemSink sink)
    {
        if (blocks.Count >= CertificateFile.MostItems)
        {
            sink.Say("CERT-003", ("most", $"{CertificateFile.MostItems}"));
        }
        else if (open.Decode() is { Length: > 0 } bytes)
        {
            blocks.Add(new(open.Label, open.Headers, bytes));
        }
        else
        {
            sink.Say("CERT-006", ("line", $"{open.Line}"), ("label", open.Label));
        }
    }

    /// <summary>The words between a marker and its dashes; a dash lost or doubled on the way does not matter.</summary>
    private static string? Label(ReadOnlySpan<char> line, string marker) =>
        line.Length > marker.Length && line.StartsWith('-') && line.TrimStart('-').StartsWith(marker.AsSpan(Dashes.Length), StringComparison.Ordinal) && line.EndsWith('-')
            ? line.TrimStart('-')[(marker.Length - Dashes.Length)..].TrimEnd('-').Trim().ToString()
            : null;

    /// <summary>Lines that end in LF, CR, or both.</summary>
    private static IEnumerable<Range> Lines(string text)
    {
        var from = 0;
        while (from < text.Length)
        {
            var length = text.AsSpan(from).IndexOfAny('\r', '\n');
            var until = length < 0 ? text.Length : from + length;
            yield return from..until;
            from = until + (until + 1 < text.Length && text[until] == '\r' && text[until + 1] == '\n' ? 2 : 1);
        }
    }

    private sealed class Open(string label, int line)
    {
        private readonly StringBuilder _base64 = new();
        private readonly Dictionary<string, string> _headers = new(StringComparer.OrdinalIgnoreCase);

        public string Label => label;

        public int Line => line;

        public IReadOnlyDictionary<string, string> Headers => _headers;

        public void Add(ReadOnlySpan<char> text)
        {
            var colon = text.IndexOf(':');
            if (colon > 0 && _base64.Length == 0)
            {
                _headers[text[..colon].Trim().ToString()] = text[(colon + 1)..].Trim().ToString();
            }
            else
            {
                _ = _base64.Append(text);
            }
        }

        /// <summary><c>null</c> when it is not base64. Padding that was lost is put back.</summary>
        public byte[]? Decode()
        {
            var text = _base64.ToString().Replace(" ", "", StringComparison.Ordinal).TrimEnd('=');
            var padded = text.PadRight((text.Length + 3) / 4 * 4, '=');
            var bytes = new byte[padded.Length / 4 * 3];
            return Convert.TryFromBase64String(padded, bytes, out var written) ? bytes[..written] : null;
        }
    }
}
