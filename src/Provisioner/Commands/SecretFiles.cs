using System.Collections;
using Provisioner.Core.Problems;
using Provisioner.Stores;

namespace Provisioner.Commands;

/// <summary>Passwords from files and from the environment, never from the command line itself.</summary>
internal static class SecretFiles
{
    private const string Prefix = "PROVISIONER_SECRET_";
    private const int Most = 4096;

    public static Checked<Secret> Read(IDisk disk, string path) =>
        Guarded.Get<Secret>(path, () => disk.Read(path, Most) is { } bytes ? Secret.FromFile(bytes) : Problem.Of("DISK-005", ("file", path)));

    /// <param name="path"><c>null</c>: none was named.</param>
    public static Checked<SecretOrNone> ReadMaybe(IDisk disk, string? path) =>
        path is null ? new SecretOrNone(null) : Read(disk, path).Select(secret => new SecretOrNone(secret));

    /// <param name="named">Each <c>NAME=FILE</c>.</param>
    /// <returns>By name, lower-case, with <c>-</c>; what is given as a file comes before the environment.</returns>
    public static Checked<IReadOnlyDictionary<string, Secret>> ReadNamed(IDisk disk, IEnumerable<string> named)
    {
        var secrets = FromEnvironment();
        foreach (var pair in named)
        {
            var split = pair.IndexOf('=', StringComparison.Ordinal);
            if (split < 1)
            {
                return Problem.Of("USE-001");
            }

            if (!Read(disk, pair[(split + 1)..]).TryGet(out var secret, out var problems))
            {
                return problems;
            }

            secrets[pair[..split]] = secret;
        }

        return secrets;
    }

    private static Dictionary<string, Secret> FromEnvironment() => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .Where(entry => ((string)entry.Key).StartsWith(Prefix, StringComparison.Ordinal))
        .ToDictionary(
            entry => ((string)entry.Key)[Prefix.Length..].ToLowerInvariant().Replace('_', '-'),
            entry => new Secret((string?)entry.Value ?? ""),
            StringComparer.Ordinal);
}

internal sealed record SecretOrNone(Secret? Secret);
