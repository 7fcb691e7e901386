using System.Collections.Immutable;
using System.Text;

namespace Provisioner.Core.Journal;

/// <summary>Small canonical files: lines <c>KEY=value</c>, ASCII, LF, the keys in one fixed order. Read, written again, compared.</summary>
internal static class StatementText
{
    public static byte[] Write(params ReadOnlySpan<(string Key, string Value)> lines)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in lines)
        {
            text.Append(key).Append('=').Append(value).Append('\n');
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <summary>The raw values in the order of the keys, or nothing when a line is missing, added or moved.</summary>
    public static ImmutableArray<string>? Read(ReadOnlySpan<byte> bytes, int most, params ReadOnlySpan<string> keys)
    {
        var lines = bytes.Length <= most ? Encoding.Latin1.GetString(bytes).Split('\n') : [];
        if (lines.Length != keys.Length + 1 || lines[^1].Length > 0)
        {
            return null;
        }

        var values = ImmutableArray.CreateBuilder<string>(keys.Length);
        for (var i = 0; i < keys.Length; i++)
        {
            if (!lines[i].StartsWith(keys[i] + "=", StringComparison.Ordinal))
            {
                return null;
            }

            values.Add(lines[i][(keys[i].Length + 1)..]);
        }

        return values.MoveToImmutable();
    }
}
