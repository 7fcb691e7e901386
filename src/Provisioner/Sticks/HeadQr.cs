using Provisioner.Core.Journal;
using QRCoder;

namespace Provisioner.Sticks;

/// <summary>A head as a QR code of characters, to be photographed from the screen: <c>STICK/FILE/head</c>, all 256 bits,
/// 41 columns and 21 rows with half blocks.</summary>
internal static class HeadQr
{
    /// <summary>33 modules a side (ISO/IEC 18004, version 4): room for 114 letters and digits at level L.</summary>
    private const int Version = 4;

    /// <summary>Columns and rows that it takes.</summary>
    public const int Columns = 41, Rows = 21;

    /// <summary>What is read from the photograph: a line of a heads list, joined by <c>/</c>.</summary>
    public static string Content(string stick, string file, Head head) => $"{stick}/{file}/{head.ToString().ToUpperInvariant()}";

    /// <summary>Rows of half blocks, for light characters on a dark ground: a block is a light module.</summary>
    public static string[] Lines(string stick, string file, Head head)
    {
        var found = Modules(Content(stick, file, head));
        bool modules(int row, int column) => found(row, column) ?? false;
        return [.. Enumerable.Range(0, Rows).Select(row => string.Concat(Enumerable.Range(0, Columns).Select(column =>
            (modules(2 * row, column), modules((2 * row) + 1, column)) switch
            {
                (false, false) => '█',
                (false, true) => '▀',
                (true, false) => '▄',
                _ => ' ',
            })))];
    }

    /// <summary>Whether the module at a row and column is dark; <c>null</c> beyond the edge.</summary>
    public static Func<int, int, bool?> Modules(string content)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(content, QRCodeGenerator.ECCLevel.L, requestedVersion: Version);
        var matrix = code.ModuleMatrix;
        return (row, column) => row < matrix.Count && column < matrix[row].Count ? matrix[row][column] : null;
    }
}
