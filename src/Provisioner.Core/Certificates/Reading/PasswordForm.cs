using System.Collections.Immutable;
using System.Text;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Reading;

/// <summary>A password as the two families of derivation want it. Zeroed when the file has been read.</summary>
/// <param name="Wide">UTF-16, high byte first, with two zeros behind: PKCS#12's own derivation (RFC 7292, B.1). No bytes at all is the
/// absent password, two zeros the empty one; files know both.</param>
/// <param name="Narrow">UTF-8: PBKDF2 and the older ones.</param>
internal sealed record PasswordForm(byte[] Wide, byte[] Narrow)
{
    private static readonly byte[] Terminator = [0, 0];

    public static PasswordForm Absent { get; } = new([], []);

    public static PasswordForm Empty { get; } = new(Terminator, []);

    /// <summary>Every way in which writers have spelled this password, the standard's first. More than one only where it is empty or
    /// has letters outside ASCII.</summary>
    public static ImmutableArray<PasswordForm> Of(Secret password)
    {
        if (password.IsEmpty)
        {
            return [Empty, Absent];
        }

        var characters = password.Characters;
        var narrow = new byte[Encoding.UTF8.GetByteCount(characters)];
        _ = Encoding.UTF8.GetBytes(characters, narrow);
        var standard = new PasswordForm(Widen(characters), narrow);
        if (!characters.ContainsAnyExceptInRange('\0', '\x7F'))
        {
            return [standard];
        }

        var latin = new byte[Encoding.Latin1.GetByteCount(characters)];
        _ = Encoding.Latin1.GetBytes(characters, latin);
        return [standard, new(Widen(Encoding.Latin1.GetString(narrow)), latin)];
    }

    public void Clear()
    {
        Array.Clear(Wide);
        Array.Clear(Narrow);
    }

    private static byte[] Widen(ReadOnlySpan<char> characters)
    {
        var wide = new byte[(2 * characters.Length) + 2];
        _ = Encoding.BigEndianUnicode.GetBytes(characters, wide);
        return wide;
    }
}
