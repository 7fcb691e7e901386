using System.Collections.Immutable;

namespace Provisioner.Core.Certificates.Rules;

/// <summary>What a scanner type demands of a certificate in one slot and role, as its file states it. Everything that is absent
/// (<c>null</c>) is not demanded.</summary>
public sealed record CertificateRules
{
    /// <summary>Demands nothing.</summary>
    public static CertificateRules None { get; } = new();

    /// <summary>Forms that the store takes: <c>pem</c>, <c>der</c>, <c>p12</c>, <c>p7</c>.</summary>
    public ImmutableArray<string>? Formats { get; init; }

    /// <summary>Endings that the store takes, with the dot: <c>.pem</c>.</summary>
    public ImmutableArray<string>? Endings { get; init; }

    /// <summary>Kinds of key, each with its bounds.</summary>
    public ImmutableArray<KeyRule>? Keys { get; init; }

    /// <summary>Attributes that the subject must have: <c>CN</c>, <c>O</c>, <c>OU</c>, <c>L</c>, <c>ST</c>, <c>C</c>.</summary>
    public ImmutableArray<string>? SubjectAttributes { get; init; }

    /// <summary>At least one DNS name; when the console's host name is known, that one.</summary>
    public bool? DnsName { get; init; }

    /// <summary>At least one IP address.</summary>
    public bool? IpName { get; init; }

    /// <summary>Extended usages that must be permitted: <c>clientAuth</c>, <c>serverAuth</c>.</summary>
    public ImmutableArray<string>? Usages { get; init; }

    /// <summary>Words of signature algorithms (<c>sha256WithRSA</c>, ...) or digests (<c>SHA256</c>) that the console verifies.</summary>
    public ImmutableArray<string>? SignatureAlgorithms { get; init; }

    /// <summary>Longest whole validity in days.</summary>
    public int? LongestDays { get; init; }

    /// <summary>Fewest days still left.</summary>
    public int? FewestDaysLeft { get; init; }

    /// <summary>Most certificates between leaf and root.</summary>
    public int? ChainDepth { get; init; }

    /// <summary><c>false</c>: a certificate that signed itself is refused in this slot.</summary>
    public bool? SelfSigned { get; init; }

    /// <summary><c>false</c>: the store takes only keys in the clear. <c>true</c>: only encrypted ones.</summary>
    public bool? EncryptedKey { get; init; }
}

/// <summary>A kind of key that a store takes.</summary>
/// <param name="Algorithm"><c>RSA</c>, <c>RSA-PSS</c>, <c>EC</c>, <c>Ed25519</c>.</param>
/// <param name="FewestBits">Bits of the modulus or curve; <c>null</c>: no bound.</param>
public sealed record KeyRule(string Algorithm, int? FewestBits = null, int? MostBits = null);
