using System.Globalization;
using Provisioner.Core.Dicom;

namespace Provisioner.Benchmarks.Wire;

/// <summary>A folder of CT images that every archive takes, of one size.</summary>
internal sealed record Images(string Folder, int Count, long Bytes)
{
    private const string Root = "1.2.826.0.1.3680043.9.9999.7";

    public static Images Make(string folder, int count, int pixels)
    {
        _ = Directory.CreateDirectory(folder);
        foreach (var number in Enumerable.Range(1, count))
        {
            File.WriteAllBytes(Path.Combine(folder, $"{number}.dcm"), One(number, pixels));
        }

        return new(folder, count, count * (long)pixels);
    }

    public string[] Files => [.. Directory.EnumerateFiles(Folder).Order(StringComparer.Ordinal)];

    private static byte[] One(int number, int pixels)
    {
        var instance = string.Create(CultureInfo.InvariantCulture, $"{Root}.{pixels}.{number}");
        var set = new DataSetWriter(isExplicit: true);
        set.Uid(0x0008, 0x0016, Uids.CtImage);
        set.Uid(0x0008, 0x0018, instance);
        set.Text(0x0008, 0x0020, "DA", "20260504");
        set.Text(0x0008, 0x0030, "TM", "093047");
        set.Text(0x0008, 0x0050, "SH", "");
        set.Text(0x0008, 0x0060, "CS", "CT");
        set.Text(0x0008, 0x0090, "PN", "");
        set.Text(0x0010, 0x0010, "PN", "PROVISIONER^SERVICE TEST");
        set.Text(0x0010, 0x0020, "LO", "PROVISIONER-TEST");
        set.Text(0x0010, 0x0030, "DA", "");
        set.Text(0x0010, 0x0040, "CS", "O");
        set.Uid(0x0020, 0x000D, $"{Root}.1");
        set.Uid(0x0020, 0x000E, $"{Root}.2");
        set.Text(0x0020, 0x0010, "SH", "1");
        set.Text(0x0020, 0x0011, "IS", "1");
        set.Text(0x0020, 0x0013, "IS", number.ToString(CultureInfo.InvariantCulture));
        set.Number(0x0028, 0x0002, 1);
        set.Text(0x0028, 0x0004, "CS", "MONOCHROME2");
        set.Number(0x0028, 0x0010, (ushort)Math.Max(1, pixels / 16_384));
        set.Number(0x0028, 0x0011, (ushort)Math.Min(16_384, pixels));
        set.Number(0x0028, 0x0100, 8);
        set.Number(0x0028, 0x0101, 8);
        set.Number(0x0028, 0x0102, 7);
        set.Number(0x0028, 0x0103, 0);
        var values = new byte[pixels];
        new Random(number).NextBytes(values);
        set.Bytes(0x7FE0, 0x0010, "OB", values);
        return [.. Part10.WriteHead(Uids.CtImage, instance, Uids.ExplicitLittle, null), .. set.Written];
    }
}
