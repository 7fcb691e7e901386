using Provisioner.Core.Proof;

namespace Provisioner.Tests.Proof;

public sealed class TlsRecordsTests
{
    /// <summary>ServerHello of TLS 1.2: version, random, empty session id, suite, compression.</summary>
    private static readonly byte[] Hello12 = [2, 0, 0, 38, 3, 3, .. new byte[32], 0, 0xC0, 0x2F, 0];

    /// <summary>The same with the extension that names 1.3.</summary>
    private static readonly byte[] Hello13 = [2, 0, 0, 46, 3, 3, .. new byte[32], 0, 0x13, 1, 0, 0, 6, 0, 43, 0, 2, 3, 4];

    private static readonly byte[] CertificateRequest = [13, 0, 0, 4, 1, 1, 0, 0];

    private static readonly byte[] Alert = [21, 3, 3, 0, 2, 2, 40];

    public static readonly TheoryData<string, byte[], TlsRecords> Rows = new()
    {
        { "nothing", [], TlsRecords.None },
        { "alert alone", Alert, new(false, null, false, 40) },
        { "TLS 1.2 hello", Record(Hello12), new(true, 0x0303, false, null) },
        { "TLS 1.3 hello", Record(Hello13), new(true, 0x0304, false, null) },
        { "request in the same record, then an alert", [.. Record([.. Hello12, .. CertificateRequest]), .. Alert], new(true, 0x0303, true, 40) },
        { "request in a record of its own", [.. Record(Hello12), .. Record(CertificateRequest)], new(true, 0x0303, true, null) },
        { "request cut over two records", [.. Record([.. Hello12, .. CertificateRequest[..3]]), .. Record(CertificateRequest[3..])], new(true, 0x0303, true, null) },
        { "encrypted after the hello", [.. Record(Hello13), 20, 3, 3, 0, 1, 1, 23, 3, 3, 0, 2, 2, 40], new(true, 0x0304, false, null) },
        { "record cut off", Record(Hello12)[..^1], TlsRecords.None },
        { "not TLS", "HTTP/1.1 400 Bad"u8.ToArray(), TlsRecords.None },
    };

    [Theory, MemberData(nameof(Rows))]
    public void What_stands_in_clear_is_read(string row, byte[] received, TlsRecords expected) => Assert.True(TlsRecords.Read(received) == expected, row);

    [Fact]
    public void Every_cut_and_every_turned_bit_is_borne()
    {
        byte[] whole = [.. Record([.. Hello13, .. CertificateRequest]), .. Alert];
        for (var at = 0; at < whole.Length; at++)
        {
            _ = TlsRecords.Read(whole.AsSpan(0, at));
            for (var bit = 0; bit < 8; bit++)
            {
                var turned = whole.ToArray();
                turned[at] ^= (byte)(1 << bit);
                _ = TlsRecords.Read(turned);
            }
        }
    }

    [Theory]
    [InlineData("", Spoken.Nothing)]
    [InlineData("1503030002", Spoken.Tls)]
    [InlineData("160301", Spoken.Tls)]
    [InlineData("02000000009A", Spoken.Dicom)]
    [InlineData("0700000000040000", Spoken.Dicom)]
    [InlineData("02", Spoken.Nothing)]
    [InlineData("0200000000", Spoken.Nothing)]
    [InlineData("0201", Spoken.Other)]
    [InlineData("0200FFFFFFFF", Spoken.Other)]
    [InlineData("485454502F312E31", Spoken.Http)]
    [InlineData("474554202F", Spoken.Http)]
    [InlineData("5353482D322E30", Spoken.Other)]
    public void The_first_bytes_say_what_is_spoken(string hex, Spoken expected) => Assert.Equal(expected, SpokenBytes.Of(Convert.FromHexString(hex)));

    private static byte[] Record(byte[] handshake) => [22, 3, 3, (byte)(handshake.Length >> 8), (byte)handshake.Length, .. handshake];
}
