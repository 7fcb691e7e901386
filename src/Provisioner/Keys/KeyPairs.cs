using System.Diagnostics;
using System.Security.Cryptography;
using Provisioner.Core.Certificates;

namespace Provisioner.Keys;

/// <summary>Kinds of key pair that are made here.</summary>
internal enum KeyPairKind
{
    Rsa2048,
    Rsa3072,
    Rsa4096,
    P256,
    P384,
}

/// <summary>Makes key pairs; they live in memory until somebody writes them down encrypted, or into a console's store.</summary>
internal static class KeyPairs
{
    public static HeldKey Make(KeyPairKind kind)
    {
        var pkcs8 = kind switch
        {
            KeyPairKind.Rsa2048 => Rsa(2048),
            KeyPairKind.Rsa3072 => Rsa(3072),
            KeyPairKind.Rsa4096 => Rsa(4096),
            KeyPairKind.P256 => Curve(ECCurve.NamedCurves.nistP256),
            KeyPairKind.P384 => Curve(ECCurve.NamedCurves.nistP384),
            _ => throw new UnreachableException(),
        };
        var key = HeldKey.Read(pkcs8).Value;
        CryptographicOperations.ZeroMemory(pkcs8);
        return key;
    }

    private static byte[] Rsa(int bits)
    {
        using var pair = RSA.Create(bits);
        return pair.ExportPkcs8PrivateKey();
    }

    private static byte[] Curve(ECCurve curve)
    {
        using var pair = ECDsa.Create(curve);
        return pair.ExportPkcs8PrivateKey();
    }
}
