using System.Collections.Immutable;

namespace Provisioner.Core.Certificates;

/// <summary>What proves who a machine is: its certificate, its private key, and what was delivered to lead to the authority.</summary>
public sealed class Identity(HeldCertificate leaf, ImmutableArray<HeldCertificate> chain, HeldKey key) : IDisposable
{
    public HeldCertificate Leaf { get; } = leaf;

    /// <summary>Issuer of the leaf first, then its issuer; with the root at the end if it was delivered. Empty when none was, or
    /// when the leaf is self-signed.</summary>
    public ImmutableArray<HeldCertificate> Chain { get; } = chain;

    /// <summary>The private key; fits the leaf.</summary>
    public HeldKey Key { get; } = key;

    /// <summary>What the file that delivered it states of its parts.</summary>
    public BagProperties Properties { get; init; } = BagProperties.None;

    public void Dispose() => Key.Dispose();
}
