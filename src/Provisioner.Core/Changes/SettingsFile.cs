using System.Collections.Immutable;
using System.Diagnostics;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Changes;

/// <summary>A kind of settings file: reads one value, and sets values while every byte that need not change stays as it is:
/// comments, order, indentation, encoding, line ends.</summary>
/// <remarks>Keys are names joined by dots. A dot within a name is written <c>\.</c>; a number selects an element of a list.</remarks>
public abstract class SettingsFile
{
    private protected SettingsFile()
    {
    }

    /// <summary>The kind's reader and editor.</summary>
    /// <exception cref="ArgumentException">A kind that has no file: the vendor's own screens, the registry.</exception>
    public static SettingsFile For(SettingsKind kind) => kind switch
    {
        SettingsKind.Json => JsonSettings.Instance,
        _ => throw new ArgumentException($"{kind} has no file", nameof(kind)),
    };

    /// <summary>The file with all values set. The value's type in the file is kept where it has one: a port that is text stays text.</summary>
    /// <returns>The very same bytes when every value is as asked already.</returns>
    public abstract Checked<byte[]> Set(ReadOnlySpan<byte> file, ImmutableArray<SettingEdit> edits);

    /// <summary>The value at a key.</summary>
    public abstract Checked<FoundSetting> Read(ReadOnlySpan<byte> file, string key);
}

/// <summary>What stands at a key.</summary>
/// <param name="Value"><c>null</c> when nothing does.</param>
public sealed record FoundSetting(SettingValue? Value)
{
    /// <summary>The value as text: <c>true</c>, <c>2762</c>, a path; <c>null</c> when there is none.</summary>
    public string? Text => Value switch
    {
        null => null,
        SettingValue.Text text => text.Value,
        SettingValue.Number number => number.Value.ToString(System.Globalization.CultureInfo.InvariantCulture),
        SettingValue.Flag flag => flag.Value ? "true" : "false",
        _ => throw new UnreachableException(),
    };
}
