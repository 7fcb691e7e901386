using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Text;
using Provisioner.Core.Certificates.X509;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Writing;

/// <summary>Reads a subject as people type it: <c>CN=mr2, O=St. Anna, C=BE</c> (RFC 4514) or <c>/C=BE/O=St. Anna/CN=mr2</c> (openssl).</summary>
public static class SubjectText
{
    private const int Longest = 64;

    /// <summary>DER of the Name, the most general attribute first.</summary>
    public static Checked<DistinguishedName> Read(string text)
    {
        var slashed = text.StartsWith('/');
        var parts = Split(slashed ? text[1..] : text, slashed ? '/' : ',').Select(part => part.Trim()).Where(part => part.Length > 0).ToArray();
        var attributes = parts.Select(Attribute).ToArray();
        ImmutableArray<Problem> problems = [.. attributes.SelectMany(attribute => attribute.Problems)];
        return parts.Length == 0 ? Problem.Of("CERT-180", ("part", text))
            : !problems.IsEmpty ? problems
            : Of(slashed ? attributes.Select(a => a.Value) : attributes.Reverse().Select(a => a.Value));
    }

    private static Checked<NameAttribute> Attribute(string part)
    {
        var equals = part.IndexOf('=', StringComparison.Ordinal);
        var value = equals < 0 ? "" : Unescape(part[(equals + 1)..].Trim());
        var oid = equals < 0 ? null : Oids.Attribute(part[..equals].Trim());
        return oid is null || value.Length is 0 or > Longest || (oid == Oids.Country && !IsCountry(value))
            ? Problem.Of("CERT-180", ("part", part))
            : new NameAttribute(oid, value, 0);
    }

    private static bool IsCountry(string value) => value.Length == 2 && value.All(char.IsAsciiLetterUpper);

    private static DistinguishedName Of(IEnumerable<NameAttribute> attributes)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var attribute in attributes)
            {
                using (writer.PushSetOf())
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(attribute.Oid);
                    writer.WriteCharacterString(StringType(attribute.Oid), attribute.Value);
                }
            }
        }

        return NameParser.Read(new AsnReader(writer.Encode(), AsnEncodingRules.DER));
    }

    /// <summary>RFC 5280, A.1: countries are PrintableString, mail addresses and domain components IA5String.</summary>
    private static UniversalTagNumber StringType(string oid) => oid switch
    {
        Oids.Country or "2.5.4.5" or "2.5.4.46" => UniversalTagNumber.PrintableString,
        Oids.EmailAddress or "0.9.2342.19200300.100.1.25" => UniversalTagNumber.IA5String,
        _ => UniversalTagNumber.UTF8String,
    };

    /// <summary>At separators that no backslash protects.</summary>
    private static List<string> Split(string text, char separator)
    {
        var parts = new List<string>();
        var part = new StringBuilder();
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length)
            {
                _ = part.Append(text[at]).Append(text[++at]);
            }
            else if (text[at] == separator)
            {
                parts.Add(part.ToString());
                _ = part.Clear();
            }
            else
            {
                _ = part.Append(text[at]);
            }
        }

        parts.Add(part.ToString());
        return parts;
    }

    private static string Unescape(string value)
    {
        var plain = new StringBuilder();
        for (var at = 0; at < value.Length; at++)
        {
            _ = plain.Append(value[at] == '\\' && at + 1 < value.Length ? value[++at] : value[at]);
        }

        return plain.ToString();
    }
}
