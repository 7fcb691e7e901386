using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Provisioner.Core.Problems;

/// <summary>A SHA-256 digest (FIPS 180-4), 32 bytes, compared by value.</summary>
public readonly record struct Sha256 : IComparable<Sha256>
{
    public const int Length = 32;

    private readonly ulong _a, _b, _c, _d;

    /// <param name="digest">Exactly 32 bytes.</param>
    public Sha256(ReadOnlySpan<byte> digest)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(digest.Length, Length);
        _a = BinaryPrimitives.ReadUInt64BigEndian(digest);
        _b = BinaryPrimitives.ReadUInt64BigEndian(digest[8..]);
        _c = BinaryPrimitives.ReadUInt64BigEndian(digest[16..]);
        _d = BinaryPrimitives.ReadUInt64BigEndian(digest[24..]);
    }

    /// <summary>The digest of these bytes.</summary>
    public static Sha256 Of(ReadOnlySpan<byte> bytes)
    {
        Span<byte> digest = stackalloc byte[Length];
        SHA256.HashData(bytes, digest);
        return new(digest);
    }

    /// <summary>Reads 64 lower-case hexadecimal digits, the only spelling that <see cref="ToString"/> gives.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Sha256 digest)
    {
        digest = default;
        if (text is not { Length: 2 * Length } || !text.All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f')))
        {
            return false;
        }

        digest = new(Convert.FromHexString(text));
        return true;
    }

    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, _a);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(8), _b);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(16), _c);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(24), _d);
        return bytes;
    }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToBytes());

    /// <summary>Sixteen groups of four upper-case digits, as people compare it.</summary>
    public string ToGroups() => string.Join(' ', ToString().ToUpperInvariant().Chunk(4).Select(group => new string(group)));

    public int CompareTo(Sha256 other) => string.CompareOrdinal(ToString(), other.ToString());

    public static bool operator <(Sha256 left, Sha256 right) => left.CompareTo(right) < 0;

    public static bool operator <=(Sha256 left, Sha256 right) => left.CompareTo(right) <= 0;

    public static bool operator >(Sha256 left, Sha256 right) => left.CompareTo(right) > 0;

    public static bool operator >=(Sha256 left, Sha256 right) => left.CompareTo(right) >= 0;
}
