using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using Provisioner.Core.Certificates;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Keys;
using Provisioner.Tests.EndToEnd;
using Provisioner.Tests.House;

namespace Provisioner.Tests.Certificates;

/// <summary>What a PKCS#12 file says of key and certificate besides goes along: into stores that can hold it, and into files that are
/// handed over. Made and read back by <c>openssl</c>.</summary>
public sealed class BagAttributeTests : IDisposable
{
    private static readonly Made Leaf = Made.Leaf(null);

    private readonly Scratch _scratch = new();
    private readonly Secret _password = new(HospitalIt.Password);

    public void Dispose()
    {
        _password.Dispose();
        _scratch.Dispose();
    }

    [PeerFact("openssl")]
    public void Everything_that_openssl_states_is_read()
    {
        using var identity = Described();
        Assert.Equal(
            [BagAttribute.FriendlyName, BagAttribute.LocalKeyId, BagAttribute.KeyProvider, BagAttribute.MachineKeySet],
            identity.Properties.OfKey.Select(attribute => attribute.Oid).Order(StringComparer.Ordinal));
        Assert.Equal(HospitalIt.FriendlyName, identity.Properties.NameOf(identity.Leaf));
        Assert.Equal(HospitalIt.AuthorityName, BagProperties.NameIn(identity.Properties.Of(identity.Chain.Single())));
        Assert.Equal(HospitalIt.Provider, identity.Properties.OfKey.Single(attribute => attribute.Oid == BagAttribute.KeyProvider).Text);
    }

    [PeerTheory("openssl")]
    [InlineData("handed over")]
    [InlineData("handed over for old machines")]
    [InlineData("in a key store")]
    public void Openssl_finds_it_all_again(string row)
    {
        using var identity = Described();
        File.WriteAllBytes(_scratch["out.p12"], row switch
        {
            "in a key store" => Stored(identity),
            "handed over" => HandOver.Pkcs12(identity, _password),
            _ => HandOver.CompatiblePkcs12(identity, _password),
        });
        var told = OpenSsl("pkcs12", "-in", "out.p12", "-passin", $"pass:{HospitalIt.Password}", "-nodes", "-info");
        Assert.Contains($"Microsoft CSP Name: {HospitalIt.Provider}", told, StringComparison.Ordinal);
        Assert.Contains("Microsoft Local Key set", told, StringComparison.Ordinal);
        Assert.Contains($"friendlyName: {(row == "in a key store" ? "room-1" : HospitalIt.FriendlyName)}", told, StringComparison.Ordinal);
        Assert.Equal(row != "in a key store", told.Contains($"friendlyName: {HospitalIt.AuthorityName}", StringComparison.Ordinal));     // a store of keys has no root
        using var again = IdentityReader.Read("out.p12", File.ReadAllBytes(_scratch["out.p12"]), _password).Value;
        Assert.Equal(Besides(identity.Properties.OfKey), Besides(again.Properties.OfKey));
        Assert.Equal(Besides(identity.Properties.Of(identity.Leaf)), Besides(again.Properties.Of(identity.Leaf)));
    }

    [PeerFact("openssl", "keytool")]
    public void Keytool_reads_a_store_with_such_an_entry()
    {
        using var identity = Described();
        File.WriteAllBytes(_scratch["store.p12"], Stored(identity));
        var (code, told) = Peers.Run("keytool", _scratch.Path, "-list", "-keystore", "store.p12", "-storepass", HospitalIt.Password);
        Assert.True(code == 0 && told.Contains("room-1", StringComparison.Ordinal) && told.Contains("Your keystore contains 1 entry", StringComparison.Ordinal), told);
    }

    /// <summary>Label, octets of the set of values, and the line; odd ones stay as they are, whatever they hold.</summary>
    public static TheoryData<string, string, byte[], string> Lines => new()
    {
        { "key of the machine", BagAttribute.MachineKeySet, [0x31, 0x00], "key-set: machine" },
        { "key of the machine, with a value", BagAttribute.MachineKeySet, [0x31, 0x02, 0x05, 0x00], "property 1.3.6.1.4.1.311.17.2: 31020500" },
        { "provider", BagAttribute.KeyProvider, [0x31, 0x06, 0x1E, 0x04, 0, 0x41, 0, 0x42], "key-provider: AB" },
        { "provider on two lines", BagAttribute.KeyProvider, [0x31, 0x06, 0x1E, 0x04, 0, 0x0A, 0, 0x42], "property 1.3.6.1.4.1.311.17.1: 31061E04000A0042" },
        { "provider as UTF-8", BagAttribute.KeyProvider, [0x31, 0x03, 0x0C, 0x01, 0x41], "property 1.3.6.1.4.1.311.17.1: 31030C0141" },
        { "of another", "1.3.6.1.4.1.311.17.3", [0x31, 0x02, 0x04, 0x00], "property 1.3.6.1.4.1.311.17.3: 31020400" },
    };

