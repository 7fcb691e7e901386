using System.Collections.Immutable;
using Provisioner.Core.Dicom;
using Provisioner.Tests.House;

namespace Provisioner.Tests.Dicom;

public sealed class PduTests
{
    private static readonly AeTitle Scanner = AeTitle.Check("MR2").Value;

    private static readonly AeTitle Archive = AeTitle.Check("PACS").Value;

    private static readonly Pdu[] Each =
    [
        new Pdu.AssociateRequest
        {
            Called = Archive,
            Calling = Scanner,
            Contexts = [new(1, Uids.Verification, [Uids.ImplicitLittle]), new(3, Uids.SecondaryCapture, [Uids.ExplicitLittle, Uids.ImplicitLittle])],
        },
        new Pdu.AssociateAccept
        {
            Called = Archive,
            Calling = Scanner,
            Contexts = [new(1, ContextResult.Accepted, Uids.ImplicitLittle), new(3, ContextResult.AbstractSyntaxNotSupported, Uids.ExplicitLittle)],
            User = new(0, "1.2.3", null),
        },
        new Pdu.AssociateReject(Rejection.CalledTitleUnknown),
        new Pdu.ReleaseRequest(),
        new Pdu.ReleaseReply(),
        new Pdu.Abort(AbortSource.Provider, AbortReason.UnexpectedPdu),
    ];

    public static TheoryData<string> Names() => [.. Each.Select(pdu => pdu.Type.ToString())];

    [Theory, MemberData(nameof(Names))]
    public void A_PDU_is_read_as_it_was_written(string name)
    {
        var pdu = Each.Single(each => each.Type.ToString() == name);
        var bytes = PduWriter.Write(pdu);
        var head = PduHead.Read(bytes);
        Assert.Equal((pdu.Type, (uint)bytes.Length - 6, null), (head.Type, head.BodyLength, head.Fault()));
        Assert.True(PduReader.TryRead(head.Type, bytes.AsSpan(6), out var read, out _));
        Assert.Equal(Text(pdu), Text(read));
    }

    [Fact]
    public void The_bytes_are_those_of_the_standard() =>
        Golden.Match("dicom/pdus.txt", string.Concat(Each.Select(pdu => $"{pdu.Type}\n{Lines(PduWriter.Write(pdu))}")));

    [Theory, MemberData(nameof(Names))]
    public void Every_cut_PDU_is_refused_without_an_exception(string name)
    {
        var bytes = PduWriter.Write(Each.Single(each => each.Type.ToString() == name));
        Assert.All(Enumerable.Range(0, bytes.Length - 6), length => Assert.False(PduReader.TryRead((PduType)bytes[0], bytes.AsSpan(6, length), out _, out _)));
    }

    [Theory]
    [InlineData("unknown type", 8, 4u, AbortReason.UnrecognizedPdu)]
    [InlineData("type zero", 0, 4u, AbortReason.UnrecognizedPdu)]
    [InlineData("request below", 1, 67u, AbortReason.InvalidParameter)]
    [InlineData("request at", 1, 68u, null)]
    [InlineData("request most", 1, 262144u, null)]
    [InlineData("request above", 1, 262145u, AbortReason.InvalidParameter)]
    [InlineData("request huge", 1, uint.MaxValue, AbortReason.InvalidParameter)]
    [InlineData("data below", 4, 5u, AbortReason.InvalidParameter)]
    [InlineData("data at", 4, 6u, null)]
    [InlineData("data most", 4, 65530u, null)]
    [InlineData("data above", 4, 65531u, AbortReason.InvalidParameter)]
    [InlineData("release below", 5, 3u, AbortReason.InvalidParameter)]
    [InlineData("release at", 5, 4u, null)]
    [InlineData("release above", 5, 5u, AbortReason.InvalidParameter)]
    public void A_head_is_judged_before_anything_is_read(string row, byte type, uint length, AbortReason? expected) =>
        Assert.True(new PduHead((PduType)type, length).Fault() == expected, row);

