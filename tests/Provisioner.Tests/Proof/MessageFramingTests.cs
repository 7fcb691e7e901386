using System.Text;
using Provisioner.Core.Proof;

namespace Provisioner.Tests.Proof;

/// <summary>MC-NMF 1.0 by its own tables.</summary>
public sealed class MessageFramingTests
{
    private const string Namespace = "http://schemas.microsoft.com/ws/2006/05/framing/faults/";

    /// <summary>Version 1.0, duplex, via, binary with dictionary, upgrade request (2.2.6 and 2.2.3.5).</summary>
    [Fact]
    public void The_preamble_is_the_one_of_the_specification() => Assert.Equal(
        "000100" + "0102" + "0219" + Hex("net.tcp://ris-1:8000/Login"[..25]) + "0308" + "0913" + Hex("application/ssl-tls"),
        Convert.ToHexString(MessageFraming.Preamble("net.tcp://ris-1:8000/Login"[..25])));

    /// <summary>Sizes at each bound of the table of 2.2.2.</summary>
    [Theory]
    [InlineData(0x7F, "7F")]
    [InlineData(0x80, "8001")]
    [InlineData(0x3FFF, "FF7F")]
    [InlineData(0x4000, "808001")]
    public void A_size_has_seven_bits_an_octet_the_lowest_first(int length, string size) =>
        Assert.StartsWith("0001000102" + "02" + size + "61", Convert.ToHexString(MessageFraming.Preamble(new string('a', length))), StringComparison.Ordinal);

    public static TheoryData<string, byte[], FramingAnswer> Rows => new()
    {
        { "nothing", [], new FramingAnswer.Unfinished() },
        { "upgrade response", [0x0A], new FramingAnswer.Upgraded() },
        { "upgrade response, and TLS", [0x0A, 22, 3, 3], new FramingAnswer.Upgraded() },
        { "a fault of the specification", Fault(Namespace + "UpgradeInvalid"), new FramingAnswer.Fault("UpgradeInvalid") },
        { "a fault of another", Fault("http://example.org/tired"), new FramingAnswer.Fault("http://example.org/tired") },
        { "a fault with control characters", Fault("a\u001Bb\u202Ec"), new FramingAnswer.Fault("a\\u001Bb\\u202Ec") },
        { "a fault of the greatest length", [0x08, 0x80, 0x08, .. Bytes('a', 1024)], new FramingAnswer.Fault(new string('a', 400) + "...") },
        { "a fault one longer", [0x08, 0x81, 0x08], new FramingAnswer.Unexpected() },
        { "a fault without octets", [0x08, 0], new FramingAnswer.Unexpected() },
        { "a fault whose size is not at its end", [0x08, 0x80, 0x80, 0x80, 0x80], new FramingAnswer.Unfinished() },
        { "a fault whose size has no end", [0x08, 0x80, 0x80, 0x80, 0x80, 0x80], new FramingAnswer.Unexpected() },
        { "a fault of four gigabytes", [0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F], new FramingAnswer.Unexpected() },
        { "a fault that is no text", [0x08, 2, 0xC3, 0x28], new FramingAnswer.Unexpected() },
        { "an acknowledgement without TLS", [0x0B], new FramingAnswer.Unexpected() },
        { "a version record", [0x00, 1, 0], new FramingAnswer.Unexpected() },
        { "an end record", [0x07], new FramingAnswer.Unexpected() },
        { "a reserved record", [0x0D], new FramingAnswer.Unexpected() },
        { "a web server", "HTTP/1.1 400"u8.ToArray(), new FramingAnswer.Unexpected() },
        { "TLS", [21, 3, 1, 0, 2, 2, 10], new FramingAnswer.Unexpected() },
    };

    [Theory, MemberData(nameof(Rows))]
    public void An_answer_is_read(string row, byte[] received, FramingAnswer expected) => Assert.True(expected == MessageFraming.Read(received), $"{row}: {MessageFraming.Read(received)}");

    [Fact]
    public void Of_a_fault_that_is_cut_off_more_is_awaited()
    {
        var whole = Fault(Namespace + "EndpointNotFound");
        Assert.All(Enumerable.Range(0, whole.Length), length => Assert.IsType<FramingAnswer.Unfinished>(MessageFraming.Read(whole.AsSpan(0, length))));
        Assert.Equal(new FramingAnswer.Fault(MessageFraming.EndpointNotFound), MessageFraming.Read([.. whole, 1, 2, 3]));
    }

    /// <summary>Whatever comes, an answer that is settled stays so with more bytes, and a fault is never longer than what is shown.</summary>
    [Fact]
    public void Random_streams_are_borne()
    {
        var random = new Random(2005);
        for (var round = 0; round < 20_000; round++)
        {
            var stream = new byte[random.Next(1, 40)];
            random.NextBytes(stream);
            stream[0] = round % 2 == 0 ? (byte)0x08 : stream[0];
            FramingAnswer? settled = null;
            for (var length = 0; length <= stream.Length; length++)
            {
                var answer = MessageFraming.Read(stream.AsSpan(0, length));
                Assert.True(settled is null || settled == answer, Convert.ToHexString(stream));
                settled = answer is FramingAnswer.Unfinished ? null : answer;
            }
        }
    }

    private static byte[] Fault(string text) => [0x08, (byte)Encoding.UTF8.GetByteCount(text), .. Encoding.UTF8.GetBytes(text)];

    private static byte[] Bytes(char sign, int count) => Encoding.ASCII.GetBytes(new string(sign, count));

    private static string Hex(string text) => Convert.ToHexString(Encoding.ASCII.GetBytes(text));
}
