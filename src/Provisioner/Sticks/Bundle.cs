using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using Provisioner.Core.Problems;

namespace Provisioner.Sticks;

/// <summary>One file within a one-file program.</summary>
/// <param name="Digest">Of its bytes, unpacked.</param>
internal sealed record BundledFile(string Name, Sha256 Digest);

/// <summary>What a one-file .NET program holds, read from its own bytes: the files that were linked into it, and the list of
/// packages that they came from (<c>deps.json</c>).</summary>
/// <remarks>The format is .NET's single-file bundle, version 6: a signature with the place of the header before it; the header
/// counts the files and says where the list of packages lies; then an entry a file.</remarks>
internal sealed record Bundle(ImmutableArray<BundledFile> Files, byte[] Packages)
{
    private const int Version = 6, MostFiles = 1000, LongestName = 1024;

    /// <summary>SHA-256 of ".net core bundle", the mark in every program.</summary>
    private static readonly byte[] Mark = Convert.FromHexString("8B1202B96A61203872" + "7B930214D7A03213F5B9E6EFAE3318EE3B2DCE24B36AAE");

    /// <summary>Whether the bytes are such a program; what is in it is not looked at.</summary>
    public static bool IsOne(byte[] program) => Guarded(program, at => at.Int32() == Version ? "" : null) is not null;

    /// <summary><c>null</c> when the bytes are no such program.</summary>
    public static Bundle? Read(byte[] program) => Guarded(program, Read);

    private static T? Guarded<T>(byte[] program, Func<Cursor, T?> read)
        where T : class
    {
        var mark = program.AsSpan().IndexOf(Mark);
        if (mark < sizeof(long))
        {
            return null;
        }

        try
        {
            return read(new Cursor(program, checked((int)BinaryPrimitives.ReadInt64LittleEndian(program.AsSpan(mark - sizeof(long))))));
        }
        catch (Exception damaged) when (damaged is ArgumentOutOfRangeException or InvalidDataException or OverflowException)
        {
            return null;
        }
    }

    private static Bundle? Read(Cursor at)
    {
        var (major, _, count) = (at.Int32(), at.Int32(), at.Int32());
        if (major != Version || count is < 1 or > MostFiles)
        {
            return null;
        }

        _ = at.Name();
        var packages = at.Slice(at.Int64(), at.Int64()).ToArray();
        at.Skip(3 * sizeof(long));
        var files = ImmutableArray.CreateBuilder<BundledFile>(count);
        for (var i = 0; i < count; i++)
        {
            var (offset, size, packed) = (at.Int64(), at.Int64(), at.Int64());
            at.Skip(1);
            files.Add(new(at.Name(), Digest(at.Slice(offset, packed == 0 ? size : packed), packed != 0)));
        }

        files.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
        return new(files.MoveToImmutable(), packages);
    }

    private static Sha256 Digest(ReadOnlySpan<byte> bytes, bool isPacked)
    {
        if (!isPacked)
        {
            return Sha256.Of(bytes);
        }

        using var unpacked = new MemoryStream();
        using var packed = new DeflateStream(new MemoryStream(bytes.ToArray()), CompressionMode.Decompress);
        packed.CopyTo(unpacked);
        return Sha256.Of(unpacked.GetBuffer().AsSpan(0, (int)unpacked.Length));
    }

    private sealed class Cursor(byte[] bytes, int place)
    {
        private int _place = place;

        public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

        public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

        public void Skip(int count) => Take(count);

        public ReadOnlySpan<byte> Slice(long offset, long length) => bytes.AsSpan(checked((int)offset), checked((int)length));

        /// <summary>UTF-8, its length before it in groups of seven bits, the lowest first.</summary>
        public string Name()
        {
            int length = 0, shift = 0, group;
            do
            {
                group = Take(1)[0];
                length |= (group & 0x7F) << shift;
                shift += 7;
            }
            while (group > 0x7F && shift <= 14);

            ArgumentOutOfRangeException.ThrowIfGreaterThan(length, LongestName);
            return Encoding.UTF8.GetString(Take(length));
        }

        private ReadOnlySpan<byte> Take(int count)
        {
            var taken = bytes.AsSpan(_place, count);
            _place += count;
            return taken;
        }
    }
}
