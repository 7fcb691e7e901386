using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using Provisioner.Core.Certificates;
using Provisioner.Core.Certificates.Rules;
using Provisioner.Core.Problems;
using Provisioner.Tests.House;

namespace Provisioner.Tests.Certificates;

/// <summary>Every rule: certificates that pass and certificates that fail, each bound below, at and above.</summary>
public sealed partial class JudgeTests
{
    private const string Server = "1.3.6.1.5.5.7.3.1", Client = "1.3.6.1.5.5.7.3.2";

    private static readonly Made Root = Made.Root("St. Anna Root"), Issuing = Made.Intermediate(Root);
    private static readonly JudgedAs Host = new(CertificateSlot.Host, null, Made.Now);
    private static readonly JudgedAs Trusted = Host with { Slot = CertificateSlot.Trusted };
    private static readonly RSA Rsa1024 = RSA.Create(1024), Rsa2048 = RSA.Create(2048);
    private static readonly HeldCertificate Plain = Made.Leaf(Issuing).Held;

    private sealed record Case(string Row, string Code, bool Broken, HeldCertificate Certificate, JudgedAs As, CertificateRules? Rules = null);

    private static Case Good(string row, string code, HeldCertificate certificate, JudgedAs judged, CertificateRules? rules = null) => new(row, code, false, certificate, judged, rules);

    private static Case Bad(string row, string code, HeldCertificate certificate, JudgedAs judged, CertificateRules? rules = null) => new(row, code, true, certificate, judged, rules);

    private static HeldCertificate Leaf(Action<Made.Wish> alter) => Made.Leaf(Issuing, alter: alter).Held;

    private static HeldCertificate Days(int days) => Leaf(w => (w.From, w.Until) = (Made.Now, Made.Now.AddDays(days)));

    private static HeldCertificate Named(string subject) => Made.Leaf(Issuing, subject).Held;

    private static CertificateRules Keys(params KeyRule[] rules) => new() { Keys = [.. rules] };