    [Fact]
    public void Unknown_items_and_user_information_of_every_kind_are_passed_over()
    {
        var bytes = PduWriter.Write(Each[0]).ToList();
        byte[] asynchronous = [0x53, 0, 0, 4, 0, 5, 0, 5], role = [0x54, 0, 0, 6, 0, 2, (byte)'1', (byte)'2', 1, 1];
        byte[] extended = [0x56, 0, 0, 4, 0, 0, 1, 2], identity = [0x58, 0, 0, 7, 1, 1, 0, 1, (byte)'u', 0, 0], unknown = [0x99, 0, 0, 2, 7, 7];
        byte[] more = [.. asynchronous, .. role, .. extended, .. identity, .. unknown];
        var userAt = bytes.ToArray().AsSpan().LastIndexOf("\x50\0\0\x49"u8);
        bytes[userAt + 3] += (byte)more.Length;
        bytes.AddRange(more);
        bytes.AddRange([0x77, 0, 0, 1, 0]);
        Assert.True(PduReader.TryRead(PduType.AssociateRequest, bytes.ToArray().AsSpan(6), out var read, out _));
        Assert.Equal(Text(Each[0]), Text(read));
    }

    [Theory]
    [InlineData("even context", 2)]
    [InlineData("context twice", 3)]
    public void A_context_with_a_wrong_number_is_refused(string row, byte number)
    {
        var request = (Pdu.AssociateRequest)Each[0];
        var bytes = PduWriter.Write(request with { Contexts = [request.Contexts[0] with { Id = number }, request.Contexts[1]] });
        Assert.False(PduReader.TryRead(PduType.AssociateRequest, bytes.AsSpan(6), out _, out var fault), row);
        Assert.Equal(AbortReason.InvalidParameter, fault);
    }

    [Theory]
    [InlineData(0u, 65524)]
    [InlineData(16384u, 16378)]
    [InlineData(16383u, 16376)]
    [InlineData(65530u, 65524)]
    [InlineData(65531u, 65524)]
    [InlineData(4000000u, 65524)]
    [InlineData(8u, 2)]
    [InlineData(3u, 2)]
    public void A_fragment_is_even_and_fills_the_receivers_length(uint maximum, int expected) =>
        Assert.Equal(expected, Pdv.LongestFragment(maximum));

    [Fact]
    public void Fragments_are_taken_one_by_one_and_a_broken_rest_is_left()
    {
        ReadOnlyMemory<byte> body = new byte[] { 0, 0, 0, 4, 1, 3, 9, 8, 0, 0, 0, 2, 5, 0, 0, 0, 0, 9, 1 };
        Assert.True(Pdv.TryTake(ref body, out var first));
        Assert.True(Pdv.TryTake(ref body, out var second));
        Assert.False(Pdv.TryTake(ref body, out _));
        Assert.Equal((1, true, true, 2), (first.ContextId, first.IsCommand, first.IsLast, first.Fragment.Length));
        Assert.Equal((5, false, false, 0), (second.ContextId, second.IsCommand, second.IsLast, second.Fragment.Length));
        Assert.Equal(5, body.Length);
    }

    /// <summary>Arrays within records compare by reference; their text does not.</summary>
    private static string Text(Pdu pdu) => pdu switch
    {
        Pdu.AssociateRequest r => $"{r.Versions} {r.Called} {r.Calling} {r.ApplicationContext} {string.Join(';', r.Contexts.Select(c => $"{c.Id} {c.AbstractSyntax} {string.Join(',', c.TransferSyntaxes)}"))} {r.User}",
        Pdu.AssociateAccept a => $"{a.Called} {a.Calling} {a.ApplicationContext} {string.Join(';', a.Contexts)} {a.User}",
        _ => pdu.ToString(),
    };

    private static string Lines(byte[] bytes) => string.Concat(bytes.Chunk(16).Select(line => Convert.ToHexStringLower(line) + "\n"));
}
