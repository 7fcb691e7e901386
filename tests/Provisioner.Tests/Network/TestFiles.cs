using Provisioner.Core.Dicom;
using Provisioner.Tests.House;

namespace Provisioner.Tests.Network;

/// <summary>Valid DICOM files, made by dcmtk.</summary>
internal static class TestFiles
{
    /// <param name="pixels">Bytes of pixel data each.</param>
    public static string[] Make(Scratch scratch, int count, int pixels)
    {
        var folder = Directory.CreateDirectory(scratch["img"]).FullName;
        return [.. Enumerable.Range(1, count).Select(number =>
        {
            var dump = scratch["x.dump"];
            File.WriteAllText(dump, Dump(number, pixels));
            var file = Path.Combine(folder, $"{number}.dcm");
            var (code, output) = Peers.Run("dump2dcm", null, "+te", "+l", "1000000", dump, file);
            return code == 0 ? file : throw new InvalidOperationException(output);
        })];
    }

    /// <summary>Hexadecimal of what follows the head.</summary>
    public static string DataSetOf(string file)
    {
        var bytes = File.ReadAllBytes(file);
        return Convert.ToHexString(bytes.AsSpan(Part10.ReadHead(bytes.AsSpan(0, Math.Min(bytes.Length, Part10.LongestHead))).Value.DataSetOffset));
    }

    private static string Dump(int number, int pixels) => $"""
        (0008,0016) UI =CTImageStorage
        (0008,0018) UI [1.2.826.0.1.3680043.9.9999.1.{number}]
        (0008,0020) DA [20260504]
        (0008,0030) TM [093047]
        (0008,0050) SH []
        (0008,0060) CS [CT]
        (0008,0090) PN []
        (0010,0010) PN [TEST^{number}]
        (0010,0020) LO [T{number}]
        (0010,0030) DA []
        (0010,0040) CS [O]
        (0020,000d) UI [1.2.826.0.1.3680043.9.9999.2]
        (0020,000e) UI [1.2.826.0.1.3680043.9.9999.3]
        (0020,0010) SH [1]
        (0020,0011) IS [1]
        (0020,0013) IS [{number}]
        (0028,0002) US 1
        (0028,0004) CS [MONOCHROME2]
        (0028,0010) US {pixels / 200}
        (0028,0011) US 200
        (0028,0100) US 8
        (0028,0101) US 8
        (0028,0102) US 7
        (0028,0103) US 0
        (7fe0,0010) OB {string.Join('\\', Enumerable.Range(0, pixels).Select(at => $"{at * number % 251:x2}"))}

        """;
}
