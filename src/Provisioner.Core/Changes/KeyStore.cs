using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using Provisioner.Core.Certificates;
using Provisioner.Core.Certificates.Paths;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Changes;

/// <summary>Store kind <c>pkcs12</c>: a slot is a key store file as Java keeps it; one with a key file in its layout holds the entries
/// with private keys, one without holds the trusted certificates. Both can be one file.</summary>
internal static class KeyStore
{
    private const string X509Type = "1.2.840.113549.1.9.22.1";

    /// <summary>OBJECT IDENTIFIER 2.5.29.37.0, any usage: trusted for all (Java's <c>PKCS12KeyStore</c>).</summary>
    private static readonly byte[] AnyUsage = [0x06, 0x04, 0x55, 0x1D, 0x25, 0x00];

    public static Checked<ImmutableArray<StoreEntry>> Entries(SlotLayout layout, SlotContents now) => now.Find(layout.Path) is not { } file
        ? ImmutableArray<StoreEntry>.Empty
        : Opened(file, now).Select(store => Entries(layout, store, file));

    public static Checked<Plan> PlanImport(SlotLayout layout, SlotContents now, StoreImport import) =>
        import.Key is not null && layout.KeyFile is null ? Problem.Of("STORE-002", ("slot", layout.Path.Text))
        : import.Key is null && layout.KeyFile is not null ? Problem.Of("STORE-006", ("slot", layout.Path.Text), ("name", import.Wanted.Text))
        : now.Password is null ? Problem.Of("STORE-010", ("file", layout.Path.Text))
        : Opened(layout, now).Then(store => PlanImport(layout, now, import, store));

    public static Checked<Plan> PlanRemove(SlotLayout layout, SlotContents now, ImmutableArray<StoreEntry> entries) => Opened(layout, now).Select(store =>
    {
        ImmutableArray<string> lines = [.. entries.Select(entry => $"- {entry.Name}: {entry.Leaf?.Subject}, SHA-256 {entry.Fingerprint}")];
        return Written(layout, now, store, lines, null, () =>
        {
            foreach (var entry in entries)
            {
                Remove(store, entry.Name);
            }
        });
    });

    private static Checked<Plan> PlanImport(SlotLayout layout, SlotContents now, StoreImport import, KeyStoreFile store)
    {
        var file = now.Find(layout.Path);
        ImmutableArray<StoreEntry> entries = file is null ? [] : Entries(layout, store, file);
        var kept = Kept(layout, import);
        return entries.FirstOrDefault(entry => entry.Leaf == import.Own && (import.IsInUse(entry.Name) || kept.All(entry.Certificates.Contains))) is { } held
            ? EntryPlace.Already(held)
            : EntryPlace.Find(layout, entries, import, name => store.Bags.Any(bag => bag.Alias is { } alias && Store.Is(alias, name))).Select(place =>
            {
                ImmutableArray<string> lines = [$"+ entry {place.Name}", .. PemForm.Facts(kept), .. import.Key is null ? (string[])[] : ["+ private key"]];
                return Written(layout, now, store, lines, new(place.Name, layout.Path, import.Key is null ? null : layout.Path, Already: false), () =>
                {
                    Remove(store, place.Name.Text);
                    Add(store, place.Name.Text, kept, import, now.Password!);
                }) with { Overwrites = place.Overwrites(layout, import) };
            });
    }

    private static Checked<KeyStoreFile> Opened(SlotLayout layout, SlotContents now) => now.Find(layout.Path) is { } file
        ? Opened(file, now)
        : new KeyStoreFile();

    private static Checked<KeyStoreFile> Opened(HeldFile file, SlotContents now) => now is { Known: { } known, Password: { } password }
        ? known.Open(file, password)
        : KeyStoreFile.Read(file.Path.Text, file.Bytes, now.Password);

    private static Plan Written(SlotLayout layout, SlotContents now, KeyStoreFile store, ImmutableArray<string> lines, Placed? placed, Action alter)
    {
        var (held, plan) = (now.Find(layout.Path), new PlanBuilder(now.MissingFolders, layout.KeyFile is not null));
        var bytes = now.Known?.Write(string.Join('\n', [layout.Path.Text, held is null ? "-" : Sha256.Of(held.Bytes.Span).ToString(), .. lines]), now.Password!, Write) ?? Write();
        plan.Write(held, layout.Path, bytes, ownerOnly: layout.KeyFile is not null, lines);
        return plan.Build(placed);

        byte[] Write()
        {
            alter();
            return store.Write(now.Password!);
        }
    }

    /// <summary>Java builds a key's chain from the same file, so that all of it is kept; of authorities only themselves.</summary>
    private static ImmutableArray<HeldCertificate> Kept(SlotLayout layout, StoreImport import) =>
        import.Key is null ? [import.Own] : PemForm.Kept(layout with { WithChain = true }, import.Certificates);

    private static ImmutableArray<StoreEntry> Entries(SlotLayout layout, KeyStoreFile store, HeldFile file)
    {
        var bags = store.Bags.ToArray();
        var keys = bags.Where(bag => bag.IsKey).ToArray();
        return layout.KeyFile is not null
            ? [.. keys.Select(key => KeyEntry(key, NameOf(key, keys), bags, file))]
            : [.. bags.Where(bag => bag.Certificate is not null && IsEntry(bag, keys)).Select(bag => new StoreEntry(NameOf(bag, keys), [bag.Certificate!], file, null))];
    }

