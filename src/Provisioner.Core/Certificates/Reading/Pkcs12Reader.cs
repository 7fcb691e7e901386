using System.Collections.Immutable;
using System.Formats.Asn1;
using Provisioner.Core.Certificates.X509;

namespace Provisioner.Core.Certificates.Reading;

/// <summary>PKCS#12 (RFC 7292), walked by ourselves: libraries refuse much of what Windows and Java wrote for years, and hang on crafted files.</summary>
internal sealed class Pkcs12Reader(ItemSink sink, KeyOpener opener, ReadingBudget budget)
{
    private const string
        Data = "1.2.840.113549.1.7.1", EncryptedData = "1.2.840.113549.1.7.6", Bags = "1.2.840.113549.1.12.10.1.",
        X509Type = "1.2.840.113549.1.9.22.1";

    private const int Deepest = 4;

    private static readonly Asn1Tag Wrapped = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>Forms to try, the file's own first once it is known.</summary>
    private ImmutableArray<PasswordForm> _forms = opener.Forms;

    private bool _isPasswordKnown;

    public void Read(ReadOnlyMemory<byte> ber)
    {
        var pfx = new AsnReader(BerShape.Definite(ber), AsnEncodingRules.BER).ReadSequence();
        _ = pfx.ReadInteger();
        var content = Content(pfx.ReadSequence(), "PKCS#12 protected by a public key");
        if (pfx.HasData && !Know(Pkcs12Mac.Read(pfx, budget), content))
        {
            return;
        }

        var parts = new AsnReader(BerShape.Definite(content), AsnEncodingRules.BER).ReadSequence();
        while (parts.HasData && !sink.IsFull)
        {
            var part = parts.ReadEncodedValue();
            sink.Guard("part of a PKCS#12 file", part.Length, () => Part(new AsnReader(part, AsnEncodingRules.BER).ReadSequence()));
        }
    }

    /// <summary>Finds the password that the seal wants. Where there is none, a part that opens nevertheless shows that the password is right
    /// and the file is not.</summary>
    private bool Know(Pkcs12Mac mac, ReadOnlyMemory<byte> content)
    {
        if (mac.Find(_forms, content) is { } known)
        {
            _forms = [known, .. _forms.Where(form => form != known)];
            _isPasswordKnown = true;
            return true;
        }

        if (IsOpened(content))
        {
            sink.Say("CERT-020");
        }
        else
        {
            opener.SayRefused();
        }

        return false;
    }

