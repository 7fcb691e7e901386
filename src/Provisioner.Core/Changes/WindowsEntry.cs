using System.Collections.Immutable;
using System.Globalization;
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
    private const string NameField = "friendly-name: ", ProviderField = "key-provider: ", MachineField = "key-set: machine", AttributeField = "property ", ExtendedField = "extended-property ", Locked = "private-key: not exportable";

    /// <summary>As OpenSSL writes it: a set without values.</summary>
    private static readonly BagAttribute OfMachine = new(BagAttribute.MachineKeySet, new byte[] { 0x31, 0x00 });

    /// <summary><c>null</c> where none is set, and on systems whose stores know none.</summary>
    public string? FriendlyName { get; init; }

    public required HeldCertificate Certificate { get; init; }

    /// <summary>Other properties, where the store keeps them; in the order of their kinds, none twice, no friendly name.</summary>
    public ImmutableArray<BagAttribute> Attributes { get; init; } = [];

    /// <summary>What people and their tools set on an entry of Windows' own stores besides, by Windows' number of the property; what Windows
    /// works out by itself is none of it.</summary>
    public ImmutableSortedDictionary<uint, ReadOnlyMemory<byte>> Extended { get; init; } = ImmutableSortedDictionary<uint, ReadOnlyMemory<byte>>.Empty;

    /// <summary>PKCS#8 as <see cref="HeldKey.Pkcs8"/> has it; <c>null</c> when there is none, or it is locked.</summary>
    public ReadOnlyMemory<byte>? Pkcs8 { get; init; }

    /// <summary>There is a private key that the system does not give out: such an entry could not be put back.</summary>
    public bool IsLocked { get; init; }

    public bool HasKey => IsLocked || Pkcs8 is not null;

    /// <summary>As a PKCS#12 file would state them of the certificate.</summary>
    public BagProperties ToProperties() => new([], ImmutableDictionary<Sha256, ImmutableArray<BagAttribute>>.Empty.Add(
        Certificate.Fingerprint, [.. FriendlyName is { Length: > 0 } name ? (BagAttribute[])[BagAttribute.OfText(BagAttribute.FriendlyName, name)] : [], .. Attributes]));

    public byte[] ToBytes()
    {
        var text = new StringBuilder();
        if (FriendlyName is not null)
        {
            _ = text.Append(NameField).Append(OneLine(FriendlyName)).Append('\n');
        }

        foreach (var attribute in Attributes.OrderBy(attribute => attribute.Oid, StringComparer.Ordinal))
        {
            _ = text.Append(Line(attribute)).Append('\n');
        }

        foreach (var (number, value) in Extended)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"{ExtendedField}{number}: {Convert.ToHexString(value.Span)}\n");
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
                Attributes = [.. text[..block.Location.Start.GetOffset(text.Length)].Split('\n').Select(Attribute).OfType<BagAttribute>()],
                Extended = text[..block.Location.Start.GetOffset(text.Length)].Split('\n').Select(ExtendedIn).OfType<KeyValuePair<uint, ReadOnlyMemory<byte>>>().ToImmutableSortedDictionary(),
                Certificate = certificate,
                Pkcs8 = KeyBehind(text[block.Location.End..]),
                IsLocked = text[block.Location.End..].Contains(Locked, StringComparison.Ordinal),
            }
            : null;
    }

    /// <summary>Known ones in words, as long as the words say all of it.</summary>
    private static string Line(BagAttribute attribute) =>
        attribute == OfMachine ? MachineField
        : attribute is { Oid: BagAttribute.KeyProvider, Text: { Length: > 0 } provider } && OneLine(provider) == provider && BagAttribute.OfText(BagAttribute.KeyProvider, provider) == attribute ? ProviderField + provider
        : $"{AttributeField}{attribute.Oid}: {Convert.ToHexString(attribute.Values.Span)}";

    private static BagAttribute? Attribute(string line)
    {
        if (line == MachineField)
        {
            return OfMachine;
        }

        if (line.StartsWith(ProviderField, StringComparison.Ordinal))
        {
            return BagAttribute.OfText(BagAttribute.KeyProvider, line[ProviderField.Length..]);
        }

        return line.StartsWith(AttributeField, StringComparison.Ordinal) && line[AttributeField.Length..].Split(": ") is [var oid, var hex] && hex.Length % 2 == 0 && hex.All(char.IsAsciiHexDigit)
            ? new(oid, Convert.FromHexString(hex))
            : null;
    }

    private static KeyValuePair<uint, ReadOnlyMemory<byte>>? ExtendedIn(string line) =>
        line.StartsWith(ExtendedField, StringComparison.Ordinal) && line[ExtendedField.Length..].Split(": ") is [var number, var hex] && hex.Length % 2 == 0 && hex.All(char.IsAsciiHexDigit)
            && uint.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var known) ? new(known, Convert.FromHexString(hex)) : null;

    private static string OneLine(string text) => string.Concat(text.Select(sign => char.IsControl(sign) || sign is '\u2028' or '\u2029' ? ' ' : sign));

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
