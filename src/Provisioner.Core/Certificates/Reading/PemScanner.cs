using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Provisioner.Core.Certificates.Reading;

/// <summary>One block between BEGIN and END.</summary>
/// <param name="Headers">Lines as <c>Proc-Type: 4,ENCRYPTED</c> (RFC 1421) before the base64, by name.</param>
internal sealed record PemBlock(string Label, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Bytes);

/// <summary>Finds PEM in any text: indented, quoted, with any line ends, with words around it. Works on the bytes, so that a large file is not
/// held several times over.</summary>
internal static class PemScanner
{
    private const int LongestLabel = 80;

    private static readonly IReadOnlyDictionary<string, string> NoHeaders = new Dictionary<string, string>();
    private static readonly SearchValues<byte> LineEnds = SearchValues.Create((byte)'\r', (byte)'\n');

    /// <summary>One byte a character: UTF-16, told by its mark or by where its zeros are, is narrowed; what is not ASCII becomes a question mark.</summary>
    public static ReadOnlyMemory<byte> Text(ReadOnlyMemory<byte> bytes) => bytes.Span switch
    {
        [0xEF, 0xBB, 0xBF, ..] => bytes[3..],
        [0xFF, 0xFE, ..] => Narrow(bytes.Span[2..], low: 0),
        [0xFE, 0xFF, ..] => Narrow(bytes.Span[2..], low: 1),
        [not 0, 0, not 0, 0, ..] => Narrow(bytes.Span, low: 0),
        [0, not 0, 0, not 0, ..] => Narrow(bytes.Span, low: 1),
        _ => bytes,
    };

    private static byte[] Narrow(ReadOnlySpan<byte> wide, int low)
    {
        var narrow = new byte[wide.Length / 2];
        for (var at = 0; at < narrow.Length; at++)
        {
            narrow[at] = wide[(2 * at) + 1 - low] == 0 ? wide[(2 * at) + low] : (byte)'?';
        }

        return narrow;
    }

    public static List<PemBlock> Scan(ReadOnlyMemory<byte> text, ItemSink sink)
    {
        var blocks = new List<PemBlock>();
        Open? open = null;
        var (at, number) = (0, 0);
        while (NextLine(text.Span, ref at) is { } range)
        {
            number++;
            var line = Trimmed(text.Span[range]);
            if (line.StartsWith((byte)'-') && Label(line) is (var isBegin, var label))
            {
                if (open is not null && !isBegin)
                {
                    Close(open, text.Span[..range.Start.Value], blocks, sink);
                    open = null;
                }
                else if (isBegin)
                {
                    SayCutOff(open, sink);
                    open = new(label, number, range.End.Value);
                }
            }
        }

        SayCutOff(open, sink);
        return blocks;
    }

    /// <summary>Base64 without any BEGIN, as web pages of authorities show it; <c>null</c> when the text is not that.</summary>
    public static ReadOnlyMemory<byte>? Bare(ReadOnlySpan<byte> text) =>
        text.TrimStart(" \t\r\n"u8).StartsWith((byte)'M') ? Decode(text) : null;

    private static void SayCutOff(Open? open, ItemSink sink)
    {
        if (open is not null)
        {
            sink.Say("CERT-004", ("line", $"{open.Line}"), ("label", open.Label));
        }
    }

    private static void Close(Open open, ReadOnlySpan<byte> text, List<PemBlock> blocks, ItemSink sink)
    {
        if (blocks.Count >= CertificateFile.MostItems)
        {
            sink.Say("CERT-003", ("most", $"{CertificateFile.MostItems}"));
            return;
        }

        var (headers, body) = Headers(text, open.BodyFrom);
        if (Decode(text[body..]) is { Length: > 0 } bytes)
        {
            blocks.Add(new(open.Label, headers, bytes));
        }
        else
        {
            sink.Say("CERT-006", ("line", $"{open.Line}"), ("label", open.Label));
        }
    }

    /// <summary>Lines with a colon before the base64, and where it begins.</summary>
    private static (IReadOnlyDictionary<string, string> Headers, int Body) Headers(ReadOnlySpan<byte> text, int from)
    {
        Dictionary<string, string>? headers = null;
        var at = from;
        while (NextLine(text, ref from) is { } range)
        {
            var line = Trimmed(text[range]);
            var colon = line.IndexOf((byte)':');
            if (colon > 0 && line.Length <= 1024 && (headers?.Count ?? 0) < 16)
            {
                (headers ??= new(StringComparer.OrdinalIgnoreCase))[Ascii(line[..colon])] = Ascii(line[(colon + 1)..]);
            }
            else if (!line.IsEmpty)
            {
                break;
            }

            at = from;
        }

        return (headers ?? NoHeaders, at);
    }

    private static string Ascii(ReadOnlySpan<byte> text) => Encoding.Latin1.GetString(text.Trim(" \t"u8));

    /// <summary><c>null</c> when it is not base64. Spaces and marks of quoting between lines fall away, padding that was lost is put back.</summary>
    private static ReadOnlyMemory<byte>? Decode(ReadOnlySpan<byte> text)
    {
        var letters = new byte[text.Length + 3];
        var (count, from) = (0, 0);
        while (NextLine(text, ref from) is { } range)
        {
            foreach (var letter in Trimmed(text[range]))
            {
                letters[count] = letter;
                count += letter is (byte)' ' or (byte)'\t' ? 0 : 1;
            }
        }

        while (count > 0 && letters[count - 1] == '=')
        {
            count--;
        }

        for (; count % 4 != 0; count++)
        {
            letters[count] = (byte)'=';
        }

        return Base64.DecodeFromUtf8InPlace(letters.AsSpan(0, count), out var written) == OperationStatus.Done ? letters.AsMemory(0, written) : null;
    }

    /// <summary>BEGIN or END, and the words between it and its dashes; a dash lost or doubled on the way does not matter.</summary>
    private static (bool IsBegin, string Label)? Label(ReadOnlySpan<byte> line)
    {
        var words = line.Trim((byte)'-');
        var isBegin = words.StartsWith("BEGIN "u8);
        return line.EndsWith((byte)'-') && words.Length <= LongestLabel && (isBegin || words.StartsWith("END "u8))
            ? (isBegin, Ascii(words[(isBegin ? 6 : 4)..]))
            : null;
    }

    /// <summary>Without indentation, marks of quoting, and spaces behind.</summary>
    private static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> line) => line.Trim(" \t>|\u00A0"u8);

    /// <summary>Lines that end in LF, CR, or both; <c>null</c> at the end.</summary>
    private static Range? NextLine(ReadOnlySpan<byte> text, ref int from)
    {
        if (from >= text.Length)
        {
            return null;
        }

        var (start, length) = (from, text[from..].IndexOfAny(LineEnds));
        var until = length < 0 ? text.Length : start + length;
        from = until + (until + 1 < text.Length && text[until] == '\r' && text[until + 1] == '\n' ? 2 : 1);
        return start..until;
    }

    /// <param name="BodyFrom">Where the line of BEGIN ends.</param>
    private sealed record Open(string Label, int Line, int BodyFrom);
}
