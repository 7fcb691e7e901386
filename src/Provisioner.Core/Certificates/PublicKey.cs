using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates;

/// <summary>What kind of key it is. <see cref="Other"/> is named by its object identifier.</summary>
public enum KeyAlgorithm
{
    Rsa,
    RsaPss,
    Ec,
    Ed25519,
    Ed448,
    Dsa,
    Other,
}

/// <summary>A public key, as a certificate, a request or a private key states it. Equal when the key is, whatever the
/// spelling of the algorithm's parameters.</summary>
public sealed record PublicKey
{
    public required KeyAlgorithm Algorithm { get; init; }

    /// <summary>RSA: bits of the modulus; EC: of the field; 0 when not known.</summary>
    public required int Bits { get; init; }

    /// <summary><c>P-256</c>, <c>P-384</c>, <c>P-521</c>, or the object identifier of another named curve; <c>null</c> unless EC.</summary>
    public string? Curve { get; init; }

    /// <summary>Object identifier of the algorithm.</summary>
    public required string Oid { get; init; }

    /// <summary>DER of the SubjectPublicKeyInfo.</summary>
    public required ReadOnlyMemory<byte> Spki { get; init; }

    /// <summary>The key's own bytes: RSAPublicKey, an EC point, or what the algorithm has.</summary>
    public required ReadOnlyMemory<byte> Raw { get; init; }

    /// <summary>RSA-PSS only: the digest that the key is bound to (RFC 4055, 3.3); <c>null</c> when it is to none, empty when to one that is not
    /// verified here.</summary>
    internal string? BoundDigest { get; init; }

    /// <summary>SHA-256 of the SubjectPublicKeyInfo: the same key pair has the same in every certificate.</summary>
    public Sha256 Fingerprint => Sha256.Of(Spki.Span);

    /// <summary>The word for people and JSON: <c>RSA</c>, <c>RSA-PSS</c>, <c>EC</c>, <c>Ed25519</c>, ...</summary>
    public string Word => Algorithm switch
    {
        KeyAlgorithm.Rsa => "RSA",
        KeyAlgorithm.RsaPss => "RSA-PSS",
        KeyAlgorithm.Ec => "EC",
        KeyAlgorithm.Dsa => "DSA",
        KeyAlgorithm.Other => Oid,
        _ => Algorithm.ToString(),
    };

    public bool Equals(PublicKey? other) =>
        other is not null && Curve == other.Curve && IsRsa == other.IsRsa && (IsRsa || Oid == other.Oid) && Raw.Span.SequenceEqual(other.Raw.Span);

    public override int GetHashCode() => Sha256.Of(Raw.Span).GetHashCode();

    /// <summary>For people: <c>RSA 2048</c>, <c>EC P-256</c>.</summary>
    public override string ToString() => Curve is not null ? $"{Word} {Curve}" : Bits > 0 ? $"{Word} {Bits}" : Word;

    private bool IsRsa => Algorithm is KeyAlgorithm.Rsa or KeyAlgorithm.RsaPss;
}
