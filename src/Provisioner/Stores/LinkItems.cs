using System.Collections.Immutable;
using System.Text;
using Provisioner.Core.Changes;

namespace Provisioner.Stores;

/// <summary>Symbolic links. A new target is given by way of another link beside it, so that the name always leads somewhere.</summary>
internal sealed class LinkItems(ConsoleFiles console, IDisk disk) : IItems
{
    public byte[]? Read(ConsolePath path)
    {
        var place = Place(path);
        return disk.Look(place) switch
        {
            null => null,
            { Target: { } target } => Encoding.UTF8.GetBytes(target),
            _ => throw new IOException(place),
        };
    }

    public void Put(ConsolePath path, ReadOnlySpan<byte> bytes)
    {
        var place = Place(path);
        Tidy(path);
        disk.CreateLink(Beside.NameFor(place), Encoding.UTF8.GetString(bytes));
        disk.Rename(Beside.NameFor(place), place);
    }

    public void Remove(ConsolePath path)
    {
        Tidy(path);
        disk.Delete(Place(path));
    }

    public void Tidy(ConsolePath path) => Beside.Clear(disk, Place(path));

    /// <summary>Links are listed with the files of their folder.</summary>
    public ImmutableArray<HeldFile> List(ConsolePath place) => [];

    public bool Has(ConsolePath place) => console.Locate(place) is { IsGood: true, Value: var found } && disk.IsFolder(found);

    private string Place(ConsolePath path) =>
        console.LocateItself(path).TryGet(out var place, out _) ? place : throw new IOException(path.Text);
}
