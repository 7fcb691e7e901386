namespace Provisioner.Core.Certificates;

/// <summary>How something was signed.</summary>
public sealed record SignatureAlgorithm
{
    public required string Oid { get; init; }

    /// <summary>For people and rules: <c>sha256WithRSA</c>, <c>RSA-PSS-sha256</c>, <c>ecdsa-sha384</c>, <c>Ed25519</c>, or the object identifier.</summary>
    public required string Word { get; init; }

    /// <summary><c>MD5</c>, <c>SHA1</c>, <c>SHA256</c>, <c>SHA384</c>, <c>SHA512</c>; <c>null</c> when the algorithm has none or is unknown.</summary>
    public string? Digest { get; init; }

    /// <summary>The kind of key that makes it; <see cref="KeyAlgorithm.Other"/> when unknown.</summary>
    public required KeyAlgorithm Key { get; init; }

    /// <summary>RSA-PSS only: salt length in bytes.</summary>
    internal int SaltLength { get; init; }

    /// <summary>DER of the AlgorithmIdentifier.</summary>
    internal ReadOnlyMemory<byte> Der { get; init; }

    /// <summary>Signatures with MD5 and SHA-1 can be forged.</summary>
    public bool IsWeak => Digest is "MD2" or "MD5" or "SHA1";

    public override string ToString() => Word;
}
