using System.Diagnostics.CodeAnalysis;

namespace Provisioner.Core.Journal;

/// <summary>Base64 (RFC 4648, 4) with exactly one spelling: decoded, encoded again, compared.</summary>
internal static class CanonicalBase64
{
    public static bool TryRead([NotNullWhen(true)] string? text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }

        var room = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, room, out var length) || Convert.ToBase64String(room, 0, length) != text)
        {
            return false;
        }

        bytes = room[..length];
        return true;
    }
}
