using System.Formats.Asn1;
using System.Text;
using Provisioner.Core.Certificates;

namespace Provisioner.Core.Changes;

/// <summary>One SafeBag (RFC 7292, 4.2) with what tells entries apart.</summary>
internal sealed record KeyStoreBag
{
    private const string Bags = "1.2.840.113549.1.12.10.1.", FriendlyName = "1.2.840.113549.1.9.20", LocalKeyId = "1.2.840.113549.1.9.21";

    /// <summary>Java's mark for certificates that it trusts.</summary>
    public const string Trusted = "2.16.840.1.113894.746875.1.1";

    private static readonly Asn1Tag Wrapped = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>The whole bag, DER.</summary>
    public required ReadOnlyMemory<byte> Encoded { get; init; }

    /// <summary>Private key, encrypted or not.</summary>
    public bool IsKey { get; init; }

    /// <summary><c>null</c> unless it is a certificate that can be read.</summary>
    public HeldCertificate? Certificate { get; init; }

    /// <summary>The friendly name; Java's alias. Letter case does not count there.</summary>
    public string? Alias { get; init; }

    /// <summary>Joins a key with its certificate; hexadecimal, <c>null</c> when there is none.</summary>
    public string? KeyId { get; init; }

    public bool IsTrusted { get; init; }

    /// <summary>Of an encrypted key: the algorithm's object identifier.</summary>
    public string? Encryption { get; init; }

    /// <exception cref="AsnContentException">No SafeContents.</exception>
    public static IEnumerable<KeyStoreBag> All(ReadOnlyMemory<byte> contents)
    {
        var bags = new AsnReader(contents, AsnEncodingRules.BER).ReadSequence();
        var found = new List<KeyStoreBag>();
        while (bags.HasData)
        {
            found.Add(One(bags.ReadEncodedValue()));
        }

        return found;
    }

    private static KeyStoreBag One(ReadOnlyMemory<byte> encoded)
    {
        var reader = new AsnReader(encoded, AsnEncodingRules.BER).ReadSequence();
        var kind = reader.ReadObjectIdentifier();
        var value = reader.ReadSequence(Wrapped).ReadEncodedValue();
        var bag = (kind.StartsWith(Bags, StringComparison.Ordinal) ? kind[Bags.Length..] : "") switch
        {
            "1" => new KeyStoreBag { Encoded = encoded, IsKey = true },
            "2" => new KeyStoreBag { Encoded = encoded, IsKey = true, Encryption = new AsnReader(value, AsnEncodingRules.BER).ReadSequence().ReadSequence().ReadObjectIdentifier() },
            "3" => new KeyStoreBag { Encoded = encoded, Certificate = ReadCertificate(value) },
            _ => new KeyStoreBag { Encoded = encoded },
        };
        return reader.HasData ? WithAttributes(bag, reader.ReadSetOf(skipSortOrderValidation: true)) : bag;
    }

    private static HeldCertificate? ReadCertificate(ReadOnlyMemory<byte> value)
    {
        var bag = new AsnReader(value, AsnEncodingRules.BER).ReadSequence();
        _ = bag.ReadObjectIdentifier();
        return HeldCertificate.Read(bag.ReadSequence(Wrapped).ReadOctetString()).TryGet(out var certificate, out _) ? certificate : null;
    }

    private static KeyStoreBag WithAttributes(KeyStoreBag bag, AsnReader attributes)
    {
        while (attributes.HasData)
        {
            var attribute = attributes.ReadSequence();
            var oid = attribute.ReadObjectIdentifier();
            var values = attribute.ReadSetOf(skipSortOrderValidation: true);
            bag = oid switch
            {
                FriendlyName when values.HasData => bag with { Alias = Encoding.BigEndianUnicode.GetString(values.PeekContentBytes().Span) },
                LocalKeyId when values.HasData => bag with { KeyId = Convert.ToHexString(values.ReadOctetString()) },
                Trusted => bag with { IsTrusted = true },
                _ => bag,
            };
        }

        return bag;
    }
}
