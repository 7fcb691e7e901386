using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;

namespace Provisioner.Sticks;

/// <summary>A package, or a project of our own, of which something is in a program.</summary>
/// <param name="Sha512">NuGet's content hash: of the package's archive without its signature, as lock files have it; empty for our own projects and for the runtime, which
/// .NET does not state: their files' digests stand in the programs.</param>
internal sealed record Part(string Name, string Version, bool IsOurs, ImmutableArray<byte> Sha512)
{
    private const string Runtime = "Microsoft.NETCore.App.Runtime";

    private static readonly Lazy<Dictionary<string, string>> Licences = new(ReadLicences);

    /// <summary>Package URL; our own projects have none.</summary>
    public string? Url => IsOurs ? null : $"pkg:nuget/{Name}@{Version}";

    /// <summary>SPDX identifier; <c>null</c> for our own, and for a package whose licence nobody has looked up.</summary>
    public string? Licence => IsOurs ? null : Licences.Value.GetValueOrDefault(Name.StartsWith(Runtime, StringComparison.Ordinal) ? Runtime : Name);

    public bool Equals(Part? other) => other is not null && (Name, Version, IsOurs) == (other.Name, other.Version, other.IsOurs);

    public override int GetHashCode() => HashCode.Combine(Name, Version, IsOurs);

    private static Dictionary<string, string> ReadLicences()
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("licences.tsv")!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('\r').Split('\t')).ToDictionary(row => row[0], row => row[1]);
    }
}

/// <summary>What a program is made of, from its own bytes: its files, and the part that each came from.</summary>
/// <param name="From">By file name.</param>
internal sealed record ProgramParts(ImmutableArray<BundledFile> Files, ImmutableDictionary<string, Part> From)
{
    private const string RuntimePrefix = "runtimepack.";

    public ImmutableArray<Part> Parts => [.. From.Values.Distinct().OrderBy(part => part.Name, StringComparer.Ordinal)];

    /// <summary><c>null</c> when the bytes are no one-file program.</summary>
    public static ProgramParts? Read(byte[] program)
    {
        if (Bundle.Read(program) is not { } bundle)
        {
            return null;
        }

        using var packages = JsonDocument.Parse(bundle.Packages);
        return new(bundle.Files, Origins(packages.RootElement));
    }

    private static ImmutableDictionary<string, Part> Origins(JsonElement packages)
    {
        var from = ImmutableDictionary.CreateBuilder<string, Part>(StringComparer.Ordinal);
        var target = packages.GetProperty("targets").GetProperty(packages.GetProperty("runtimeTarget").GetProperty("name").GetString()!);
        foreach (var library in packages.GetProperty("libraries").EnumerateObject())
        {
            var part = Of(library);
            foreach (var kind in (string[])["runtime", "native"])
            {
                if (target.TryGetProperty(library.Name, out var files) && files.TryGetProperty(kind, out var listed))
                {
                    foreach (var file in listed.EnumerateObject())
                    {
                        from[Path.GetFileName(file.Name)] = part;
                    }
                }
            }
        }

        return from.ToImmutable();
    }

    /// <summary>E.g. <c>Serilog/3.1.1</c> with its archive's digest as <c>sha512-</c> and base64.</summary>
    private static Part Of(JsonProperty library)
    {
        var (name, version) = library.Name.Split('/') is [var left, var right] ? (left, right) : (library.Name, "");
        var stated = library.Value.GetProperty("sha512").GetString() ?? "";
        return new(
            name.StartsWith(RuntimePrefix, StringComparison.Ordinal) ? name[RuntimePrefix.Length..] : name,
            version,
            library.Value.GetProperty("type").GetString() == "project",
            stated.StartsWith("sha512-", StringComparison.Ordinal) ? [.. Convert.FromBase64String(stated["sha512-".Length..])] : []);
    }
}
