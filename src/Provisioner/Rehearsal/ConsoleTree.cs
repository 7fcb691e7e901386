using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Provisioner.Core.Certificates;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Runs;
using Provisioner.Stores;

namespace Provisioner.Rehearsal;

/// <summary>All that a console holds besides the state folder, and what its vendor's screens show, to be compared.</summary>
internal sealed class ConsoleTree
{
    private static readonly ConcurrentDictionary<Sha256, string> Meanings = [];
    private readonly ImmutableSortedDictionary<string, (string Exact, string Same)> _files;

    private ConsoleTree(ImmutableSortedDictionary<string, (string, string)> files) => _files = files;

    public static ConsoleTree Of(MemoryDisk disk, RehearsalScene scene) => new(
        disk.Below(RehearsalScene.ConsoleFolder).Where(node => node.Key != scene.State && !node.Key.StartsWith(scene.State + "/", StringComparison.Ordinal))
            .Concat(disk.Below(RehearsalScreens.Folder).Select(shown => KeyValuePair.Create($"screens: {shown.Key}", shown.Value)))
            .ToImmutableSortedDictionary(node => node.Key, node => Spelled(node.Key, node.Value, scene.Shelved.Modality), StringComparer.Ordinal));

    /// <summary>The place is of the scanner itself: below its root, and not the state folder.</summary>
    public static bool IsOwn(string path, RehearsalScene scene) => path.StartsWith(RehearsalScene.ConsoleFolder + Path.DirectorySeparatorChar, StringComparison.Ordinal)
        && !path.StartsWith(Path.Combine([RehearsalScene.ConsoleFolder, .. scene.State.Split('/')]), StringComparison.Ordinal);

    /// <summary>Places that differ in anything: bytes, permissions, owners, times; times of folders do not count.</summary>
    public IEnumerable<string> ExactlyUnlike(ConsoleTree other) => Unlike(other, file => file.Exact);

    /// <summary>Places that differ in what they mean: times and the salts of key stores do not count.</summary>
    public IEnumerable<string> Unlike(ConsoleTree other) => Unlike(other, file => file.Same);

    private IEnumerable<string> Unlike(ConsoleTree other, Func<(string Exact, string Same), string> by) => _files.Keys.Union(other._files.Keys)
        .Where(path => !_files.TryGetValue(path, out var one) || !other._files.TryGetValue(path, out var two) || by(one) != by(two));

    private static (string Exact, string Same) Spelled(string path, MemoryDisk.Node node, Modality modality)
    {
        var more = string.Create(CultureInfo.InvariantCulture, $"{node.Kind} {node.Target} {(int?)node.Mode} {node.Owner}");
        var time = node.Kind == StandingKind.File && !IsDescribed(path) ? string.Create(CultureInfo.InvariantCulture, $" {node.Modified.UtcTicks}.{node.Nanoseconds}") : "";
        var bytes = Sha256.Of(node.Bytes).ToString();
        return ($"{more} {bytes}{time}", $"{more} {Meaning(path, node, modality) ?? bytes}");
    }

    /// <summary>Stands for what has no time on Windows: a value of the registry, an entry of a store.</summary>
    private static bool IsDescribed(string path) =>
        path.StartsWith($"{DescribedItems.Registry}/", StringComparison.Ordinal) || path.StartsWith($"{DescribedItems.Stores}/", StringComparison.Ordinal);

    /// <summary>What a key store says, whose bytes differ every time it is written; <c>null</c> for other files.</summary>
    private static string? Meaning(string path, MemoryDisk.Node node, Modality modality)
    {
        if (modality.Store.Kind != StoreKind.Pkcs12 || !modality.Store.Slots.Values.Any(slot => slot.OneFile && slot.Path.Text == path))
        {
            return null;
        }

        return Meanings.GetOrAdd(Sha256.Of(node.Bytes), _ => Opened(path, node, modality));
    }

    private static string Opened(string path, MemoryDisk.Node node, Modality modality)
    {
        using var password = new Secret(modality.Store.Slots.Values.First(slot => slot.Path.Text == path).Password is StorePassword.Known known ? known.Text : RehearsalSettings.StorePassword);
        using var read = CertificateFile.Read(path, node.Bytes, password);
        return $"{string.Join(' ', read.Certificates.Select(certificate => certificate.Fingerprint.ToString()).Order(StringComparer.Ordinal))} {read.Keys.Count()} {read.Problems.Length}";
    }
}
