using System.Globalization;

namespace Provisioner.Core.Journal;

/// <summary>A stick's name: upper-case letters, digits and <c>-</c>, 1 to 32 characters, a letter first.</summary>
public static class StickName
{
    public static bool IsName(ReadOnlySpan<char> text) => JournalField.IsKey(text);
}

/// <summary>Names of journal files: <c>R</c> and seven digits, counted over the whole stick from 1.</summary>
public static class FileNumber
{
    /// <summary>Largest number.</summary>
    public const int Most = 9_999_999;

    public static string Write(int number) => string.Create(CultureInfo.InvariantCulture, $"R{number:0000000}");

    /// <summary>The number of a name.</summary>
    public static int Read(string name) => TryRead(name, out var number) ? number : throw new FormatException(name);

    public static bool TryRead(ReadOnlySpan<char> name, out int number)
    {
        var good = name is ['R', .. { Length: 7 } digits] && Digits.TryRead(digits, out var read) && read > 0;
        number = good ? int.Parse(name[1..], NumberStyles.None, CultureInfo.InvariantCulture) : 0;
        return good;
    }
}
