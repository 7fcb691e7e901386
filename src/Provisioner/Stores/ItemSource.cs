using Provisioner.Core.Changes;

namespace Provisioner.Stores;

/// <summary>The kinds that this machine has.</summary>
internal sealed class ItemSource(ConsoleFiles console, IDisk disk) : IItemSource
{
    public IItems? For(ItemKind kind) => kind switch
    {
        ItemKind.Link => new LinkItems(console, disk),
        ItemKind.Certificate => new WindowsItems(),
        ItemKind.Registry when OperatingSystem.IsWindows() => new RegistryItems(),
        _ => null,
    };
}
