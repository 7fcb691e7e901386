using System.Collections.Immutable;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;

namespace Provisioner.Stores;

/// <summary>The files of one console, below its root. Links that lead out of the root are refused.</summary>
internal sealed class ConsoleFiles
{
    /// <summary>Bytes of the largest file that is read.</summary>
    public const int LargestFile = 16 * 1024 * 1024;

    private ConsoleFiles(string root, IDisk disk)
    {
        (Root, Disk) = (root, disk);
        IsWindows = disk.IsFolder(Path.Combine(root, "Windows", "System32"))
            || disk.IsFolder(Path.Combine(root, DescribedItems.Registry.Text));
    }

    public IDisk Disk { get; }

    /// <summary>Absolute, with links resolved.</summary>
    public string Root { get; }

    /// <summary>The root is that of a Windows system, mounted, running or described.</summary>
    public bool IsWindows { get; }

    /// <summary>The console is the machine that the program runs on, not a folder.</summary>
    public bool IsThisMachine => Path.GetPathRoot(Root) == Root;

    /// <param name="root">An existing folder: <c>/</c>, <c>C:\</c>, or where a console's disk is mounted.</param>
    public static Checked<ConsoleFiles> Open(string root, IDisk disk) => Guarded.Get<ConsoleFiles>(root, () =>
        disk.IsFolder(Path.GetFullPath(root)) ? new ConsoleFiles(Links.Real(disk, Path.GetFullPath(root)), disk) : Problem.Of("CONS-001", ("folder", root)));

    /// <summary>The place on this machine, links within the root followed. What it names need not exist.</summary>
    public Checked<string> Locate(ConsolePath path) => Guarded.Get<string>(path.Text, () =>
    {
        var place = Root;
        foreach (var name in path.Text.Split('/'))
        {
            place = Links.Real(Disk, place, name);
            if (!Links.IsWithin(Root, place))
            {
                return Problem.Of("CONS-002", ("path", path.Text));
            }
        }

        return place;
    });

    /// <summary>The place of the path itself, which may be a link: only those on the way to it are followed.</summary>
    public Checked<string> LocateItself(ConsolePath path) =>
        (path.Folder is { } folder ? Locate(folder) : Root).Select(place => Path.Combine(place, path.Name));

    /// <summary>The file as it is; <see cref="FileContents.Held"/> is <c>null</c> when there is none.</summary>
    /// <param name="most">Bytes; a larger file is a problem.</param>
    public Checked<FileContents> Read(ConsolePath path, int most = LargestFile) =>
        Locate(path).Then(place => Guarded.Get<FileContents>(path.Text, () => ReadAt(path, place, most)));

    /// <summary>Files directly in a folder, by name; none when there is no such folder.</summary>
    public Checked<ImmutableArray<ConsolePath>> Names(ConsolePath folder) => Locate(folder).Then(place => Guarded.Get(folder.Text, () => Good(NamesAt(folder, place))));

    /// <summary>What lies in a slot: the files of its folder, or its one file.</summary>
    public Checked<SlotContents> List(SlotLayout layout) => Locate(layout.Path).Then(place => Guarded.Get<SlotContents>(layout.Path.Text, () => layout.OneFile
        ? new SlotContents
        {
            MissingFolders = layout.Path.Folder is { } folder ? MissingFolders(folder) : [],
            Files = ReadAt(layout.Path, place).Held is { } held ? [held] : [],
        }
        : new SlotContents
        {
            MissingFolders = MissingFolders(layout.Path),
            Files = Disk.IsFolder(place) ? Files(layout.Path, place) : [],
            Links = Disk.IsFolder(place) ? HeldLinks(layout.Path, place) : [],
        }));

    /// <summary>Folders on the way to the path, and itself, that are not there; the outermost first.</summary>
    public ImmutableArray<ConsolePath> MissingFolders(ConsolePath folder)
    {
        var missing = ImmutableArray.CreateBuilder<ConsolePath>();
        for (ConsolePath? at = folder; at is { } here && !Disk.IsFolder(Path.Combine(Root, here.Text)); at = here.Folder)
        {
            missing.Add(here);
        }

        missing.Reverse();
        return missing.ToImmutable();
    }

    private ImmutableArray<ConsolePath> NamesAt(ConsolePath folder, string place) => !Disk.IsFolder(place) ? [] :
        [.. from name in Disk.Files(place)
            where ConsolePath.TryParse($"{folder}/{name}", out _)
            select folder.Join(name)];

    private static Checked<ImmutableArray<ConsolePath>> Good(ImmutableArray<ConsolePath> names) => names;

    private ImmutableArray<HeldFile> Files(ConsolePath folder, string place) =>
        [.. from path in NamesAt(folder, place)
            let contents = Locate(path).Then(file => Checked(ReadAt(path, file)))
            where contents.IsGood && contents.Value.Held is not null
            select contents.Value.Held];

    private ImmutableArray<HeldLink> HeldLinks(ConsolePath folder, string place) =>
        [.. from name in Disk.List(place)
            let target = Disk.Look(Path.Combine(place, name))?.Target
            where target is not null && ConsolePath.TryParse($"{folder}/{name}", out _)
            select new HeldLink(folder.Join(name), target)];

    private static Checked<FileContents> Checked(FileContents contents) => contents;

    private FileContents ReadAt(ConsolePath path, string place, int most = LargestFile) =>
        Disk.Read(place, most) is { } bytes ? new(new HeldFile(path, FileStates.Of(Disk, place, bytes), bytes)) : new(null);
}

/// <summary>What stands at a path.</summary>
/// <param name="Held"><c>null</c> when there is no file.</param>
internal sealed record FileContents(HeldFile? Held);
