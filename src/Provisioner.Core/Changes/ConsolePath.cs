using System.Diagnostics.CodeAnalysis;

namespace Provisioner.Core.Changes;

/// <summary>A place on a console, relative to its root (<c>--console</c>): names joined by <c>/</c>, none of them empty,
/// <c>.</c> or <c>..</c>, none reserved on Windows, no control character, backslash or colon.</summary>
public readonly record struct ConsolePath
{
    private ConsolePath(string text) => Text = text;

    public string Text { get; }

    public string Name => Text[(Text.LastIndexOf('/') + 1)..];

    /// <summary>The folder it lies in; <c>null</c> at the root.</summary>
    public ConsolePath? Folder => Text.LastIndexOf('/') is > 0 and var slash ? new ConsolePath(Text[..slash]) : null;

    public ConsolePath Join(string name) =>
        TryParse($"{Text}/{name}", out var path) ? path : throw new ArgumentException($"not a name: {name}", nameof(name));

    public static bool TryParse([NotNullWhen(true)] string? text, out ConsolePath path)
    {
        path = default;
        if (text is not { Length: > 0 and <= 1024 } || !text.Split('/').All(IsName))
        {
            return false;
        }

        path = new(text);
        return true;
    }

    /// <exception cref="FormatException">Not a path; for texts that are known to be one.</exception>
    public static ConsolePath Parse(string text) => TryParse(text, out var path) ? path : throw new FormatException(text);

    /// <summary>A path as the console's own programs and settings write it: <c>/opt/a</c>, <c>C:\opt\a</c>, <c>C:/opt/a</c>.</summary>
    public static bool TryParseOnConsole(string? text, out ConsolePath path)
    {
        var slashes = (text ?? "").Replace('\\', '/');
        return TryParse((slashes is [>= 'A' and <= 'z', ':', '/', ..] ? slashes[2..] : slashes).Trim('/'), out path);
    }

    /// <summary>As the console's own programs write it.</summary>
    /// <param name="windows">The console is a Windows system, and this its first drive.</param>
    public string OnConsole(bool windows) => windows ? @"C:\" + Text.Replace('/', '\\') : "/" + Text;

    public override string ToString() => Text;

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 255 && name is not ("." or "..")
        && !name.Any(c => c < ' ' || c is '\\' or ':' or '"' or '<' or '>' or '|' or '?' or '*' or '\u007f')
        && name[^1] is not (' ' or '.') && !IsReserved(name.Split('.')[0].ToUpperInvariant());

    private static bool IsReserved(string stem) =>
        stem is "CON" or "PRN" or "AUX" or "NUL"
        || (stem.Length == 4 && (stem.StartsWith("COM", StringComparison.Ordinal) || stem.StartsWith("LPT", StringComparison.Ordinal)) && char.IsAsciiDigit(stem[3]));
}
