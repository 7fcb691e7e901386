using System.Security.Cryptography;
using System.Text;

namespace Provisioner.Core.Certificates.Writing;

/// <summary>PEM as every reader takes it (RFC 7468, strict form): 64 characters a line, LF, no text around.</summary>
public static class PemText
{
    /// <summary>The certificates in this order: a leaf goes first, then its issuer.</summary>
    public static byte[] Certificates(IEnumerable<HeldCertificate> certificates) =>
        Encoding.ASCII.GetBytes(string.Concat(certificates.Select(c => Block("CERTIFICATE", c.Der.Span))));

    /// <summary>A private key in the clear: for a console's own store only, never for a stick.</summary>
    public static byte[] PlainKey(HeldKey key)
    {
        var characters = new char[PemEncoding.GetEncodedSize("PRIVATE KEY".Length, key.Pkcs8.Length) + 1];
        _ = PemEncoding.TryWrite("PRIVATE KEY", key.Pkcs8.Span, characters, out var written);
        characters[written] = '\n';
        var bytes = Encoding.ASCII.GetBytes(characters, 0, written + 1);
        Array.Clear(characters);
        return bytes;
    }

    /// <summary>One block with any label.</summary>
    public static string Block(string label, ReadOnlySpan<byte> der) => PemEncoding.WriteString(label, der) + "\n";
}
