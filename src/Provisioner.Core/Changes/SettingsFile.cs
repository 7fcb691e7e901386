using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Changes;

/// <summary>A kind of settings file: reads one value, and sets values while every byte that need not change stays as it is:
/// comments, order, indentation, encoding, line ends.</summary>
/// <remarks>Keys are names joined by dots. A dot within a name is written <c>\.</c>; a number selects an element of a list.
/// What a name means each kind says.</remarks>
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
        SettingsKind.Xml => XmlSettings.Instance,
        SettingsKind.Ini => IniSettings.Instance,
        SettingsKind.Properties => PropertiesSettings.Instance,
        _ => throw new ArgumentException($"{kind} has no file", nameof(kind)),
    };

    /// <summary>The file with all values set. The value's type in the file is kept where it has one: a port that is text stays text.</summary>
    /// <returns>The very same bytes when every value is as asked already; otherwise every edit that does not fit.</returns>
    public Checked<byte[]> Set(ReadOnlySpan<byte> file, ImmutableArray<SettingEdit> edits)
    {
        var encoding = EncodingOf(file);
        var text = encoding.Decode(file);
        if (!(encoding.Encode(text)?.AsSpan().SequenceEqual(file) ?? false))
        {
            return Problem.Of("SET-003");
        }

        var problems = ImmutableArray.CreateBuilder<Problem>();
        foreach (var edit in edits)
        {
            if (SetOne(text, edit, encoding).TryGet(out var next, out var wrong))
            {
                text = next;
            }
            else
            {
                problems.AddRange(wrong.Except(problems));
            }
        }

        return problems.Count > 0 ? problems.ToImmutable()
            : encoding.Encode(text) is { } after ? after
            : Problem.Of("SET-004");
    }

    /// <summary>The value at a key.</summary>
    public Checked<FoundSetting> Read(ReadOnlySpan<byte> file, string key) => ReadOne(EncodingOf(file).Decode(file), key);

    private protected abstract Checked<string> SetOne(string text, SettingEdit edit, SettingsEncoding encoding);

    private protected abstract Checked<FoundSetting> ReadOne(string text, string key);

    private protected virtual SettingsEncoding EncodingOf(ReadOnlySpan<byte> file) => SettingsEncoding.Of(file);

    /// <param name="line">From 1.</param>
    /// <param name="column">In characters, from 1.</param>
    private protected static Problem Unreadable(string form, int line, int column) =>
        Problem.Of("SET-002", ("form", form), ("line", Number(line)), ("column", Number(column)));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
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
        SettingValue.Number number => number.Value.ToString(CultureInfo.InvariantCulture),
        SettingValue.Flag flag => flag.Value ? "true" : "false",
        _ => throw new UnreachableException(),
    };
}
