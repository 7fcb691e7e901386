using System.Security.Cryptography;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.X509;

/// <summary>Completes the private key of a named curve with its public point.</summary>
internal static class CurveKeys
{
    /// <param name="secret">The private number, big-endian; shorter or longer than the field where a writer was careless.</param>
    /// <param name="stated">The public point as the file has it, or <c>null</c>.</param>
    public static Checked<HeldKey> Complete(string curve, byte[] secret, byte[]? stated)
    {
        using var key = ECDsa.Create(new ECParameters { Curve = ECCurve.CreateFromValue(curve), D = Fit(secret, FieldBytes(curve)) });
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        var spki = key.ExportSubjectPublicKeyInfo();
        byte[] full = [4, .. point.X!, .. point.Y!];
        return stated is null or [2 or 3, ..] || stated.AsSpan().SequenceEqual(full)
            ? new HeldKey(key.ExportPkcs8PrivateKey(), KeyInfoParser.Read(spki))
            : Problem.Of("CERT-013");
    }

    private static int FieldBytes(string curve) => curve switch { Oids.P256 => 32, Oids.P384 => 48, _ => 66 };

    private static byte[] Fit(byte[] secret, int size)
    {
        var digits = secret.AsSpan().TrimStart((byte)0);
        if (digits.IsEmpty || digits.Length > size)
        {
            throw new MalformedException("private key is out of its curve's range");
        }

        var fitted = new byte[size];
        digits.CopyTo(fitted.AsSpan(size - digits.Length));
        return fitted;
    }
}
