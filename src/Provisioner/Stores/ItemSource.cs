using Provisioner.Core.Changes;

namespace Provisioner.Stores;

/// <summary>The kinds that a console has: this machine's own where it is the console, else what its folder describes.</summary>
internal sealed class ItemSource(ConsoleFiles console, IDisk disk) : IItemSource
{
    public IItems? For(ItemKind kind) => kind switch
    {
        ItemKind.Link => new LinkItems(console, disk),
        ItemKind.Certificate when !console.IsThisMachine => new DescribedItems(console, disk, DescribedItems.Stores, new DescribedEntry()),
        ItemKind.Registry when !console.IsThisMachine => new DescribedItems(console, disk, DescribedItems.Registry, new DescribedValue()),
        ItemKind.Certificate => new WindowsItems(),
        ItemKind.Registry when OperatingSystem.IsWindows() => new RegistryItems(),
        _ => null,
    };
}