    private bool IsOpened(ReadOnlyMemory<byte> content)
    {
        var parts = new AsnReader(BerShape.Definite(content), AsnEncodingRules.BER).ReadSequence();
        while (parts.HasData)
        {
            var part = parts.ReadSequence();
            var type = part.ReadObjectIdentifier();
            if (type == EncryptedData ? Decrypt(part.ReadSequence(Wrapped).ReadSequence()) is not null : type == Data && HasOpenKey(part.ReadSequence(Wrapped).Octets()))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A shrouded key among entries in the clear opens with a password at hand.</summary>
    private bool HasOpenKey(ReadOnlyMemory<byte> ber)
    {
        var bags = new AsnReader(BerShape.Definite(ber), AsnEncodingRules.BER).ReadSequence();
        while (bags.HasData)
        {
            var bag = bags.ReadSequence();
            if (bag.ReadObjectIdentifier() == Bags + "2" && opener.Open(bag.ReadSequence(Wrapped).ReadEncodedValue(), _forms) is { } key)
            {
                Array.Clear(key);
                return true;
            }
        }

        return false;
    }

    private static ReadOnlyMemory<byte> Content(AsnReader info, string otherwise) =>
        info.ReadObjectIdentifier() == Data ? info.ReadSequence(Wrapped).Octets() : throw new UnsupportedException(otherwise);

    private void Part(AsnReader info)
    {
        switch (info.ReadObjectIdentifier())
        {
            case Data:
                SafeContents(info.ReadSequence(Wrapped).Octets(), isEncrypted: false, 0);
                break;
            case EncryptedData:
                Encrypted(info.ReadSequence(Wrapped).ReadSequence());
                break;
            default:
                throw new UnsupportedException("part protected by a public key");
        }
    }

    private void Encrypted(AsnReader data)
    {
        if (Decrypt(data) is { } plain)
        {
            SafeContents(plain, isEncrypted: true, 0);
        }
        else if (_isPasswordKnown)
        {
            sink.Say("CERT-011");
        }
        else
        {
            opener.SayRefused();
        }
    }

    /// <summary>EncryptedData: version, { type, algorithm, [0] bytes }.</summary>
    private byte[]? Decrypt(AsnReader data)
    {
        _ = data.ReadInteger();
        var info = data.ReadSequence();
        _ = info.ReadObjectIdentifier();
        var algorithm = info.ReadEncodedValue();
        var bytes = info.Octets(new Asn1Tag(TagClass.ContextSpecific, 0));
        return KeyOpener.Try(_forms, form => PasswordEncryption.Decrypt(algorithm, bytes, form, budget), IsBags);
    }

    private static bool IsBags(byte[] plain)
    {
        try
        {
            var bags = new AsnReader(plain, AsnEncodingRules.BER).ReadSequence();
            return !bags.HasData || bags.ReadSequence().ReadObjectIdentifier().StartsWith(Bags, StringComparison.Ordinal);
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    private void SafeContents(ReadOnlyMemory<byte> ber, bool isEncrypted, int depth)
    {
        var bags = new AsnReader(BerShape.Definite(ber), AsnEncodingRules.BER).ReadSequence();
        while (bags.HasData && !sink.IsFull)
        {
            var bag = bags.ReadEncodedValue();
            sink.Guard("entry of a PKCS#12 file", bag.Length, () => Bag(new AsnReader(bag, AsnEncodingRules.BER).ReadSequence(), isEncrypted, depth));
        }
    }

    private void Bag(AsnReader bag, bool isEncrypted, int depth)
    {
        var kind = bag.ReadObjectIdentifier();
        var value = bag.ReadSequence(Wrapped).ReadEncodedValue();
        ImmutableArray<BagAttribute> attributes = bag.HasData ? BagAttribute.All(bag.ReadSetOf(skipSortOrderValidation: true)) : [];
        var alias = Alias(attributes);
        switch (kind.StartsWith(Bags, StringComparison.Ordinal) ? kind[Bags.Length..] : kind)
        {
            case "1": sink.Add(PrivateKeyParser.Read(value), held => new FileItem.Key(held, isEncrypted) { Alias = alias, Attributes = attributes }); break;
            case "2": Shrouded(value, alias, attributes); break;
            case "3": Certificate(new AsnReader(value, AsnEncodingRules.BER).ReadSequence(), alias, attributes); break;
            case "4": RevocationList(new AsnReader(value, AsnEncodingRules.BER).ReadSequence(), alias); break;
            case "6" when depth < Deepest: SafeContents(value, isEncrypted, depth + 1); break;
            default: sink.Say("CERT-014", ("alias", alias ?? "-"), ("kind", kind == Bags + "5" ? "secret" : kind)); break;
        }
    }

    private void Shrouded(ReadOnlyMemory<byte> value, string? alias, ImmutableArray<BagAttribute> attributes)
    {
        if (opener.Encrypted(value, _forms, alias, attributes))
        {
            return;
        }

        if (_isPasswordKnown)
        {
            sink.Say("CERT-011");
        }
        else
        {
            opener.SayRefused();
        }
    }

    private void Certificate(AsnReader bag, string? alias, ImmutableArray<BagAttribute> attributes)
    {
        var type = bag.ReadObjectIdentifier();
        if (type != X509Type)
        {
            throw new UnsupportedException($"certificate of type {type}");
        }

        sink.Add(CertificateParser.Read(bag.ReadSequence(Wrapped).Octets()), held => new FileItem.Certificate(held) { Alias = alias, Attributes = attributes });
    }

    private void RevocationList(AsnReader bag, string? alias)
    {
        _ = bag.ReadObjectIdentifier();
        sink.Add(RevocationListParser.Read(bag.ReadSequence(Wrapped).Octets()), held => new FileItem.RevocationList(held) { Alias = alias });
    }

    private static string? Alias(ImmutableArray<BagAttribute> attributes) =>
        attributes.FirstOrDefault(attribute => attribute.Oid == BagAttribute.FriendlyName)?.Text;
}
