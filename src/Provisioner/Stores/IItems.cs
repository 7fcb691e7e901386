using System.Collections.Immutable;
using Provisioner.Core.Changes;

namespace Provisioner.Stores;

/// <summary>What a console has besides files, one kind of it. Whatever a call did is durable when it returns, as far as the
/// system tells.</summary>
/// <remarks>All calls throw <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> when the machine refuses.</remarks>
internal interface IItems
{
    /// <summary>What stands for the item's bytes (<see cref="ItemKind"/>); <c>null</c> when it is not there.</summary>
    byte[]? Read(ConsolePath path);

    /// <summary>Creates it, or gives it another content. Repeatable.</summary>
    void Put(ConsolePath path, ReadOnlySpan<byte> bytes);

    /// <summary>One that is not there is no fault.</summary>
    void Remove(ConsolePath path);

    /// <summary>Takes away what an interrupted <see cref="Put"/> left.</summary>
    void Tidy(ConsolePath path);

    /// <summary>What lies in a store or a key, by name; none when it does not exist.</summary>
    ImmutableArray<HeldFile> List(ConsolePath place);

    /// <summary>The store or key exists.</summary>
    bool Has(ConsolePath place);

    /// <summary>What people call an entry of a certificate store is kept with it.</summary>
    bool KeepsNames => false;

    /// <summary>Entries keep what a delivered file states of them besides (<see cref="Core.Certificates.BagAttribute"/>).</summary>
    bool KeepsProperties => false;
}

/// <summary>Those of a kind.</summary>
internal interface IItemSource
{
    /// <returns><c>null</c> when this machine has none of the kind.</returns>
    IItems? For(ItemKind kind);
}
