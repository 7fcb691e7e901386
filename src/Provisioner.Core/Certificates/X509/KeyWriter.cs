using System.Formats.Asn1;

namespace Provisioner.Core.Certificates.X509;

/// <summary>RSA keys in their standard wrappings.</summary>
internal static class KeyWriter
{
    /// <summary>PrivateKeyInfo around an RSAPrivateKey (RFC 5958, 2).</summary>
    public static byte[] RsaPkcs8(ReadOnlyMemory<byte> pkcs1, KeyAlgorithm algorithm, ReadOnlyMemory<byte>? parameters)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            WriteAlgorithm(writer, algorithm, parameters);
            writer.WriteOctetString(pkcs1.Span);
        }

        return writer.Encode();
    }

    /// <summary>SubjectPublicKeyInfo of a modulus and an exponent, given as integers' content bytes.</summary>
    public static byte[] RsaSpki(ReadOnlyMemory<byte> modulus, ReadOnlyMemory<byte> exponent, KeyAlgorithm algorithm, ReadOnlyMemory<byte>? parameters)
    {
        var key = new AsnWriter(AsnEncodingRules.DER);
        using (key.PushSequence())
        {
            key.WriteIntegerUnsigned(modulus.Span.TrimStart((byte)0));
            key.WriteIntegerUnsigned(exponent.Span.TrimStart((byte)0));
        }

        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            WriteAlgorithm(writer, algorithm, parameters);
            writer.WriteBitString(key.Encode());
        }

        return writer.Encode();
    }

    private static void WriteAlgorithm(AsnWriter writer, KeyAlgorithm algorithm, ReadOnlyMemory<byte>? parameters)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(algorithm == KeyAlgorithm.RsaPss ? Oids.RsaPss : Oids.Rsa);
            if (parameters is { } given)
            {
                writer.WriteEncodedValue(given.Span);
            }
            else if (algorithm == KeyAlgorithm.Rsa)
            {
                writer.WriteNull();
            }
        }
    }
}