    private static readonly Case[] Cases =
    [
        Good("last second", "CERT-103", Leaf(w => w.Until = Made.Now), Host),
        Bad("a second later", "CERT-103", Leaf(w => w.Until = Made.Now.AddSeconds(-1)), Host),
        Good("first second", "CERT-104", Leaf(w => w.From = Made.Now), Host),
        Bad("a second before", "CERT-104", Leaf(w => w.From = Made.Now.AddSeconds(1)), Host),
        Good("ten days of ten", "CERT-105", Days(10), Host, new() { FewestDaysLeft = 10 }),
        Bad("nine days of ten", "CERT-105", Days(9), Host, new() { FewestDaysLeft = 10 }),
        Good("bound not stated", "CERT-105", Days(9), Host),
        Good("as long as may be", "CERT-106", Days(365), Host, new() { LongestDays = 365 }),
        Bad("a day longer", "CERT-106", Days(366), Host, new() { LongestDays = 365 }),
        Good("all six attributes", "CERT-110", Plain, Host, new() { SubjectAttributes = ["CN", "O", "OU", "L", "ST", "C"] }),
        Bad("without locality", "CERT-110", Named("CN=mr2, OU=Radiology, O=St. Anna, ST=East Flanders, C=BE"), Host, new() { SubjectAttributes = ["CN", "O", "OU", "L", "ST", "C"] }),
        Bad("locality of spaces", "CERT-110", Named("CN=mr2, L=\" \""), Host, new() { SubjectAttributes = ["L"] }),
        Good("key of a kind that is taken", "CERT-111", Leaf(w => w.Pair = Rsa2048), Host, Keys(new("EC"), new("RSA", 2048, 2048))),
        Bad("key under the bound", "CERT-111", Leaf(w => w.Pair = Rsa1024), Host, Keys(new KeyRule("RSA", 1025))),
        Good("key at the bound", "CERT-111", Leaf(w => w.Pair = Rsa1024), Host, Keys(new KeyRule("RSA", 1024))),
        Bad("key above the bound", "CERT-111", Leaf(w => w.Pair = Rsa2048), Host, Keys(new KeyRule("RSA", null, 2047))),
        Bad("key of another kind", "CERT-111", Plain, Host, Keys(new KeyRule("RSA"))),
        Good("DNS name", "CERT-112", Plain, Host, new() { DnsName = true }),
        Bad("no DNS name", "CERT-112", Leaf(w => w.NoNames()), Host, new() { DnsName = true }),
        Good("IP address", "CERT-113", Leaf(w => w.Names("10.1.2.3")), Host, new() { IpName = true }),
        Bad("no IP address", "CERT-113", Plain, Host, new() { IpName = true }),
        Good("digitalSignature", "CERT-115", Leaf(w => Usage(w, X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment)), Host),
        Good("key usage not stated", "CERT-115", Plain, Host),
        Bad("keyEncipherment alone", "CERT-115", Leaf(w => Usage(w, X509KeyUsageFlags.KeyEncipherment)), Host),
        Good("signature by digest", "CERT-116", Plain, Host, new() { SignatureAlgorithms = ["SHA-256"] }),
        Good("signature by word", "CERT-116", Plain, Host, new() { SignatureAlgorithms = ["ecdsa-sha256"] }),
        Bad("signature that is not known", "CERT-116", Plain, Host, new() { SignatureAlgorithms = ["sha256WithRSA"] }),
        Good("one between, one allowed", "CERT-117", Plain, Host with { Candidates = [Root.Held, Issuing.Held] }, new() { ChainDepth = 1 }),
        Bad("one between, none allowed", "CERT-117", Plain, Host with { Candidates = [Root.Held, Issuing.Held] }, new() { ChainDepth = 0 }),
        Good("issued by another", "CERT-118", Plain, Host, new() { SelfSigned = false }),
        Good("signed itself, allowed", "CERT-118", Made.Leaf(null).Held, Host, new() { SelfSigned = true }),
        Bad("signed itself", "CERT-118", Made.Leaf(null).Held, Host, new() { SelfSigned = false }),
        Good("authority among trusted", "CERT-122", Issuing.Held, Trusted),
        Good("what signed itself among trusted", "CERT-122", Made.Leaf(null).Held, Trusted),
        Bad("machine among trusted", "CERT-122", Plain, Trusted),
        Good("machine as host", "CERT-123", Plain, Host),
        Bad("authority as host", "CERT-123", Issuing.Held, Host),
        Good("hospital's authority", "CERT-125", Plain, Host),
        Bad("signed timestamps", "CERT-125", Leaf(w => w.Extension("1.3.6.1.4.1.11129.2.4.2", [4, 0], critical: false)), Host),
        Bad("policy of the forum", "CERT-125", Leaf(w => w.Extension("2.5.29.32", Convert.FromHexString("300A3008060667810C010202"), critical: false)), Host),
        Good("OU missing, hospital's authority", "CERT-126", Named("CN=mr2"), Host, new() { SubjectAttributes = ["OU"] }),
        Bad("OU missing, public authority", "CERT-126", Made.Leaf(Issuing, "CN=mr2", w => w.Extension("1.3.6.1.4.1.11129.2.4.2", [4, 0], critical: false)).Held, Host, new() { SubjectAttributes = ["OU"] }),
        Good("P-256", "CERT-128", Plain, Host),
        Bad("Ed25519", "CERT-128", Vector("ed25519"), Host),
        Bad("Brainpool", "CERT-128", Vector("brainpool"), Host),
        Good("Ed25519 where the scanner takes it", "CERT-128", Vector("ed25519"), Host, Keys(new KeyRule("Ed25519"))),
        Good("its own name", "CERT-129", Plain, Host with { ConsoleNames = ["10.9.9.9", "MR2.hospital.local"] }),
        Good("its own first label", "CERT-129", Plain, Host with { ConsoleNames = ["mr2"] }),
        Good("names not known", "CERT-129", Plain, Host),
        Good("names nothing", "CERT-129", Leaf(w => w.NoNames()), Host with { ConsoleNames = ["mr3"] }),
        Bad("another console's name", "CERT-129", Plain, Host with { ConsoleNames = ["mr3", "mr3.hospital.local"] }),
        Good("not there yet", "CERT-130", Plain, Host with { Held = [Root.Held] }),
        Bad("there already", "CERT-130", Plain, Host with { Held = [Plain] }),
        Good("other key", "CERT-131", Plain, Host with { Held = [Issuing.Held] }),
        Bad("same key again", "CERT-131", Leaf(w => w.Pair = Rsa2048), Host with { Held = [Leaf(w => w.Pair = Rsa2048)] }),
        Good("two years", "CERT-132", Days(732), Host),
        Bad("a day more than two years", "CERT-132", Days(733), Host),
        Good("an authority may live long", "CERT-132", Made.Root(alter: w => w.Until = Made.Now.AddYears(20)).Held, Trusted),
        Good("thirty days left", "CERT-133", Leaf(w => w.Until = Made.Now.AddDays(30)), Host),
        Bad("under thirty days left", "CERT-133", Leaf(w => (w.From, w.Until) = (Made.Now.AddDays(-300), Made.Now.AddDays(30).AddSeconds(-1))), Host),
        Good("born to live a week", "CERT-133", Days(7), Host),
        Good("names tell them apart", "CERT-134", Root.Held, Trusted with { Held = [Made.Root("St. Anna Root").Held] }),
        Bad("nothing tells them apart", "CERT-134", Root.Held, Trusted with { Held = [Made.Root("St. Anna Root", w => w.KeyIdentifiers = false).Held] }),
        Good("made in a sensible year", "CERT-135", Plain, Host),
        Bad("made on a wrong clock", "CERT-135", Leaf(w => w.From = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero)), Host),
        Good("usage permitted", "CERT-153", Plain, Host with { Role = TlsRole.Client }, new() { Usages = ["clientAuth", "serverAuth"] }),
        Bad("usage of the role missing", "CERT-153", Leaf(w => w.Usages(Server)), Host with { Role = TlsRole.Client }),
        Bad("usage that is demanded missing", "CERT-153", Leaf(w => w.Usages(Client)), Host, new() { Usages = ["serverAuth"] }),
        Good("no critical extension unknown", "CERT-157", Leaf(w => w.Extension("1.2.3.4", [5, 0], critical: false)), Host),
        Bad("critical extension unknown", "CERT-157", Leaf(w => w.Extension("1.2.3.4", [5, 0])), Host),
        Good("RSA 2048", "CERT-158", Leaf(w => w.Pair = Rsa2048), Host),
        Bad("RSA 1024", "CERT-158", Leaf(w => w.Pair = Rsa1024), Host),
        Good("RSA 1024 where the scanner takes it", "CERT-158", Leaf(w => w.Pair = Rsa1024), Host, Keys(new KeyRule("RSA", 1024))),
        Good("signed with SHA-256", "CERT-160", Plain, Host),
        Bad("signed with SHA-1", "CERT-160", Leaf(w => w.Digest = HashAlgorithmName.SHA1), Host),
        Bad("signed with MD5", "CERT-160", Vector("md5"), Host),
        Good("old root signed itself with SHA-1", "CERT-160", Made.Root(alter: w => w.Digest = HashAlgorithmName.SHA1).Held, Trusted),
        Good("reached under its name", "CERT-161", Plain, Host with { Host = "mr2.hospital.local" }),
        Bad("reached under another", "CERT-161", Plain, Host with { Host = "mr3.hospital.local" }),
        Good("chain is whole", "CERT-102", Plain, Host with { Candidates = [Root.Held, Issuing.Held] }),
        Good("root was left out", "CERT-102", Plain, Host with { Candidates = [Issuing.Held] }),
        Bad("another root came along", "CERT-102", Plain, Host with { Candidates = [Issuing.Held, Made.Root("Other").Held] }),
        Bad("intermediate is missing", "CERT-102", Plain, Host with { Candidates = [Root.Held] }),
        Good("not revoked", "CERT-165", Revocation.Leaf, Revocation.With(Revocation.Other)),
        Bad("revoked", "CERT-165", Revocation.Leaf, Revocation.With(Revocation.List)),
        Good("list of this authority", "CERT-166", Revocation.Leaf, Revocation.With(Revocation.Other)),
        Bad("list signed by another key", "CERT-166", Revocation.Leaf, Revocation.With(Revocation.Forged)),
        Good("list within its time", "CERT-167", Revocation.Leaf, Revocation.With(Revocation.Other)),
        Bad("list past its time", "CERT-167", Revocation.Leaf, Revocation.With(Revocation.Old)),
    ];

    public static TheoryData<string> Rows => [.. Cases.Select(c => $"{c.Code} {c.Row}")];

    [Theory, MemberData(nameof(Rows))]
    public void A_rule_speaks_where_it_must_and_nowhere_else(string row)
    {
        var of = Cases.Single(c => $"{c.Code} {c.Row}" == row);
        var rules = of.Rules ?? CertificateRules.None;
        var found = Judge.Certificate(of.Certificate, rules, of.As).AddRange(Judge.Remarks(of.Certificate, rules, of.As));
        Assert.Equal(of.Broken, found.Any(problem => problem.Code == of.Code));
    }

    [Fact]
    public void Every_code_of_a_rule_has_a_certificate_that_passes_and_one_that_fails()
    {
        var folder = Path.Combine(Repository.Core, "Certificates", "Rules");
        var codes = Directory.GetFiles(folder, "*Rule.cs").SelectMany(file => Code().Matches(File.ReadAllText(file))).Select(m => m.Value).ToHashSet();
        Assert.Empty(codes.Where(code => !Cases.Any(c => c.Code == code && c.Broken) || !Cases.Any(c => c.Code == code && !c.Broken)));
    }

    [Fact]
    public void Every_rule_is_in_the_list_of_all() => Assert.Equal(
        typeof(CertificateRule).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(CertificateRule))).Select(t => t.Name).Order(),
        Judge.All.Select(rule => rule.GetType().Name).Order());

    [Fact]
    public void A_plain_certificate_of_the_hospitals_authority_breaks_nothing()
    {
        var judged = Host with { Role = TlsRole.Client, Candidates = [Root.Held, Issuing.Held], ConsoleNames = ["mr2.hospital.local"] };
        Assert.Empty(Judge.Certificate(Plain, CertificateRules.None, judged));
        Assert.Empty(Judge.Remarks(Plain, CertificateRules.None, judged));
    }

    public static TheoryData<string, string, string, bool?, string> FileRows => new()
    {
        { "right form and ending", "pem/plain.pem", ".pem", null, "" },
        { "wrong ending", "pem/plain.pem", ".crt", null, "CERT-121" },
        { "DER with the right ending", "der/der-inside.pem", ".pem", null, "CERT-120" },
        { "encrypted key where only clear ones are taken", "keys/pbes2-3des.key", ".key", false, "CERT-119" },
        { "clear key where only clear ones are taken", "keys/pkcs8.key", ".key", false, "" },
        { "clear key where only encrypted ones are taken", "keys/pkcs8.key", ".key", true, "CERT-124" },
        { "encrypted key where only encrypted ones are taken", "keys/pbes2-3des.key", ".key", true, "" },
    };

    [Theory, MemberData(nameof(FileRows))]
    public void A_file_is_judged_by_form_ending_and_how_its_key_lies_in_it(string row, string vector, string ending, bool? encrypted, string code)
    {
        using var password = new Secret("secret");
        using var file = CertificateFile.Read(Path.GetFileName(vector), VectorTests.Bytes(vector), password);
        var problems = Judge.File(file, new() { Formats = ["pem"], Endings = [ending], EncryptedKey = encrypted });
        Assert.True(string.Join(' ', problems.Select(p => p.Code)) == code, row);
    }

    private static void Usage(Made.Wish wish, X509KeyUsageFlags usages) => wish.Extension("2.5.29.15", new X509KeyUsageExtension(usages, critical: true).RawData);

    private static HeldCertificate Vector(string name) =>
        CertificateFile.Read(name, VectorTests.Bytes($"certs/{name}.pem")).Certificates.Single();

    private static class Revocation
    {
        private static readonly Made Revoked = Made.Leaf(Issuing);

        public static HeldCertificate Leaf => Revoked.Held;

        public static HeldRevocationList List { get; } = Make(Issuing, Revoked, Made.Now);

        public static HeldRevocationList Other { get; } = Make(Issuing, Made.Leaf(Issuing), Made.Now);

        public static HeldRevocationList Forged { get; } = Make(Made.Intermediate(Root), Revoked, Made.Now);

        public static HeldRevocationList Old { get; } = Make(Issuing, Made.Leaf(Issuing), Made.Now.AddDays(-8));

        public static JudgedAs With(HeldRevocationList list) => Host with { Candidates = [Issuing.Held, Root.Held], RevocationLists = [list] };

        private static HeldRevocationList Make(Made issuer, Made revoked, DateTimeOffset made)
        {
            var builder = new CertificateRevocationListBuilder();
            builder.AddEntry(revoked.Platform, made, X509RevocationReason.KeyCompromise);
            var crl = builder.Build(issuer.Platform.CopyWithPrivateKey((ECDsa)issuer.Pair), 1, made.AddDays(7), HashAlgorithmName.SHA256, thisUpdate: made);
            return CertificateFile.Read("list.crl", Encoding.ASCII.GetBytes(PemEncoding.WriteString("X509 CRL", crl))).RevocationLists.Single();
        }
    }

    [GeneratedRegex("CERT-[0-9]{3}")]
    private static partial Regex Code();
}
