using System.Collections.Immutable;

namespace Provisioner.Core.Journal;

/// <summary>What a caller hands to the journal: our name of the event and its fields. Number and times are the journal's.</summary>
public sealed record JournalEntry
{
    /// <summary>The keys of DICOM audit codes (PS3.15 A.5); where given they come first, in this order.</summary>
    public static readonly ImmutableArray<string> CodeKeys = ["EV", "AC", "OC"];

    /// <summary>Most fields of a record.</summary>
    public const int MostFields = 64;

    /// <param name="name">As <see cref="JournalField.IsKey"/>, e.g. <c>INTENT</c>.</param>
    /// <param name="fields">Each key once; <c>EV</c>, <c>AC</c>, <c>OC</c> before all others; never <c>EVENT</c>.</param>
    /// <exception cref="ArgumentException">The name or the keys are not so: a bug, not a fault in the field.</exception>
    public JournalEntry(string name, ImmutableArray<JournalField> fields)
    {
        if (!JournalField.IsKey(name) || !AreFields(fields))
        {
            throw new ArgumentException($"not a record: {name} {string.Join(' ', fields.Select(f => f.Key))}");
        }

        (Event, Fields) = (name, fields);
    }

    public string Event { get; }

    public ImmutableArray<JournalField> Fields { get; }

    public static JournalEntry Of(string name, params ReadOnlySpan<(string Key, string Value)> fields)
    {
        var list = ImmutableArray.CreateBuilder<JournalField>(fields.Length);
        foreach (var (key, value) in fields)
        {
            list.Add(new(key, value));
        }

        return new(name, list.MoveToImmutable());
    }

    /// <summary>Whether the keys may stand in one record: each once, codes first and in order, no second <c>EVENT</c>, at most <see cref="MostFields"/>.</summary>
    public static bool AreFields(ImmutableArray<JournalField> fields)
    {
        var (code, isPlain) = (-1, false);
        for (var i = 0; i < fields.Length; i++)
        {
            var key = fields[i].Key;
            var at = CodeKeys.IndexOf(key);
            if (i >= MostFields || key == "EVENT" || (at >= 0 && (isPlain || at <= code)) || IsTwice(fields, i))
            {
                return false;
            }

            (code, isPlain) = (at, at < 0);
        }

        return true;
    }

    private static bool IsTwice(ImmutableArray<JournalField> fields, int at)
    {
        for (var i = 0; i < at; i++)
        {
            if (fields[i].Key == fields[at].Key)
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>One <c>R</c> line as read from a journal.</summary>
public sealed record JournalRecord
{
    /// <summary>The line's number in its file, from 1; <c>S</c> lines count too.</summary>
    public required int Number { get; init; }

    /// <summary>The machine's clock, whole milliseconds.</summary>
    public required DateTimeOffset Utc { get; init; }

    /// <summary>Monotonic time since this file's OPEN, whole milliseconds, never less than in the record before.</summary>
    public required TimeSpan Since { get; init; }

    /// <summary>Our name of the event, e.g. <c>OPEN</c>.</summary>
    public required string Event { get; init; }

    public required ImmutableArray<JournalField> Fields { get; init; }

    /// <summary>The key that opens the next file (<c>e=</c>); <c>null</c> in every record but OPEN.</summary>
    public VerifyingKey? NextEpoch { get; init; }

    /// <summary>The value of a field, or <c>null</c> when the record has none of that key.</summary>
    public string? this[string key] => Fields.FirstOrDefault(field => field.Key == key)?.Value;
}
