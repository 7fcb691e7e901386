using System.Text;

namespace Provisioner.Core.Certificates.Reading;

/// <summary>Files that hold certificates or keys in forms that are not read here, and how their owner turns them into one that is.</summary>
internal static class ForeignFormats
{
    private const string
        ToPkcs12 = "keytool -importkeystore -srckeystore FILE -destkeystore new.p12 -deststoretype PKCS12",
        ToPem = "ssh-keygen -p -m PEM -f FILE",
        Unpack = "unzip the archive";

    /// <summary>By the first bytes; <c>null</c> when they are none of these.</summary>
    public static (string Word, string Command)? Name(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFE, 0xED, 0xFE, 0xED, ..] => ("Java key store (JKS)", ToPkcs12),
        [0xCE, 0xCE, 0xCE, 0xCE, ..] => ("Java key store (JCEKS)", ToPkcs12),
        [0x00, 0x00, 0x00, 0x02, ..] => ("Bouncy Castle key store (BKS)", ToPkcs12),
        [0x50, 0x4B, 0x03, 0x04, ..] => ("zip archive in an archive", Unpack),
        [0x37, 0x7A, 0xBC, 0xAF, ..] => ("7-Zip archive", Unpack),
        [0x52, 0x61, 0x72, 0x21, ..] => ("RAR archive", Unpack),
        [0x1F, 0x8B, ..] => ("gzip archive", Unpack),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => ("Office document", "attach the certificate's own file"),
        [0x25, 0x50, 0x44, 0x46, ..] => ("PDF document", "attach the certificate's own file"),
        _ => Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, 64)]) is var start && start.StartsWith("PuTTY-User-Key-File", StringComparison.Ordinal)
            ? ("PuTTY key", "puttygen FILE -O private-openssh, then " + ToPem)
            : null,
    };

    /// <summary>By a PEM label; <c>null</c> when it is none of these.</summary>
    public static (string Word, string Command)? Label(string label) =>
        label.StartsWith("OPENSSH", StringComparison.Ordinal) ? ("OpenSSH key", ToPem)
        : label.StartsWith("SSH2", StringComparison.Ordinal) ? ("SSH2 public key", ToPem)
        : label.StartsWith("PGP", StringComparison.Ordinal) ? ("PGP key", "a certificate of the hospital's authority is needed instead")
        : null;
}
