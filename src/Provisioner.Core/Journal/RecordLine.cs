using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Provisioner.Core.Journal;

/// <summary>An <c>R</c> line: <c>R number utc +seconds EVENT=name KEY=value … [e=key]</c>. Read, written again and compared,
/// so that each record has one spelling.</summary>
public static class RecordLine
{
    /// <summary>Most characters of a line.</summary>
    public const int Longest = 64 * 1024;

    private const string UtcForm = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public static string Write(JournalRecord record)
    {
        var line = new StringBuilder(256);
        line.Append(CultureInfo.InvariantCulture, $"R {record.Number} ").Append(Utc(record.Utc)).Append(" +").Append(Seconds(record.Since));
        line.Append(" EVENT=").Append(record.Event);
        foreach (var (key, value) in record.Fields)
        {
            line.Append(' ').Append(key).Append('=').Append(ValueText.Write(value));
        }

        return record.NextEpoch is { } epoch ? line.Append(" e=").Append(epoch.Base64).ToString() : line.ToString();
    }

    /// <summary>The record, or nothing when the line is not the one spelling of any.</summary>
    public static bool TryRead(string line, [NotNullWhen(true)] out JournalRecord? record)
    {
        record = line.Length <= Longest ? Parse(line.Split(' ')) : null;
        if (record is not null && Write(record) != line)
        {
            record = null;
        }

        return record is not null;
    }

    /// <summary>Milliseconds, as every time in the journal is spelled.</summary>
    public static string Utc(DateTimeOffset utc) => utc.UtcDateTime.ToString(UtcForm, CultureInfo.InvariantCulture);

    public static bool TryReadUtc(string text, out DateTimeOffset utc) => DateTimeOffset.TryParseExact(
        text, UtcForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out utc);

    private static string Seconds(TimeSpan since) =>
        string.Create(CultureInfo.InvariantCulture, $"{(long)since.TotalMilliseconds / 1000}.{(long)since.TotalMilliseconds % 1000:000}");

    private static JournalRecord? Parse(string[] words)
    {
        if (words is not ["R", var number, var utc, ['+', .. var since], var named, .. var rest]
            || !LineNumber.TryRead(number, out var line) || !TryReadUtc(utc, out var time) || !TryReadSeconds(since, out var elapsed)
            || !named.StartsWith("EVENT=", StringComparison.Ordinal) || !JournalField.IsKey(named.AsSpan(6)))
        {
            return null;
        }

        VerifyingKey? epoch = null;
        if (rest is [.., ['e', '=', .. var last]])
        {
            rest = rest[..^1];
            if (!VerifyingKey.TryRead(last, out epoch))
            {
                return null;
            }
        }

        return Fields(rest) is { IsDefault: false } fields
            ? new JournalRecord { Number = line, Utc = time, Since = elapsed, Event = named[6..], Fields = fields, NextEpoch = epoch }
            : null;
    }

    private static ImmutableArray<JournalField> Fields(string[] words)
    {
        var fields = ImmutableArray.CreateBuilder<JournalField>(words.Length);
        foreach (var word in words)
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 || !JournalField.IsKey(word.AsSpan(0, equals)) || !ValueText.TryRead(word.AsSpan(equals + 1), out var value))
            {
                return default;
            }

            fields.Add(new(word[..equals], value));
        }

        var list = fields.DrainToImmutable();
        return JournalEntry.AreFields(list) ? list : default;
    }

    private static bool TryReadSeconds(string text, out TimeSpan since)
    {
        since = default;
        if (text is not { Length: >= 5 and <= 14 } || text[^4] != '.' || !Digits.TryRead(text.Remove(text.Length - 4, 1), out var milliseconds))
        {
            return false;
        }

        since = TimeSpan.FromMilliseconds(milliseconds);
        return true;
    }
}

/// <summary>A line's number: from 1, no leading zero.</summary>
internal static class LineNumber
{
    public static bool TryRead(string text, out int number)
    {
        var good = text is [not '0', ..] && Digits.TryRead(text, out var read) && read <= int.MaxValue;
        number = good ? int.Parse(text, CultureInfo.InvariantCulture) : 0;
        return good;
    }
}

/// <summary>Digits and nothing else: .NET's own parsers also take trailing NULs.</summary>
internal static class Digits
{
    /// <summary>At most 18 digits.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out long number)
    {
        number = 0;
        return text.Length is > 0 and <= 18 && !text.ContainsAnyExceptInRange('0', '9')
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
