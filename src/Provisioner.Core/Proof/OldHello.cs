using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Provisioner.Core.Proof;

/// <summary>A ClientHello that no library writes any more, to see whether a listener takes it (RFC 5246, 7.4.1.2). Only what the
/// other side answers is looked at; no such connection is ever used.</summary>
public static class OldHello
{
    /// <summary>Suites that nobody may take: NULL, export, RC4, DES, 3DES, anonymous (RFC 9325, 4.1).</summary>
    public static ImmutableArray<ushort> Weak { get; } =
    [
        0x0001, 0x0002, 0x003B, 0xC001, 0xC006, 0xC010, 0x0003, 0x0006, 0x0008, 0x000B, 0x000E, 0x0011, 0x0014, 0x0017, 0x0019,
        0x0004, 0x0005, 0xC002, 0xC007, 0xC011, 0x0009, 0x000C, 0x000F, 0x0012, 0x0015, 0x000A, 0x000D, 0x0010, 0x0013, 0x0016,
        0xC003, 0xC008, 0xC012, 0x0018, 0x001A, 0x001B, 0x0034, 0x003A, 0x006C, 0x006D, 0x00A6, 0x00A7, 0xC015, 0xC016, 0xC017, 0xC018, 0xC019,
    ];

    /// <summary>Suites of the times of TLS 1.0 and 1.1 that every server of then has.</summary>
    public static ImmutableArray<ushort> OfOldVersions { get; } =
        [0xC014, 0xC013, 0xC00A, 0xC009, 0x0039, 0x0033, 0x0035, 0x002F, 0xC012, 0xC008, 0x0016, 0x000A];

    /// <summary>One record with one ClientHello.</summary>
    /// <param name="version">Highest version offered: <c>0x0301</c> for 1.0, <c>0x0302</c> for 1.1, <c>0x0303</c> for 1.2.</param>
    /// <param name="random">32 bytes of chance.</param>
    public static byte[] Write(ushort version, ImmutableArray<ushort> suites, ReadOnlySpan<byte> random)
    {
        var body = new ArrayBufferWriter<byte>(256);
        Number(body, version);
        body.Write(random[..32]);
        body.Write<byte>([0]);
        Number(body, (ushort)(2 * suites.Length));
        foreach (var suite in suites)
        {
            Number(body, suite);
        }

        body.Write<byte>([1, 0]);
        var extensions = Extensions(version);
        Number(body, (ushort)extensions.Length);
        body.Write(extensions);

        var record = new ArrayBufferWriter<byte>(body.WrittenCount + 9);
        record.Write<byte>([22, 3, 1]);
        Number(record, (ushort)(body.WrittenCount + 4));
        record.Write<byte>([1, 0]);
        Number(record, (ushort)body.WrittenCount);
        record.Write(body.WrittenSpan);
        return record.WrittenSpan.ToArray();
    }

    /// <summary>Curves P-256, P-384, P-521; uncompressed points; with TLS 1.2 signatures RSA and ECDSA with SHA-256 and SHA-1.</summary>
    private static byte[] Extensions(ushort version) =>
    [
        0, 10, 0, 8, 0, 6, 0, 23, 0, 24, 0, 25,
        0, 11, 0, 2, 1, 0,
        .. version < 0x0303 ? (byte[])[] : [0, 13, 0, 10, 0, 8, 4, 1, 4, 3, 2, 1, 2, 3],
    ];

    private static void Number(ArrayBufferWriter<byte> to, ushort value) =>
        to.Write([(byte)(value >> 8), (byte)value]);
}
