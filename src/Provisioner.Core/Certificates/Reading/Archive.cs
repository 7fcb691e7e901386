using System.IO.Compression;
using System.Runtime.InteropServices;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Reading;

/// <summary>Files in a zip archive. Sizes are counted while unpacking, since an archive's own statements are not believed.</summary>
internal static class Archive
{
    /// <summary>Most entries looked at, and most bytes unpacked in all.</summary>
    public const int MostEntries = 1_000, MostBytes = CertificateFile.MostBytes;

    public static bool IsZip(ReadOnlySpan<byte> bytes) => bytes is [0x50, 0x4B, 0x03 or 0x05, 0x04 or 0x06, ..];

    /// <summary>Each file's name and bytes. What cannot be unpacked is said to the sink.</summary>
    public static List<(string Name, byte[] Bytes)> Unpack(ReadOnlyMemory<byte> zip, ItemSink sink, CancellationToken cancelled)
    {
        var files = new List<(string, byte[])>();
        sink.Guard("zip archive", zip.Length, () =>
        {
            using var archive = new ZipArchive(Stream(zip), ZipArchiveMode.Read);
            var left = MostBytes;
            foreach (var entry in archive.Entries.Where(entry => !entry.FullName.EndsWith('/')))
            {
                cancelled.ThrowIfCancellationRequested();
                if (files.Count >= MostEntries)
                {
                    sink.Say("CERT-003", ("most", $"{MostEntries}"));
                    break;
                }

                if (Bytes(entry, left, sink) is { } bytes)
                {
                    left -= bytes.Length;
                    files.Add((entry.FullName, bytes));
                }
            }
        });
        return files;
    }

    /// <summary>Over the same bytes where that can be.</summary>
    private static MemoryStream Stream(ReadOnlyMemory<byte> bytes) => MemoryMarshal.TryGetArray(bytes, out var array)
        ? new(array.Array!, array.Offset, array.Count, writable: false)
        : new(bytes.ToArray(), writable: false);

    private static byte[]? Bytes(ZipArchiveEntry entry, int most, ItemSink sink)
    {
        if (entry.IsEncrypted)
        {
            sink.Say("CERT-021", ("entry", entry.FullName));
            return null;
        }

        using var from = entry.Open();
        var to = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (from.Read(buffer) is > 0 and var read)
        {
            if (to.Length + read > most)
            {
                sink.Say("CERT-022", ("entry", entry.FullName));
                return null;
            }

            to.Write(buffer, 0, read);
        }

        return to.ToArray();
    }
}
