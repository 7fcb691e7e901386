using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Changes;

/// <summary>Types of registry values, by Windows' own numbers.</summary>
public enum RegistryType
{
    Text = 1,

    /// <summary>Text with <c>%NAME%</c> in it, which stays as it is written.</summary>
    ExpandText = 2,
    Binary = 3,
    Number = 4,
    LongNumber = 11,
}

/// <summary>A value of the Windows registry, and what stands for it where digests tell whether it is the same: four bytes of type,
/// then the data as Windows keeps it.</summary>
/// <param name="Type">May be one that is not named here.</param>
public sealed record RegistryValue(RegistryType Type, ReadOnlyMemory<byte> Data)
{
    public byte[] ToBytes()
    {
        var bytes = new byte[4 + Data.Length];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, (int)Type);
        Data.Span.CopyTo(bytes.AsSpan(4));
        return bytes;
    }

    /// <returns><c>null</c> when there is no type.</returns>
    public static RegistryValue? Read(ReadOnlySpan<byte> bytes) =>
        bytes.Length < 4 ? null : new((RegistryType)BinaryPrimitives.ReadInt32LittleEndian(bytes), bytes[4..].ToArray());

    /// <summary>As people write it: text, decimal digits, hexadecimal digits; <c>null</c> for other types.</summary>
    public string? Text => (Type, Data.Length) switch
    {
        (RegistryType.Text or RegistryType.ExpandText, _) => Encoding.Unicode.GetString(Data.Span).TrimEnd('\0'),
        (RegistryType.Number, 4) => BinaryPrimitives.ReadUInt32LittleEndian(Data.Span).ToString(CultureInfo.InvariantCulture),
        (RegistryType.LongNumber, 8) => BinaryPrimitives.ReadUInt64LittleEndian(Data.Span).ToString(CultureInfo.InvariantCulture),
        (RegistryType.Binary, _) => Convert.ToHexString(Data.Span),
        _ => null,
    };

    /// <summary>The value in the type that stands there.</summary>
    /// <param name="held"><c>null</c> when none does: text, or a number.</param>
    /// <returns><c>null</c> when it does not fit that type.</returns>
    public static RegistryValue? Like(RegistryValue? held, SettingValue value) => held?.Type switch
    {
        null => value is SettingValue.Text text ? OfText(RegistryType.Text, text.Value) : OfNumber(value is SettingValue.Flag { Value: true } ? 1 : (value as SettingValue.Number)?.Value ?? 0),
        RegistryType.Text or RegistryType.ExpandText => OfText(held.Type, SettingSpelling.Like(held.Text!, value)),
        RegistryType.Number or RegistryType.LongNumber => Numeric(value) is { } number ? OfNumber(number, held.Type) : null,
        RegistryType.Binary => value is SettingValue.Text hex && IsHex(hex.Value) ? new(RegistryType.Binary, Convert.FromHexString(hex.Value)) : null,
        _ => null,
    };

    public bool Equals(RegistryValue? other) => other is not null && Type == other.Type && Data.Span.SequenceEqual(other.Data.Span);

    public override int GetHashCode() => Sha256.Of(ToBytes()).GetHashCode();

    private static uint? Numeric(SettingValue value) => value switch
    {
        SettingValue.Number { Value: >= 0 and var number } => (uint)number,
        SettingValue.Flag flag => flag.Value ? 1u : 0u,
        SettingValue.Text text when uint.TryParse(text.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    private static bool IsHex(string text) => text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit);

    private static RegistryValue OfText(RegistryType type, string text) => new(type, Encoding.Unicode.GetBytes(text + "\0"));

    private static RegistryValue OfNumber(long number, RegistryType type = RegistryType.Number)
    {
        var data = new byte[type == RegistryType.LongNumber ? 8 : 4];
        BinaryPrimitives.WriteUInt32LittleEndian(data, (uint)number);
        return new(type, data);
    }
}

/// <summary>Plans to set values of one registry key: settings kind <c>registry</c>. The settings' file is the key's path, e.g.
/// <c>HKLM/SOFTWARE/Vendor/Dicom</c>, and their keys are names of its values.</summary>
public static class RegistryPlan
{
    /// <param name="held">What stands for each value now; without those that are not there. <c>null</c> when there is no such key.</param>
    public static Checked<Plan> Of(ServiceSettings settings, IReadOnlyDictionary<string, byte[]>? held, ImmutableArray<SettingEdit> edits)
    {
        if (held is null)
        {
            return Problem.Of("SET-001", ("file", settings.File.Text));
        }

        var plan = new PlanBuilder([]);
        var problems = ImmutableArray.CreateBuilder<Problem>();
        var values = ImmutableArray.CreateBuilder<ValueDifference>();
        foreach (var edit in edits)
        {
            var before = held.GetValueOrDefault(edit.Key);
            var was = before is null ? null : RegistryValue.Read(before);
            if (RegistryValue.Like(was, edit.Value) is not { } will)
            {
                problems.Add(Problem.Of("SET-007", ("key", edit.Key)));
            }
            else if (will != was)
            {
                values.Add(new(edit.Key, was?.Text, will.Text));
                plan.Put(settings.File.Join(edit.Key), ItemKind.Registry, before, will.ToBytes(), [.. was is null ? (string[])[] : [$"- {was.Text}"], $"+ {will.Text}"]);
            }
        }

        return problems.Count > 0 ? problems.ToImmutable() : WithValues(plan.Build(), values.ToImmutable());
    }

    private static Plan WithValues(Plan plan, ImmutableArray<ValueDifference> values) => plan with
    {
        Differences = [.. plan.Differences.Zip(values, (difference, value) => difference with { Values = [value] })],
    };
}
