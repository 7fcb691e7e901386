using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Text;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates;

/// <summary>A property that a PKCS#12 file gives to a key or a certificate (RFC 7292, 4.2): Windows calls them extended properties.</summary>
/// <param name="Oid">Of its kind.</param>
/// <param name="Values">DER of the SET OF its values.</param>
public sealed record BagAttribute(string Oid, ReadOnlyMemory<byte> Values)
{
    public const string FriendlyName = "1.2.840.113549.1.9.20", LocalKeyId = "1.2.840.113549.1.9.21";

    /// <summary>Microsoft's: the provider that is to hold the key, and that it is to be one of the machine.</summary>
    public const string KeyProvider = "1.3.6.1.4.1.311.17.1", MachineKeySet = "1.3.6.1.4.1.311.17.2";

    /// <summary>Java's mark for certificates that it trusts: never taken over from a file.</summary>
    public const string JavaTrusted = "2.16.840.1.113894.746875.1.1";

    /// <summary>Of one entry; what is more is left out.</summary>
    public const int Most = 32;

    /// <summary>Octets of one; a longer one is left out.</summary>
    public const int Largest = 16 * 1024;

    /// <summary>Its value where it is text; <c>null</c> where it is anything else.</summary>
    public string? Text => TextIn(Values);

    public static BagAttribute OfText(string oid, string text)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSetOf())
        {
            writer.WriteCharacterString(UniversalTagNumber.BMPString, text);
        }

        return new(oid, writer.Encode());
    }

    /// <summary>All of an entry, in its order, each kind once.</summary>
    /// <exception cref="AsnContentException">These are no attributes.</exception>
    internal static ImmutableArray<BagAttribute> All(AsnReader attributes)
    {
        var all = ImmutableArray.CreateBuilder<BagAttribute>();
        while (attributes.HasData)
        {
            var attribute = attributes.ReadSequence();
            var oid = attribute.ReadObjectIdentifier();
            var values = attribute.ReadEncodedValue();
            if (all.Count < Most && values.Length <= Largest && all.All(known => known.Oid != oid) && IsSet(values))
            {
                all.Add(new(oid, values.ToArray()));
            }
        }

        return all.ToImmutable();
    }

    /// <summary>As .NET's writer of PKCS#12 wants it.</summary>
    public CryptographicAttributeObject ToObject()
    {
        var values = new AsnEncodedDataCollection();
        for (var set = new AsnReader(Values, AsnEncodingRules.BER).ReadSetOf(skipSortOrderValidation: true); set.HasData;)
        {
            _ = values.Add(new AsnEncodedData(Oid, set.ReadEncodedValue().ToArray()));
        }

        return new(new Oid(Oid), values);
    }

    public bool Equals(BagAttribute? other) => other is not null && Oid == other.Oid && Values.Span.SequenceEqual(other.Values.Span);

    public override int GetHashCode() => Oid.GetHashCode(StringComparison.Ordinal);

    /// <summary>For people, who compare it with what a dialog shows.</summary>
    public override string ToString() => Oid switch
    {
        FriendlyName => $"friendly name {Printable.Of(Text ?? "-")}",
        LocalKeyId => "local key id",
        KeyProvider => $"key provider {Printable.Of(Text ?? "-")}",
        MachineKeySet => "key of the machine",
        _ => $"property {Oid}",
    };

    /// <summary>A set whose values can be walked.</summary>
    private static bool IsSet(ReadOnlyMemory<byte> values)
    {
        try
        {
            var set = new AsnReader(values, AsnEncodingRules.BER).ReadSetOf(skipSortOrderValidation: true);
            while (set.HasData)
            {
                _ = set.ReadEncodedValue();
            }

            return true;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    private static string? TextIn(ReadOnlyMemory<byte> values)
    {
        try
        {
            var set = new AsnReader(values, AsnEncodingRules.BER).ReadSetOf(skipSortOrderValidation: true);
            return !set.HasData ? null
                : set.PeekTag() == Asn1Tag.ObjectIdentifier || set.PeekTag().TagClass != TagClass.Universal ? null
                : (UniversalTagNumber)set.PeekTag().TagValue switch
                {
                    UniversalTagNumber.BMPString => Encoding.BigEndianUnicode.GetString(set.PeekContentBytes().Span),
                    UniversalTagNumber.UTF8String => Encoding.UTF8.GetString(set.PeekContentBytes().Span),
                    _ => null,
                };
        }
        catch (AsnContentException)
        {
            return null;
        }
    }
}

/// <summary>The properties of an identity's parts, as the file that delivered it states them.</summary>
public sealed record BagProperties(ImmutableArray<BagAttribute> OfKey, ImmutableDictionary<Sha256, ImmutableArray<BagAttribute>> OfCertificates)
{
    public static BagProperties None { get; } = new([], ImmutableDictionary<Sha256, ImmutableArray<BagAttribute>>.Empty);

    public ImmutableArray<BagAttribute> Of(HeldCertificate certificate) => OfCertificates.GetValueOrDefault(certificate.Fingerprint, []);

    /// <summary>Of a certificate with its key: the certificate's, then what only the key has.</summary>
    public ImmutableArray<BagAttribute> OfPair(HeldCertificate leaf) =>
        [.. Of(leaf), .. OfKey.Where(attribute => Of(leaf).All(known => known.Oid != attribute.Oid))];

    /// <summary>Gives an entry of a new file what it had; names and marks are for the new file to say.</summary>
    public static void Describe(Pkcs12SafeBag bag, ImmutableArray<BagAttribute> attributes)
    {
        foreach (var attribute in attributes.Where(attribute => attribute.Oid is not (BagAttribute.FriendlyName or BagAttribute.LocalKeyId or BagAttribute.JavaTrusted)))
        {
            bag.Attributes.Add(attribute.ToObject());
        }
    }

    /// <summary>The name of certificate and key; <c>null</c>: the file gives none.</summary>
    public string? NameOf(HeldCertificate leaf) => NameIn(OfPair(leaf));

    public static string? NameIn(ImmutableArray<BagAttribute> attributes) =>
        attributes.FirstOrDefault(attribute => attribute.Oid == BagAttribute.FriendlyName)?.Text is { Length: > 0 } name ? name : null;
}
