using System.Formats.Asn1;

namespace Provisioner.Core.Certificates.X509;

/// <summary>What a DER or BER element is, told from its shape; labels and file endings are not believed.</summary>
internal enum DerKind
{
    Unknown,
    Certificate,
    Request,
    RevocationList,
    Pkcs7,
    Pkcs12,
    Pkcs8,
    EncryptedPkcs8,
    Pkcs1,
    Sec1,
    CurveParameters,
    PublicKey,
}

/// <summary>Looks at the first few elements and no further.</summary>
internal static class DerShape
{
    public static DerKind Of(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var outer = new AsnReader(bytes, AsnEncodingRules.BER);
            return outer.PeekTag() == Asn1Tag.ObjectIdentifier ? DerKind.CurveParameters : Sequence(outer.ReadSequence());
        }
        catch (AsnContentException)
        {
            return DerKind.Unknown;
        }
    }

    /// <summary>How many bytes a sequence says that it has, when there are fewer; otherwise <c>null</c>.</summary>
    public static long? CutOff(ReadOnlySpan<byte> bytes)
    {
        if (bytes is not [0x30, 0x82 or 0x83, _, _, _, ..])
        {
            return null;
        }

        var whole = bytes[1] == 0x82 ? 4L + ((bytes[2] << 8) | bytes[3]) : 5L + ((bytes[2] << 16) | (bytes[3] << 8) | bytes[4]);
        return whole > bytes.Length ? whole : null;
    }

    /// <summary>The first element without what stands behind it: OpenSSL's trusted certificates have trust settings there, copies have zeros.</summary>
    public static ReadOnlyMemory<byte> Trimmed(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return new AsnReader(bytes, AsnEncodingRules.BER).PeekEncodedValue();
        }
        catch (AsnContentException)
        {
            return bytes;
        }
    }

    /// <summary>For the texts of problems.</summary>
    public static string Word(DerKind kind) => kind switch
    {
        DerKind.Certificate => "certificate",
        DerKind.Request => "certificate request",
        DerKind.RevocationList => "revocation list",
        DerKind.Pkcs7 => "PKCS#7 file",
        DerKind.Pkcs12 => "PKCS#12 file",
        DerKind.EncryptedPkcs8 => "encrypted key",
        DerKind.CurveParameters => "set of curve parameters",
        DerKind.PublicKey => "public key",
        DerKind.Unknown => "block",
        _ => "private key",
    };

    private static DerKind Sequence(AsnReader inner)
    {
        var first = inner.PeekTag();
        return first == Asn1Tag.Integer ? Numbered(inner)
            : first == Asn1Tag.ObjectIdentifier ? DerKind.Pkcs7
            : first == Asn1Tag.Sequence ? Nested(inner)
            : DerKind.Unknown;
    }

    /// <summary>Starts with a version: PKCS#12 is 3 and a ContentInfo, PKCS#8 0 or 1 and an algorithm, the others 0 or 1 and the key.</summary>
    private static DerKind Numbered(AsnReader inner)
    {
        var version = inner.ReadInteger();
        var second = inner.PeekTag();
        return second == Asn1Tag.Integer ? DerKind.Pkcs1
            : second.HasSameClassAndValue(Asn1Tag.PrimitiveOctetString) ? DerKind.Sec1
            : second != Asn1Tag.Sequence ? DerKind.Unknown
            : version == 3 ? DerKind.Pkcs12
            : version > 1 ? DerKind.Unknown
            : ReadsOctetsNext(inner) ? DerKind.Pkcs8
            : DerKind.CurveParameters;
    }

    /// <summary>PKCS#8 goes on with an octet string; explicit curve parameters with two more sequences.</summary>
    private static bool ReadsOctetsNext(AsnReader inner)
    {
        _ = inner.ReadEncodedValue();
        return inner.HasData && inner.PeekTag().HasSameClassAndValue(Asn1Tag.PrimitiveOctetString);
    }

    private static DerKind Nested(AsnReader inner)
    {
        var body = inner.ReadSequence();
        var second = inner.PeekTag();
        return second.HasSameClassAndValue(Asn1Tag.PrimitiveOctetString) ? DerKind.EncryptedPkcs8
            : second.HasSameClassAndValue(Asn1Tag.PrimitiveBitString) ? DerKind.PublicKey
            : second == Asn1Tag.Sequence ? Signed(body)
            : DerKind.Unknown;
    }

    /// <summary>The three signed things: a request is version, name, key; a revocation list has a time third or fourth, before it an
    /// algorithm; a certificate has serial, algorithm, issuer, validity.</summary>
    private static DerKind Signed(AsnReader body)
    {
        if (body.PeekTag().TagClass == TagClass.ContextSpecific)
        {
            return DerKind.Certificate;
        }

        if (body.PeekTag() == Asn1Tag.Integer)
        {
            _ = body.ReadInteger();
        }
        else if (body.PeekTag() != Asn1Tag.Sequence)
        {
            return DerKind.Unknown;
        }

        var tags = new List<Asn1Tag>(4);
        while (tags.Count < 4 && body.HasData)
        {
            tags.Add(body.PeekTag());
            _ = body.ReadEncodedValue();
        }

        return tags.Count > 2 && (tags[2] == Asn1Tag.UtcTime || tags[2] == Asn1Tag.GeneralizedTime) ? DerKind.RevocationList
            : tags.Count > 2 && tags[2].TagClass == TagClass.ContextSpecific ? DerKind.Request
            : tags.Count == 2 ? DerKind.Request
            : tags.Count > 3 ? DerKind.Certificate
            : DerKind.Unknown;
    }
}
