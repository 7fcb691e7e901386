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
