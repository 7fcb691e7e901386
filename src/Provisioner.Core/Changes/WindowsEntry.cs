using System.Security.Cryptography;
using System.Text;
using Provisioner.Core.Certificates;
using Provisioner.Core.Certificates.Writing;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Changes;

/// <summary>An entry of a Windows certificate store in one spelling, so that its digest tells whether it is the same: friendly
/// name, certificate, and private key where the system gives it out.</summary>
public sealed record WindowsEntry
{
    private const string NameField = "friendly-name: ", Locked = "private-key: not exportable";

    /// <summary><c>null</c> where none is set, and on systems whose stores know none.</summary>
    public string? FriendlyName { get; init; }

    public required HeldCertificate Certificate { get; init; }

    /// <summary>PKCS#8 as <see cref="HeldKey.Pkcs8"/> has it; <c>null</c> when there is none, or it is locked.</summary>
    public ReadOnlyMemory<byte>? Pkcs8 { get; init; }

    /// <summary>There is a private key that the system does not give out: such an entry could not be put back.</summary>
    public bool IsLocked { get; init; }

    public bool HasKey => IsLocked || Pkcs8 is not null;

    public byte[] ToBytes()
    {
        var text = new StringBuilder();
        if (FriendlyName is not null)
        {
            _ = text.Append(NameField).Append(FriendlyName.ReplaceLineEndings(" ")).Append('\n');
        }

        _ = text.Append(PemText.Block("CERTIFICATE", Certificate.Der.Span)).Append(IsLocked ? Locked + "\n" : "");
        return Encoding.UTF8.GetBytes(text.Append(Pkcs8 is { } key ? PemText.Block("PRIVATE KEY", key.Span) : "").ToString());
    }

    /// <returns><c>null</c> when the bytes are none of <see cref="ToBytes"/>.</returns>
    public static WindowsEntry? Read(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        return PemEncoding.TryFind(text, out var block) && HeldCertificate.Read(Der(text, block)).TryGet(out var certificate, out _)
            ? new()
            {
                FriendlyName = text.StartsWith(NameField, StringComparison.Ordinal) ? text[NameField.Length..text.IndexOf('\n', StringComparison.Ordinal)] : null,
                Certificate = certificate,
                Pkcs8 = KeyBehind(text[block.Location.End..]),
                IsLocked = text[block.Location.End..].Contains(Locked, StringComparison.Ordinal),
            }
            : null;
    }

    private static ReadOnlyMemory<byte>? KeyBehind(string text)
    {
        if (!PemEncoding.TryFind(text, out var block))
        {
            return null;
        }

        return Der(text, block);
    }

    private static byte[] Der(string text, PemFields block) => Convert.FromBase64String(text[block.Base64Data]);
}
