using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Provisioner.Rehearsal;

/// <summary>The bytes of a file in memory, in pieces that copies share: a write into a long file copies little. Never changed.</summary>
internal sealed class FileContent
{
    private const int Piece = 4096;

    /// <summary>Line ends alone, with which journals are filled: one piece for all.</summary>
    private static readonly byte[] Blank = Blanks(Piece);

    private static byte[] _blanks = [];

    private readonly ImmutableArray<byte[]> _pieces;
    private byte[]? _whole;

    private FileContent(ImmutableArray<byte[]> pieces, int length) => (_pieces, Length) = (pieces, length);

    public static FileContent Empty { get; } = new([], 0);

    public int Length { get; }

    /// <summary>All in one: the same array each time.</summary>
    public byte[] Whole
    {
        get
        {
            if (_whole is null)
            {
                var whole = new byte[Length];
                for (var at = 0; at < _pieces.Length; at++)
                {
                    _pieces[at].CopyTo(whole, at * Piece);
                }

                _ = Interlocked.CompareExchange(ref _whole, whole, null);
            }

            return _whole;
        }
    }

    public static FileContent Of(ReadOnlyMemory<byte> bytes) => Empty.With(0, bytes);

    /// <summary>With these bytes at an offset; zeros between the end and there.</summary>
    public FileContent With(int offset, ReadOnlyMemory<byte> bytes)
    {
        var length = Math.Max(Length, offset + bytes.Length);
        var pieces = _pieces.ToBuilder();
        for (var at = offset / Piece; at * Piece < length && (at * Piece < offset + bytes.Length || at >= _pieces.Length); at++)
        {
            var (from, to) = (Math.Max(offset, at * Piece), Math.Min(offset + bytes.Length, Math.Min((at + 1) * Piece, length)));
            if (to - from == Piece && IsBlank(bytes.Span[(from - offset)..(to - offset)]))
            {
                Put(at, Blank);
                continue;
            }

            var piece = new byte[Math.Min(Piece, length - (at * Piece))];
            if (at < _pieces.Length)
            {
                _pieces[at].CopyTo(piece, 0);
            }

            if (from < to)
            {
                bytes.Span[(from - offset)..(to - offset)].CopyTo(piece.AsSpan(from - (at * Piece)));
            }

            Put(at, piece);
        }

        return new(pieces.ToImmutable(), length);

        void Put(int at, byte[] piece)
        {
            if (at < pieces.Count)
            {
                pieces[at] = piece;
            }
            else
            {
                pieces.Add(piece);
            }
        }
    }

    /// <summary>Bytes to be kept: a copy, but for many line ends, which are kept once.</summary>
    public static ReadOnlyMemory<byte> Kept(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= Piece || !IsBlank(bytes))
        {
            return bytes.ToArray();
        }

        var blanks = _blanks;
        return (blanks.Length >= bytes.Length ? blanks : _blanks = Blanks(bytes.Length)).AsMemory(0, bytes.Length);
    }

    /// <summary>Names bytes that are written; line ends alone, with which journals are filled, at once.</summary>
    public static byte[] Name(ReadOnlySpan<byte> bytes) => bytes.Length > Piece && IsBlank(bytes)
        ? SHA256.HashData(BitConverter.GetBytes(bytes.Length))
        : SHA256.HashData(bytes);

    private static bool IsBlank(ReadOnlySpan<byte> bytes) => bytes.IndexOfAnyExcept((byte)'\n') < 0;

    private static byte[] Blanks(int count)
    {
        var blanks = new byte[count];
        Array.Fill(blanks, (byte)'\n');
        return blanks;
    }
}
