using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;

namespace Provisioner.Core.Certificates.Reading;

/// <summary>Decrypts with what old and new writers use. AES comes from the platform; the old ones do not, because a platform without its
/// legacy provider lacks them.</summary>
internal static class BlockCiphers
{
    /// <summary>AES-CBC; <c>null</c> when the padding is wrong, as with a wrong key.</summary>
    public static byte[]? Aes(byte[] key, byte[] vector, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || bytes.Length % 16 != 0 || vector.Length != 16)
        {
            return null;
        }

        using var aes = System.Security.Cryptography.Aes.Create();
        aes.Key = key;
        return Unpadded(aes.DecryptCbc(bytes, vector, PaddingMode.None), 16);
    }

    public static byte[]? TripleDes(byte[] key, byte[] vector, ReadOnlySpan<byte> bytes) =>
        Cbc(new DesEdeEngine(), new DesEdeParameters(key), vector, bytes);

    public static byte[]? Des(byte[] key, byte[] vector, ReadOnlySpan<byte> bytes) =>
        Cbc(new DesEngine(), new DesParameters(key), vector, bytes);

    /// <param name="effectiveBits">RC2's effective key length (RFC 2268).</param>
    public static byte[]? Rc2(byte[] key, int effectiveBits, byte[] vector, ReadOnlySpan<byte> bytes) =>
        Cbc(new RC2Engine(), new RC2Parameters(key, effectiveBits), vector, bytes);

    /// <summary>A stream cipher: any key gives bytes.</summary>
    public static byte[] Rc4(byte[] key, ReadOnlySpan<byte> bytes)
    {
        var engine = new RC4Engine();
        engine.Init(forEncryption: false, new KeyParameter(key));
        var plain = new byte[bytes.Length];
        engine.ProcessBytes(bytes.ToArray(), 0, bytes.Length, plain, 0);
        return plain;
    }

    private static byte[]? Cbc(IBlockCipher engine, ICipherParameters key, byte[] vector, ReadOnlySpan<byte> bytes)
    {
        var block = engine.GetBlockSize();
        if (bytes.IsEmpty || bytes.Length % block != 0 || vector.Length != block)
        {
            return null;
        }

        var cipher = new CbcBlockCipher(engine);
        cipher.Init(forEncryption: false, new ParametersWithIV(key, vector));
        var plain = bytes.ToArray();
        for (var at = 0; at < plain.Length; at += block)
        {
            _ = cipher.ProcessBlock(plain, at, plain, at);
        }

        return Unpadded(plain, block);
    }

    /// <summary>Padding of RFC 5652, 6.3: n bytes of n. The whole answer is secret from nobody here: file and password are at hand.</summary>
    private static byte[]? Unpadded(byte[] plain, int block)
    {
        int padding = plain[^1];
        return padding is 0 || padding > block || plain.AsSpan(plain.Length - padding).ContainsAnyExcept((byte)padding) ? null : plain[..^padding];
    }
}
