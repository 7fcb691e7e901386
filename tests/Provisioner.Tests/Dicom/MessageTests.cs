using Provisioner.Core.Dicom;
using Provisioner.Tests.House;

namespace Provisioner.Tests.Dicom;

public sealed class MessageTests
{
    private static readonly Command Store = Command.StoreRequest(7, Uids.SecondaryCapture, "1.2.3");

    private static readonly Command[] Each =
    [
        Command.EchoRequest(1), Command.EchoRequest(1).Answer(DimseStatus.Success), Store, Store.Answer(DimseStatus.OutOfResources, "disk full"),
    ];

    [Fact]
    public void Commands_are_read_as_they_were_written() => Assert.All(Each, command =>
    {
        Assert.True(Command.TryRead(command.ToBytes(), out var read));
        Assert.Equal(command, read);
    });

    [Fact]
    public void The_bytes_are_those_of_the_standard() =>
        Golden.Match("dicom/commands.txt", string.Concat(Each.Select(command => $"{command.Field} {Convert.ToHexStringLower(command.ToBytes())}\n")));

    [Fact]
    public void Every_cut_command_is_refused_or_lacks_what_was_cut() => Assert.All(
        from command in Each let bytes = command.ToBytes() from length in Enumerable.Range(0, bytes.Length) select (command, bytes, length),
        cut => Assert.False(Command.TryRead(cut.bytes.AsSpan(0, cut.length), out var read) && read == cut.command));

    [Theory]
    [InlineData("one fragment", 1)]
    [InlineData("many fragments", 40)]
    public void A_command_and_its_data_are_put_together_from_fragments(string row, int pieces)
    {
        var (reader, bytes) = (new MessageReader(), Store.ToBytes());
        var size = (bytes.Length / pieces) + 1;
        var parts = bytes.Chunk(size).Select((piece, at) => reader.Take(new(5, true, (at + 1) * size >= bytes.Length, piece))).ToArray();
        Assert.True(parts[..^1].All(part => part.Kind == MessagePart.PartKind.Pending), row);
        Assert.Equal((MessagePart.PartKind.Command, Store), (parts[^1].Kind, parts[^1].Command));
        var data = reader.Take(new(5, false, false, new byte[] { 1, 2 }));
        var last = reader.Take(new(5, false, true, new byte[] { 3 }));
        Assert.Equal((MessagePart.PartKind.Data, false, 2), (data.Kind, data.IsLast, data.Fragment.Length));
        Assert.Equal((MessagePart.PartKind.Data, true, 1), (last.Kind, last.IsLast, last.Fragment.Length));
        Assert.False(reader.IsWithin);
    }

    [Fact]
    public void Data_without_a_command_is_a_fault() => Assert.Equal(MessagePart.PartKind.Fault, new MessageReader().Take(new(1, false, true, default)).Kind);

    [Fact]
    public void A_command_within_data_is_a_fault()
    {
        var reader = new MessageReader();
        _ = reader.Take(new(1, true, true, Store.ToBytes()));
        Assert.Equal(MessagePart.PartKind.Fault, reader.Take(new(1, true, true, Store.ToBytes())).Kind);
    }

    [Fact]
    public void A_fragment_of_another_context_is_a_fault()
    {
        var reader = new MessageReader();
        _ = reader.Take(new(1, true, true, Store.ToBytes()));
        Assert.Equal(MessagePart.PartKind.Fault, reader.Take(new(3, false, true, default)).Kind);
    }

    [Theory]
    [InlineData(-1, MessagePart.PartKind.Pending)]
    [InlineData(0, MessagePart.PartKind.Pending)]
    [InlineData(1, MessagePart.PartKind.Fault)]
    public void A_command_longer_than_is_held_is_a_fault(int over, MessagePart.PartKind expected) =>
        Assert.Equal(expected, new MessageReader().Take(new(1, true, false, new byte[Command.Longest + over])).Kind);

    [Theory]
    [InlineData(64, MessagePart.PartKind.Pending)]
    [InlineData(65, MessagePart.PartKind.Fault)]
    public void A_flood_of_empty_fragments_is_a_fault(int count, MessagePart.PartKind expected)
    {
        var reader = new MessageReader();
        Assert.Equal(expected, Enumerable.Range(0, count).Select(_ => reader.Take(new(1, true, false, default))).ToArray()[^1].Kind);
    }

    [Theory]
    [InlineData(0x0000, true, false, false)]
    [InlineData(0xB000, false, true, false)]
    [InlineData(0xAFFF, false, false, false)]
    [InlineData(0xBFFF, false, true, false)]
    [InlineData(0xC000, false, false, false)]
    [InlineData(0xA6FF, false, false, false)]
    [InlineData(0xA700, false, false, true)]
    [InlineData(0xA7FF, false, false, true)]
    [InlineData(0xA800, false, false, false)]
    public void A_status_is_success_warning_out_of_resources_or_failure(int code, bool success, bool warning, bool room)
    {
        var status = new DimseStatus((ushort)code);
        Assert.Equal((success, warning, room), (status.IsSuccess, status.IsWarning, status.IsOutOfResources));
    }
}
