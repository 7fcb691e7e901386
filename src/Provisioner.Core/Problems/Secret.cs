using System.Security.Cryptography;
using System.Text;

namespace Provisioner.Core.Problems;

/// <summary>A password or passphrase. It has no conversion to text: printing, formatting, comparing and serialising give
/// nothing. Zeroed on <see cref="Dispose"/> as far as managed memory allows (best effort: copies in native libraries,
/// swap and hibernation stay).</summary>
public sealed class Secret : IDisposable
{
    private readonly char[] _characters;

    public Secret(ReadOnlySpan<char> characters) => _characters = characters.ToArray();

    /// <summary>No characters at all; some files are protected by the empty password.</summary>
    public bool IsEmpty => _characters.Length == 0;

    /// <summary>The characters, for the call that needs them and no longer.</summary>
    public ReadOnlySpan<char> Characters => _characters;

    /// <summary>From a file's bytes: UTF-8, one trailing line end taken off.</summary>
    public static Secret FromFile(ReadOnlySpan<byte> bytes)
    {
        var characters = new char[Encoding.UTF8.GetCharCount(bytes)];
        var length = Encoding.UTF8.GetChars(bytes, characters);
        var text = characters.AsSpan(0, length).TrimStart('\uFEFF').TrimEnd("\r\n");
        var secret = new Secret(text);
        Array.Clear(characters);
        return secret;
    }

    /// <summary>Calls with the UTF-8 bytes and zeroes them afterwards.</summary>
    public T WithUtf8<T>(Func<byte[], T> use)
    {
        var bytes = Encoding.UTF8.GetBytes(_characters);
        try
        {
            return use(bytes);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    public void Dispose() => Array.Clear(_characters);

    /// <summary>Says that it is a secret, and nothing of it.</summary>
    public override string ToString() => "(secret)";
}
