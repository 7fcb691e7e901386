using System.Buffers.Binary;
using Provisioner.Core.Dicom;

namespace Provisioner.Core.Proof;

/// <summary>What the first bytes of a connection say of the one who sent them.</summary>
public enum Spoken
{
    /// <summary>No bytes, or too few to tell: the beginning of a PDU's head.</summary>
    Nothing,
    Tls,
    Dicom,
    Http,
    Other,
}

public static class SpokenBytes
{
    /// <param name="first">As received beneath TLS; a few suffice.</param>
    public static Spoken Of(ReadOnlySpan<byte> first) => first switch
    {
        [] => Spoken.Nothing,
        [>= 20 and <= 24, 3, <= 4, ..] => Spoken.Tls,
        _ when first.StartsWith("HTTP/"u8) || first.StartsWith("GET "u8) || first.StartsWith("POST "u8) || first.StartsWith("HEAD "u8)
            || first.StartsWith("OPTIONS "u8) || first.StartsWith("<!DOCTYPE"u8) || first.StartsWith("<html"u8) => Spoken.Http,
        [>= 1 and <= 7] or [>= 1 and <= 7, 0, ..] when first.Length < PduHead.Size => Spoken.Nothing,
        [>= 1 and <= 7, 0, ..] when BinaryPrimitives.ReadUInt32BigEndian(first[2..]) is >= 4 and <= 1 << 20 => Spoken.Dicom,
        _ => Spoken.Other,
    };
}
