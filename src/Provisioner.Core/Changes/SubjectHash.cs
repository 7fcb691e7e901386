using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Provisioner.Core.Certificates;

namespace Provisioner.Core.Changes;

/// <summary>The number by which OpenSSL (1.0 and newer) finds an authority's file in a folder: the first four bytes, little
/// endian, of SHA-1 over the subject in canonical form: every string UTF-8, lower case, blanks folded.</summary>
internal static class SubjectHash
{
    [SuppressMessage("Security", "CA5350", Justification = "OpenSSL names files so; nothing is trusted for it")]
    public static string Of(DistinguishedName subject) =>
        BinaryPrimitives.ReadUInt32LittleEndian(SHA1.HashData(Canonical(subject.Der))).ToString("x8", CultureInfo.InvariantCulture);

    /// <summary>The sets one behind another, without the sequence around them.</summary>
    private static byte[] Canonical(ReadOnlyMemory<byte> der)
    {
        var names = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
        var canonical = new List<byte>();
        while (names.HasData)
        {
            var set = names.ReadSetOf(skipSortOrderValidation: true);
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSetOf())
            {
                while (set.HasData)
                {
                    Attribute(set.ReadSequence(), writer);
                }
            }

            canonical.AddRange(writer.Encode());
        }

        return [.. canonical];
    }

    private static void Attribute(AsnReader attribute, AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(attribute.ReadEncodedValue().Span);
            var tag = attribute.PeekTag();
            var value = attribute.ReadEncodedValue();
            if (Text(tag, value) is { } text)
            {
                writer.WriteCharacterString(UniversalTagNumber.UTF8String, Folded(text));
            }
            else
            {
                writer.WriteEncodedValue(value.Span);
            }
        }
    }

    /// <summary><c>null</c> for types that OpenSSL leaves as they are.</summary>
    private static string? Text(Asn1Tag tag, ReadOnlyMemory<byte> value)
    {
        _ = AsnDecoder.ReadEncodedValue(value.Span, AsnEncodingRules.BER, out var start, out var length, out _);
        var content = value.Span.Slice(start, length);
        return tag.TagClass != TagClass.Universal ? null : (UniversalTagNumber)tag.TagValue switch
        {
            UniversalTagNumber.UTF8String => Encoding.UTF8.GetString(content),
            UniversalTagNumber.BMPString => Encoding.BigEndianUnicode.GetString(content),
            UniversalTagNumber.UniversalString => Encoding.GetEncoding("utf-32BE").GetString(content),
            UniversalTagNumber.PrintableString or UniversalTagNumber.IA5String or UniversalTagNumber.VisibleString or UniversalTagNumber.T61String => Encoding.Latin1.GetString(content),
            _ => null,
        };
    }

    /// <summary>ASCII only, as OpenSSL folds: other letters keep their case.</summary>
    private static string Folded(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var character in text.Trim(' ', '\t', '\n', '\v', '\f', '\r'))
        {
            var blank = character is ' ' or (>= '\t' and <= '\r');
            if (!blank || folded[^1] != ' ')
            {
                _ = folded.Append(blank ? ' ' : char.IsAsciiLetterUpper(character) ? (char)(character | 0x20) : character);
            }
        }

        return folded.ToString();
    }
}
