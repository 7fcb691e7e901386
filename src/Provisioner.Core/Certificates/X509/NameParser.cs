using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Net;
using System.Text;

namespace Provisioner.Core.Certificates.X509;

/// <summary>Names and general names (RFC 5280, 4.1.2.4 and 4.2.1.6).</summary>
internal static class NameParser
{
    private const int T61String = 20;

    /// <summary>Reads the Name at the reader's place.</summary>
    public static DistinguishedName Read(AsnReader reader)
    {
        var der = reader.PeekEncodedValue();
        var sets = reader.ReadSequence();
        var attributes = ImmutableArray.CreateBuilder<NameAttribute>();
        for (var group = 0; sets.HasData; group++)
        {
            var set = sets.ReadSetOf(skipSortOrderValidation: true);
            if (!set.HasData)
            {
                throw new MalformedException("empty set in a name");
            }

            while (set.HasData)
            {
                var attribute = set.ReadSequence();
                attributes.Add(new(attribute.ReadObjectIdentifier(), Value(attribute), group));
                attribute.ThrowIfNotEmpty();
            }
        }

        return new(der, attributes.ToImmutable());
    }

    /// <summary>The empty name.</summary>
    public static DistinguishedName Empty { get; } = new(new byte[] { 0x30, 0 }, []);

    private static string Value(AsnReader reader)
    {
        var tag = reader.PeekTag();
        if (tag.TagClass != TagClass.Universal || tag.IsConstructed)
        {
            return "#" + Convert.ToHexString(reader.ReadEncodedValue().Span);
        }

        var content = reader.PeekContentBytes().Span;
        var text = (UniversalTagNumber)tag.TagValue switch
        {
            UniversalTagNumber.UTF8String => Encoding.UTF8.GetString(content),
            UniversalTagNumber.BMPString => Encoding.BigEndianUnicode.GetString(content),
            UniversalTagNumber.UniversalString => Encoding.UTF32.GetString(SwapWords(content)),
            UniversalTagNumber.PrintableString or UniversalTagNumber.IA5String or UniversalTagNumber.NumericString
                or UniversalTagNumber.VisibleString or (UniversalTagNumber)T61String => Encoding.Latin1.GetString(content),
            _ => null,
        };
        var encoded = reader.ReadEncodedValue();
        return text ?? "#" + Convert.ToHexString(encoded.Span);
    }

    private static byte[] SwapWords(ReadOnlySpan<byte> bigEndian)
    {
        var bytes = bigEndian.ToArray();
        for (var at = 0; at + 4 <= bytes.Length; at += 4)
        {
            bytes.AsSpan(at, 4).Reverse();
        }

        return bytes;
    }

    /// <summary>GeneralNames: a sequence of at least one.</summary>
    public static ImmutableArray<AlternativeName> ReadNames(ReadOnlyMemory<byte> der)
    {
        var outer = new AsnReader(der, AsnEncodingRules.DER);
        var reader = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        return !reader.HasData ? throw new MalformedException("no name in a list of names") : ReadNames(reader);
    }

    /// <summary>General names until the reader's end.</summary>
    public static ImmutableArray<AlternativeName> ReadNames(AsnReader reader, bool constraint = false)
    {
        var names = ImmutableArray.CreateBuilder<AlternativeName>();
        while (reader.HasData)
        {
            names.Add(ReadName(reader, constraint));
        }

        return names.ToImmutable();
    }

    /// <param name="constraint">An IP address has a mask behind it (RFC 5280, 4.2.1.10).</param>
    public static AlternativeName ReadName(AsnReader reader, bool constraint = false)
    {
        var tag = reader.PeekTag();
        if (tag.TagClass != TagClass.ContextSpecific || tag.TagValue > (int)NameKind.RegisteredId)
        {
            throw new MalformedException("unknown kind of name");
        }

        var kind = (NameKind)tag.TagValue;
        var content = reader.PeekContentBytes();
        switch (kind)
        {
            case NameKind.Email or NameKind.Dns or NameKind.Uri:
                _ = reader.ReadEncodedValue();
                return new(kind, Ascii(content.Span)) { Raw = content };
            case NameKind.Ip:
                _ = reader.ReadOctetString(tag);
                return new(kind, Address(content.Span, constraint)) { Raw = content };
            case NameKind.Directory:
                var directory = Read(reader.ReadSequence(tag));
                return new(kind, directory.ToString()) { Directory = directory, Raw = content };
            default:
                _ = reader.ReadEncodedValue();
                return new(kind, "") { Raw = content };
        }
    }

    /// <summary>Careless writers put UTF-8 where only ASCII may stand. It is read, and fits no host and no constraint.</summary>
    private static string Ascii(ReadOnlySpan<byte> text) => System.Text.Ascii.IsValid(text) ? Encoding.ASCII.GetString(text) : Encoding.UTF8.GetString(text);

    private static string Address(ReadOnlySpan<byte> bytes, bool constraint) => (bytes.Length, constraint) switch
    {
        (4 or 16, false) => new IPAddress(bytes).ToString(),
        (8 or 32, true) => $"{new IPAddress(bytes[..(bytes.Length / 2)])}/{new IPAddress(bytes[(bytes.Length / 2)..])}",
        _ => throw new MalformedException("IP address of a wrong length"),
    };
}
