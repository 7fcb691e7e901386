using Provisioner.Core.Changes;
using Provisioner.Core.Problems;

namespace Provisioner.Tests.Changes;

public sealed class PutBackOrderTests
{
    private static readonly FileState First = State("first"), Second = State("second");

    [Fact]
    public void A_file_written_twice_comes_back_in_one_act_from_either_of_its_states()
    {
        var ways = Assert.Single(PutBackOrder.Of([Write("a", Second, "third"), Write("a", First, "second")]));
        Assert.Equal([Sha256.Of("third"u8), Sha256.Of("second"u8)], ways.Cast<Change.WriteFile>().Select(write => write.After));
        Assert.All(ways.Cast<Change.WriteFile>(), write => Assert.Equal(First, write.Before));
    }

    [Fact]
    public void Places_keep_their_order_last_first() =>
        Assert.Equal(
            ["b/c", "a", "b"],
            PutBackOrder.Of([Write("b/c", null, "x"), Write("a", First, "y"), new Change.CreateFolder(ConsolePath.Parse("b"), false)]).Select(ways => ways[0].Path.Text));

    private static Change.WriteFile Write(string path, FileState? before, string after) =>
        new(ConsolePath.Parse(path), before, Sha256.Of(System.Text.Encoding.UTF8.GetBytes(after)), OwnerOnly: false);

    private static FileState State(string text) => new(Sha256.Of(System.Text.Encoding.UTF8.GetBytes(text)), 0x1A4, DateTimeOffset.UnixEpoch);
}
