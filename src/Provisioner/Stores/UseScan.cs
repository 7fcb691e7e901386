using System.Collections.Immutable;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;

namespace Provisioner.Stores;

/// <summary>Gathers what can tell who uses an entry: the services' own settings, and whatever else lies in the folders of these.</summary>
internal static class UseScan
{
    /// <summary>Settings files are small; more is something else.</summary>
    private const int LargestSettings = 256 * 1024;

    private const int MostFiles = 500;

    public static UseWitnesses Of(ConsoleFiles console, Modality modality, IItemSource? items, OpenedFiles opened)
    {
        var settings = modality.Services.SelectMany(service => service.Settings.Values.Select(held => (service.Name, Settings: held)))
            .Where(bound => bound.Settings.Kind is not SettingsKind.Vendor).ToArray();
        var files = settings.Where(bound => bound.Settings.Kind != SettingsKind.Registry).Select(bound => bound.Settings.File).Distinct().ToArray();
        var read = new ConsoleSettings(console, items, opened);
        return new()
        {
            Bound = [.. settings.Where(bound => read.Exists(bound.Settings)).Select(bound => new BoundSettings(bound.Name, bound.Settings, term => read.Read(bound.Settings, term)))],
            Unreadable = [.. files.Where(file => !console.Read(file).IsGood)],
            Unbound = Unbound(console, modality, [.. files]),
        };
    }

    private static ImmutableArray<HeldFile> Unbound(ConsoleFiles console, Modality modality, HashSet<ConsolePath> bound)
    {
        var slots = modality.Store.Slots.Values.Select(slot => slot.Path).ToHashSet();
        return [.. bound.Select(path => path.Folder).OfType<ConsolePath>().Distinct().Where(folder => !slots.Contains(folder))
            .SelectMany(folder => Names(console, folder)).Where(path => !bound.Contains(path) && !slots.Contains(path)).Take(MostFiles)
            .Select(path => console.Read(path, LargestSettings)).Where(read => read.IsGood && read.Value.Held is not null).Select(read => read.Value.Held!)];
    }

    private static ImmutableArray<ConsolePath> Names(ConsoleFiles console, ConsolePath folder) =>
        console.Names(folder).TryGet(out var names, out _) ? names : [];
}
