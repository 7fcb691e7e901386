using System.Text;
using System.Text.RegularExpressions;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Changes;

/// <summary>Lines of settings as people see them: the value behind a name that speaks of a secret becomes a digest, so that one
/// sees that it differs and not what it is.</summary>
internal static partial class SecretText
{
    /// <summary>Hexadecimal digits of the digest: enough to tell two values apart.</summary>
    private const int Digits = 8;

    public static string Masked(string line) => Named().Match(line) is { Success: true } found && found.Groups["value"] is { Length: > 0 } value
        ? line[..value.Index] + Digest(value.Value.Trim())
        : line;

    /// <summary>The value of a key, or a digest of it.</summary>
    public static string? Masked(string key, string? value) => value is { Length: > 0 } && Name().IsMatch(key) ? Digest(value) : value;

    private static string Digest(string value) => $"(secret, SHA-256 {Sha256.Of(Encoding.UTF8.GetBytes(value)).ToString()[..Digits]})";

    private const string Words = "pass|pwd|secret|token|credential|kennwort|(api|access|encryption|shared)[ _.-]?key";

    [GeneratedRegex($"({Words})[^=:>]*[=:>]\\s*(?<value>.*\\S)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Named();

    [GeneratedRegex(Words, RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