    [Theory, MemberData(nameof(Lines))]
    public void A_described_entry_says_it_in_one_line_and_is_read_again(string row, string oid, byte[] values, string line)
    {
        var entry = new WindowsEntry { FriendlyName = "Room 1", Certificate = Leaf.Held, Attributes = [new(oid, values)] };
        var text = System.Text.Encoding.UTF8.GetString(entry.ToBytes());
        Assert.True(text.Split('\n')[1] == line, $"{row}: {text}");
        var read = WindowsEntry.Read(entry.ToBytes())!;
        Assert.Equal(new BagAttribute(oid, values), Assert.Single(read.Attributes));
        Assert.Equal("Room 1", read.FriendlyName);
        Assert.Equal(entry.ToBytes(), read.ToBytes());
    }

    [Theory]
    [InlineData(BagAttribute.Most - 1, BagAttribute.Most - 1)]
    [InlineData(BagAttribute.Most, BagAttribute.Most)]
    [InlineData(BagAttribute.Most + 1, BagAttribute.Most)]
    public void More_properties_than_anybody_has_are_left_out(int there, int read) =>
        Assert.Equal(read, Attributes(Enumerable.Range(0, there).Select(at => ($"1.2.3.{at}", 2))).Length);

    [Theory]
    [InlineData(BagAttribute.Largest, 1)]
    [InlineData(BagAttribute.Largest + 1, 0)]
    public void A_property_longer_than_anybody_needs_is_left_out(int octets, int read) => Assert.Equal(read, Attributes([("1.2.3", octets)]).Length);

    /// <summary>Java would trust everybody whom such an authority vouches for.</summary>
    [Fact]
    public void What_makes_Java_trust_a_certificate_is_never_taken_over()
    {
        var bag = new Pkcs12SafeContents().AddSecret(new Oid("1.2.3"), new byte[] { 5, 0 });
        BagProperties.Describe(bag, [new(BagAttribute.JavaTrusted, new byte[] { 0x31, 0x00 }), new("1.2.3", new byte[] { 0x31, 0x00 })]);
        Assert.Equal("1.2.3", Assert.Single(bag.Attributes.Cast<CryptographicAttributeObject>()).Oid.Value);
    }

    private static ImmutableArray<BagAttribute> Attributes(IEnumerable<(string Oid, int Octets)> wanted)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSetOf())
        {
            foreach (var (oid, octets) in wanted)
            {
                using var attribute = writer.PushSequence();
                writer.WriteObjectIdentifier(oid);
                writer.WriteEncodedValue(Set(octets));
            }
        }

        return BagAttribute.All(new AsnReader(writer.Encode(), AsnEncodingRules.BER).ReadSetOf(skipSortOrderValidation: true));
    }

    /// <summary>A set that is so long in all: of nothing, or of one octet string.</summary>
    private static byte[] Set(int octets)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSetOf())
        {
            if (octets > 2)
            {
                writer.WriteOctetString(new byte[octets - 8]);
            }
        }

        var set = writer.Encode();
        Assert.Equal(octets, set.Length);
        return set;
    }

    private static string[] Besides(ImmutableArray<BagAttribute> attributes) =>
        [.. attributes.Where(attribute => attribute.Oid is not (BagAttribute.FriendlyName or BagAttribute.LocalKeyId)).Select(attribute => $"{attribute.Oid} {Convert.ToHexString(attribute.Values.Span)}").Order(StringComparer.Ordinal)];

    private byte[] Stored(Identity identity)
    {
        var layout = new SlotLayout { Path = ConsolePath.Parse("store.p12"), CertificateFile = "store.p12", KeyFile = "store.p12", OneFile = true };
        var plan = Store.PlanImport(StoreKind.Pkcs12, layout, new() { MissingFolders = [], Files = [], Password = _password }, new()
        {
            Wanted = EntryName.From("room-1"),
            Certificates = [identity.Leaf, .. identity.Chain],
            Key = identity.Key,
            Properties = identity.Properties,
        }).Value;
        return plan.Bytes.Values.Single().ToArray();
    }

    private Identity Described() => IdentityReader.Read("described.p12", File.ReadAllBytes(HospitalIt.File("described-identity.p12")), _password).Value;

    private string OpenSsl(params string[] arguments)
    {
        var (code, output) = Peers.Run("openssl", _scratch.Path, arguments);
        Assert.True(code == 0, output);
        return output;
    }
}
