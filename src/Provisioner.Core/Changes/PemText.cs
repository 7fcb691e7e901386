using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Changes;

/// <summary>PEM as text (RFC 7468): taken apart into DER and put together in a store's own form.</summary>
internal static class PemText
{
    /// <summary>DER of each certificate, in order; empty when there is none.</summary>
    public static ImmutableArray<ReadOnlyMemory<byte>> Certificates(ReadOnlySpan<byte> bytes) =>
        [.. Blocks(bytes).Where(block => block.Label is "CERTIFICATE" or "X509 CERTIFICATE" or "TRUSTED CERTIFICATE")
            .Select(block => (ReadOnlyMemory<byte>)Convert.FromBase64String(block.Base64))];

    public static bool HasKey(ReadOnlySpan<byte> bytes) =>
        Blocks(bytes).Any(block => block.Label.EndsWith("PRIVATE KEY", StringComparison.Ordinal));

    /// <summary>The bytes with every line ended as asked, and the last one ended too.</summary>
    public static byte[] WithLineEnds(ReadOnlySpan<byte> bytes, bool windows)
    {
        var text = Encoding.Latin1.GetString(bytes).ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
        return Encoding.Latin1.GetBytes(windows ? text.Replace("\n", "\r\n", StringComparison.Ordinal) : text);
    }

    public static string Certificate(ReadOnlySpan<byte> der) => PemEncoding.WriteString("CERTIFICATE", der) + "\n";

    private static List<(string Label, string Base64)> Blocks(ReadOnlySpan<byte> bytes)
    {
        var blocks = new List<(string, string)>();
        ReadOnlySpan<char> text = Encoding.Latin1.GetString(bytes);
        while (PemEncoding.TryFind(text, out var found))
        {
            blocks.Add((text[found.Label].ToString(), text[found.Base64Data].ToString()));
            text = text[found.Location.End..];
        }

        return blocks;
    }
}
