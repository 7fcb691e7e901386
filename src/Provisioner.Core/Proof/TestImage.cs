using System.Globalization;
using System.Numerics;
using Provisioner.Core.Dicom;

namespace Provisioner.Core.Proof;

/// <summary>A small image to prove storing with: never a patient's, always under one fixed service identity, so that an archive's
/// administrator finds and deletes it. Secondary Capture (PS3.3, A.8.1), 64 by 64 grey steps.</summary>
public static class TestImage
{
    public const string PatientName = "PROVISIONER^SERVICE TEST";

    public const string PatientId = "PROVISIONER-TEST";

    private const int Side = 64;

    /// <summary>A UID of the arc 2.25 from a UUID (PS3.5, B.2).</summary>
    public static string UidOf(Guid uuid) =>
        "2.25." + new BigInteger(uuid.ToByteArray(bigEndian: true), isUnsigned: true, isBigEndian: true).ToString(CultureInfo.InvariantCulture);

    /// <summary>The data set, without a file's head.</summary>
    /// <param name="isExplicit">Explicit or implicit value representation, little endian.</param>
    /// <param name="made">When it was made, the console's local time.</param>
    /// <param name="device">The calling AE title, as station name.</param>
    public static byte[] DataSet(bool isExplicit, DateTimeOffset made, AeTitle device, string study, string series, string instance)
    {
        var date = made.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var time = made.ToString("HHmmss", CultureInfo.InvariantCulture);
        var set = new DataSetWriter(isExplicit);
        set.Text(0x0008, 0x0005, "CS", "ISO_IR 100");
        set.Text(0x0008, 0x0008, "CS", @"DERIVED\SECONDARY");
        set.Uid(0x0008, 0x0016, Uids.SecondaryCapture);
        set.Uid(0x0008, 0x0018, instance);
        set.Text(0x0008, 0x0020, "DA", date);
        set.Text(0x0008, 0x0023, "DA", date);
        set.Text(0x0008, 0x0030, "TM", time);
        set.Text(0x0008, 0x0033, "TM", time);
        set.Text(0x0008, 0x0050, "SH", "");
        set.Text(0x0008, 0x0060, "CS", "OT");
        set.Text(0x0008, 0x0064, "CS", "WSD");
        set.Text(0x0008, 0x0070, "LO", "Provisioner");
        set.Text(0x0008, 0x0090, "PN", "");
        set.Text(0x0008, 0x1010, "SH", device.Text);
        set.Text(0x0008, 0x1030, "LO", "SERVICE TEST - MAY BE DELETED");
        set.Text(0x0010, 0x0010, "PN", PatientName);
        set.Text(0x0010, 0x0020, "LO", PatientId);
        set.Text(0x0010, 0x0030, "DA", "");
        set.Text(0x0010, 0x0040, "CS", "O");
        set.Uid(0x0020, 0x000D, study);
        set.Uid(0x0020, 0x000E, series);
        set.Text(0x0020, 0x0010, "SH", "SERVICE");
        set.Text(0x0020, 0x0011, "IS", "1");
        set.Text(0x0020, 0x0013, "IS", "1");
        set.Text(0x0020, 0x0020, "CS", "");
        Pixels(set);
        return set.Written.ToArray();
    }

    private static void Pixels(DataSetWriter set)
    {
        set.Number(0x0028, 0x0002, 1);
        set.Text(0x0028, 0x0004, "CS", "MONOCHROME2");
        set.Number(0x0028, 0x0010, Side);
        set.Number(0x0028, 0x0011, Side);
        set.Number(0x0028, 0x0100, 8);
        set.Number(0x0028, 0x0101, 8);
        set.Number(0x0028, 0x0102, 7);
        set.Number(0x0028, 0x0103, 0);
        var pixels = new byte[Side * Side];
        for (var at = 0; at < pixels.Length; at++)
        {
            pixels[at] = (byte)(at % Side / 4 * 16);
        }

        set.Bytes(0x7FE0, 0x0010, "OB", pixels);
    }
}
