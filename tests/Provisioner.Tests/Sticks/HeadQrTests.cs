using System.Text;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Sticks;
using Provisioner.Tests.House;

namespace Provisioner.Tests.Sticks;

public sealed class HeadQrTests
{
    private static readonly Head Head = new(Sha256.Of("a journal"u8));

    [Theory]
    [InlineData("P")]
    [InlineData("A-STICK-OF-THE-LONGEST-NAME-4567")]
    public void It_fits_a_screen_of_80_by_24_with_room_for_two_lines(string stick)
    {
        var lines = HeadQr.Lines(stick, "R0000017", Head);
        Assert.Equal(21, lines.Length);
        Assert.All(lines, line => Assert.Equal(41, line.Length));
    }

    [PeerTheory("zbarimg")]
    [InlineData("P")]
    [InlineData("PS-7K3M2Q9X")]
    [InlineData("A-STICK-OF-THE-LONGEST-NAME-4567")]
    public void A_photograph_of_it_gives_the_whole_head(string stick)
    {
        using var scratch = new Scratch();
        File.WriteAllBytes(scratch["photo.pgm"], Picture(HeadQr.Lines(stick, "R0000017", Head)));
        var (code, text) = Peers.Run("zbarimg", null, "-q", "--raw", scratch["photo.pgm"]);
        Assert.Equal((0, $"{stick}/R0000017/{Head.ToString().ToUpperInvariant()}"), (code, text.Split('\n')[0]));
    }

    [PeerFact("tmux", "zbarimg")]
    public async Task It_is_read_from_a_screen_of_80_by_24()
    {
        using var stick = new PreparedStick();
        stick.Run(groups: 1);
        var head = stick.History().Runs[0].Head;
        var socket = $"qr-{Environment.ProcessId}";
        var program = $"dotnet '{Path.Combine(AppContext.BaseDirectory, "provisioner.dll")}' journal show '{stick.Folder}' --qr; sleep 60";
        try
        {
            Assert.Equal(0, Peers.Run("tmux", null, "-L", socket, "-u", "new-session", "-d", "-x", "80", "-y", "24", program).Code);
            string[] lines = [];
            await Network.Eventually.PassesAsync(() =>
            {
                lines = [.. Peers.Run("tmux", null, "-L", socket, "capture-pane", "-p").Output.Split('\n').Where(line => line.AsSpan().ContainsAny('█', '▀', '▄')).Select(line => line.PadRight(HeadQr.Columns))];
                Assert.Equal(HeadQr.Rows, lines.Length);
                return Task.CompletedTask;
            });
            File.WriteAllBytes(stick["photo.pgm"], Picture(lines));
            Assert.Equal(HeadQr.Content("PS-TEST", "R0000001", head), Peers.Run("zbarimg", null, "-q", "--raw", stick["photo.pgm"]).Output.Split('\n')[0]);
        }
        finally
        {
            _ = Peers.Run("tmux", null, "-L", socket, "kill-server");
        }
    }

    /// <summary>As a terminal shows it: a character is eight pixels wide and sixteen high, on a black ground.</summary>
    private static byte[] Picture(string[] lines)
    {
        var (width, height) = ((HeadQr.Columns + 4) * 8, (HeadQr.Rows + 4) * 16);
        var pixels = new byte[width * height];
        for (var y = 0; y < HeadQr.Rows * 16; y++)
        {
            for (var x = 0; x < HeadQr.Columns * 8; x++)
            {
                var light = lines[y / 16][x / 8] switch { '█' => true, '▀' => y % 16 < 8, '▄' => y % 16 >= 8, _ => false };
                pixels[((y + 32) * width) + x + 16] = light ? (byte)230 : (byte)20;
            }
        }

        return [.. Encoding.ASCII.GetBytes($"P5 {width} {height} 255\n"), .. pixels];
    }
}