    /// <summary>Beside keys stand their certificates and chains, which are no entries; Java gives even those a name.</summary>
    private static bool IsEntry(KeyStoreBag bag, KeyStoreBag[] keys) => bag.IsTrusted || keys.Length == 0;

    private static StoreEntry KeyEntry(KeyStoreBag key, string name, KeyStoreBag[] bags, HeldFile file)
    {
        var leaf = bags.FirstOrDefault(bag => bag.Certificate is not null && IsOf(bag, key))?.Certificate;
        ImmutableArray<HeldCertificate> certificates = leaf is null ? [] : [leaf, .. Chain.Above(leaf, bags.Select(bag => bag.Certificate).OfType<HeldCertificate>())];
        return new(name, certificates, file, file);
    }

    private static bool IsOf(KeyStoreBag certificate, KeyStoreBag key) =>
        certificate.KeyId is not null && key.KeyId is not null ? certificate.KeyId == key.KeyId
        : certificate.Alias is not null && key.Alias is not null && Store.Is(certificate.Alias, key.Alias);

    /// <summary>The alias; without one the subject's common name, or the key's number. Empty for what is no entry.</summary>
    private static string NameOf(KeyStoreBag bag, KeyStoreBag[] keys) =>
        bag.Alias ?? (bag.IsKey ? $"key-{Array.IndexOf(keys, bag) + 1}"
        : bag is { Certificate: { } certificate, KeyId: null } ? EntryName.From(certificate.Subject.CommonName ?? certificate.Subject.ToString()).Text
        : "");

    /// <summary>An entry goes with its key and its own certificate, not with its chain, which another key may need.</summary>
    private static void Remove(KeyStoreFile store, string name)
    {
        var keys = store.Bags.Where(bag => bag.IsKey).ToArray();
        var own = keys.Where(key => Store.Is(NameOf(key, keys), name)).ToArray();
        store.Remove(bag => own.Contains(bag) || (bag.Certificate is not null && own.Any(key => IsOf(bag, key)))
            || (bag.Certificate is not null && IsEntry(bag, keys) && Store.Is(NameOf(bag, keys), name)));
    }

    private static void Add(KeyStoreFile store, string alias, ImmutableArray<HeldCertificate> certificates, StoreImport import, Secret password)
    {
        var own = CertificateBag(certificates[0]);
        Name(own, alias);
        if (import.Key is not { } key)
        {
            own.Attributes.Add(new CryptographicAttributeObject(new(KeyStoreBag.Trusted), [new AsnEncodedData(new Oid(KeyStoreBag.Trusted), AnyUsage)]));
            store.Add(encrypted: true, own);
            return;
        }

        var mark = Mark(store, certificates[0], import.Properties);
        var encrypted = Pkcs8PrivateKeyInfo.Decode(key.Pkcs8, out _, skipCopy: true).Encrypt(password.Characters, store.Protection);
        var shrouded = new Pkcs12ShroudedKeyBag(encrypted, skipCopy: true);
        Name(shrouded, alias);
        shrouded.Attributes.Add(mark);
        own.Attributes.Add(mark);
        BagProperties.Describe(shrouded, import.Properties.OfKey);
        BagProperties.Describe(own, import.Properties.Of(certificates[0]));
        var there = store.Bags.Select(bag => bag.Certificate).OfType<HeldCertificate>().ToHashSet();
        store.Add(encrypted: false, shrouded);
        store.Add(encrypted: true, [own, .. certificates.Skip(1).Where(above => !there.Contains(above)).Select(above => ChainBag(above, alias, import.Properties))]);
    }

    /// <summary>What joins key and certificate: the file's own mark, where it has one and no other entry of the store has the same.</summary>
    private static CryptographicAttributeObject Mark(KeyStoreFile store, HeldCertificate own, BagProperties properties)
    {
        var given = properties.OfKey.FirstOrDefault(attribute => attribute.Oid == BagAttribute.LocalKeyId);
        return given is not null && properties.Of(own).Contains(given) && given.ToObject() is { Values.Count: 1 } mark && store.Bags.All(bag => bag.KeyId is not { } known || !IsMark(mark, known))
            ? mark
            : new(new(BagAttribute.LocalKeyId), [new Pkcs9LocalKeyId(own.Fingerprint.ToBytes().AsSpan(0, 20))]);
    }

    private static bool IsMark(CryptographicAttributeObject mark, string known) =>
        AsnDecoder.TryReadPrimitiveOctetString(mark.Values[0].RawData, AsnEncodingRules.BER, out var octets, out _) && Convert.ToHexString(octets) == known;

    private static Pkcs12CertBag ChainBag(HeldCertificate above, string alias, BagProperties properties)
    {
        var bag = CertificateBag(above);
        if (BagProperties.NameIn(properties.Of(above)) is { } name && !Store.Is(name, alias))
        {
            Name(bag, name);
        }

        BagProperties.Describe(bag, properties.Of(above));
        return bag;
    }

    private static Pkcs12CertBag CertificateBag(HeldCertificate certificate)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteOctetString(certificate.Der.Span);
        return new(new Oid(X509Type), writer.Encode());
    }

    private static void Name(Pkcs12SafeBag bag, string alias)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteCharacterString(UniversalTagNumber.BMPString, alias);
        const string friendlyName = "1.2.840.113549.1.9.20";
        bag.Attributes.Add(new CryptographicAttributeObject(new(friendlyName), [new AsnEncodedData(new Oid(friendlyName), writer.Encode())]));
    }
}
