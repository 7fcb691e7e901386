using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Provisioner.Core.Certificates;
using Provisioner.Core.Certificates.Paths;
using Provisioner.Tests.House;

namespace Provisioner.Tests.Certificates;

/// <summary>Path validation against suites that others made. They are not part of this repository: where <c>PROVISIONER_SUITES</c> names a
/// folder with <c>limbo.json</c> (C2SP/x509-limbo), <c>bettertls.json</c> (Netflix/bettertls, export-tests) and <c>pkits/</c> (NIST, in
/// boringssl's pki/testdata/nist-pkits), they run; otherwise these tests are skipped and say so.</summary>
[Trait("Needs", "suites")]
public sealed partial class PublicSuiteTests
{
    private static readonly string Folder = Environment.GetEnvironmentVariable("PROVISIONER_SUITES") ?? "";

    [SuiteFact("limbo.json")]
    public void X509_limbo_is_answered_as_it_expects_but_for_the_written_list()
    {
        using var suite = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "limbo.json")));
        var tests = suite.RootElement.GetProperty("testcases").EnumerateArray().ToArray();
        CompareWithList("limbo", profile => tests.Where(test => test.GetProperty("expected_result").GetString() == "SUCCESS" != Limbo(test, profile))
            .Select(test => $"{test.GetProperty("id").GetString()} {test.GetProperty("expected_result").GetString()}"));
    }

    [SuiteFact("pkits")]
    public void Pkits_is_answered_as_it_expects_but_for_the_written_list()
    {
        var tests = PkitsTest().Matches(File.ReadAllText(Path.Combine(Folder, "pkits", "pkits_testcases-inl.h")));
        Assert.True(tests.Count > 200);
        CompareWithList("pkits", profile => tests.Where(test => (test.Groups["good"].Value == "true") != Pkits(test, profile))
            .Select(test => $"{test.Groups["number"].Value} {(test.Groups["good"].Value == "true" ? "SUCCESS" : "FAILURE")}"));
    }

    [SuiteFact("bettertls.json")]
    public void Bettertls_is_answered_as_it_expects()
    {
        using var suite = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "bettertls.json")));
        var root = HeldCertificate.Read(suite.RootElement.GetProperty("trustRoot").GetBytesFromBase64()).Value;
        var tests = suite.RootElement.GetProperty("suites").EnumerateObject()
            .SelectMany(one => one.Value.GetProperty("testCases").EnumerateArray()).Where(test => !test.GetProperty("failureIsWarning").GetBoolean()).ToArray();
        Assert.True(tests.Length > 8000);
        Assert.Empty(tests.Where(test => test.GetProperty("expected").GetString() == "ACCEPT" != Bettertls(test, root))
            .Select(test => $"{test.GetProperty("suite").GetString()} {test.GetProperty("id").GetInt32()} {test.GetProperty("expected").GetString()}"));
    }

    private static bool Bettertls(JsonElement test, HeldCertificate root)
    {
        var sent = test.GetProperty("certificates").EnumerateArray().Select(der => HeldCertificate.Read(der.GetBytesFromBase64())).ToArray();
        return sent[0].IsGood && PathValidator.Validate(
            sent[0].Value, sent[1..].Where(one => one.IsGood).Select(one => one.Value), [root], PathPurpose.Server, DateTimeOffset.UtcNow,
            test.GetProperty("hostname").GetString()).IsGood;
    }

    /// <summary>What must be refused is asked of the complete profile and of the usual one, what must be accepted of the usual one. The list has:
    /// suite, test, what the suite expects, profiles that answer otherwise, why.</summary>
    private static void CompareWithList(string suite, Func<PathProfile, IEnumerable<string>> wrong)
    {
        var rows = File.ReadLines(Path.Combine(Repository.Top, "tests", "vectors", "certificates", "suite-exclusions.tsv"))
            .Where(line => line.StartsWith(suite + "\t", StringComparison.Ordinal)).Select(line => line.Split('\t')).ToArray();
        var usual = wrong(PathProfile.Validation).Distinct().Order(StringComparer.Ordinal).ToArray();
        var complete = wrong(PathProfile.Complete).Distinct().Order(StringComparer.Ordinal).Where(line => line.EndsWith("FAILURE", StringComparison.Ordinal));
        Assert.Equal(rows.Where(row => row[3] == "both").Select(row => $"{row[1]} {row[2]}").Order(StringComparer.Ordinal), complete);
        Assert.Equal(rows.Select(row => $"{row[1]} {row[2]}").Order(StringComparer.Ordinal), usual);
    }

    private static bool Pkits(Match test, PathProfile profile)
    {
        var certificates = Names(test.Groups["certs"].Value).Select(name => Pkits("certs", name, "crt").Certificates.SingleOrDefault()).ToArray();
        if (certificates.Any(certificate => certificate is null))
        {
            return false;
        }

        var body = test.Groups["body"].Value;
        var request = new PathRequest(PathPurpose.Any, new(2011, 4, 15, 0, 0, 0, TimeSpan.Zero))
        {
            Profile = profile,
            ListsForAll = true,
            RevocationLists = [.. Names(test.Groups["crls"].Value).SelectMany(name => Pkits("crls", name, "crl").RevocationLists)],
            ExplicitPolicy = body.Contains("SetInitialExplicitPolicy(true)", StringComparison.Ordinal),
            InhibitPolicyMapping = body.Contains("SetInitialPolicyMappingInhibit(true)", StringComparison.Ordinal),
            InhibitAnyPolicy = body.Contains("SetInitialInhibitAnyPolicy(true)", StringComparison.Ordinal),
            Policies = PolicySet().Match(body) is { Success: true } set && set.Groups[1].Value != "anyPolicy"
                ? [.. set.Groups[1].Value.Split(',').Select(policy => "2.16.840.1.101.3.2.1.48." + policy.Split('-')[^1])] : null,
        };
        return PathValidator.Validate(certificates[^1]!, certificates[1..^1]!, [certificates[0]!], request).IsGood;
    }

    private static ReadFile Pkits(string folder, string name, string ending) =>
        CertificateFile.Read(name, File.ReadAllBytes(Path.Combine(Folder, "pkits", folder, $"{name}.{ending}")));

    private static IEnumerable<string> Names(string list) => Quoted().Matches(list).Select(m => m.Groups[1].Value);

    private static bool Limbo(JsonElement test, PathProfile profile)
    {
        var isServer = test.GetProperty("validation_kind").GetString() == "SERVER";
        var leaf = Certificates(test.GetProperty("peer_certificate").GetString()!).FirstOrDefault();
        var now = test.GetProperty("validation_time") is { ValueKind: JsonValueKind.String } time
            ? DateTimeOffset.Parse(time.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : Made.Now;
        var host = test.GetProperty("expected_peer_name") is { ValueKind: JsonValueKind.Object } name ? name.GetProperty("value").GetString() : null;
        var request = new PathRequest(isServer ? PathPurpose.Server : PathPurpose.Client, now)
        {
            Host = isServer ? host : null, Profile = profile, RevocationLists = [.. Lists(test)],
        };
        var read = leaf is null ? null : PathValidator.Validate(leaf, All(test, "untrusted_intermediates"), All(test, "trusted_certs"), request);
        return read is { IsGood: true } && FitsDepth(test, read.Value) && FitsUsage(test, leaf!);
    }

    private static bool FitsDepth(JsonElement test, ValidatedPath path) =>
        test.GetProperty("max_chain_depth") is not { ValueKind: JsonValueKind.Number } most || path.Certificates[1..^1].Count(c => !c.IsSelfIssued) <= most.GetInt32();

    private static bool FitsUsage(JsonElement test, HeldCertificate leaf) =>
        test.GetProperty("key_usage").GetArrayLength() == 0 || leaf.KeyUsages is not { } usages
        || usages.HasFlag(System.Security.Cryptography.X509Certificates.X509KeyUsageFlags.DigitalSignature);

    private static HeldCertificate[] All(JsonElement test, string property) =>
        [.. test.GetProperty(property).EnumerateArray().SelectMany(pem => Certificates(pem.GetString()!))];

    private static IEnumerable<HeldCertificate> Certificates(string pem) => CertificateFile.Read("suite", Encoding.ASCII.GetBytes(pem)).Certificates;

    private static IEnumerable<HeldRevocationList> Lists(JsonElement test) =>
        test.GetProperty("crls").EnumerateArray().SelectMany(pem => CertificateFile.Read("suite", Encoding.ASCII.GetBytes(pem.GetString()!)).RevocationLists);

    [GeneratedRegex("""certs\[\] = \{(?<certs>[^}]*)\};\s*const char\* const crls\[\] = \{(?<crls>[^}]*)\};(?<body>.*?test_number = "(?<number>[0-9.]+)";\s*info\.should_validate = (?<good>true|false);.*?)RunTest""", RegexOptions.Singleline)]
    private static partial Regex PkitsTest();

    [GeneratedRegex("""SetInitialPolicySet\("([^"]*)"\)""")]
    private static partial Regex PolicySet();

    [GeneratedRegex("\"([^\"]+)\"")]
    private static partial Regex Quoted();

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class SuiteFactAttribute : FactAttribute
    {
        public SuiteFactAttribute(string file) =>
            Skip = Path.Exists(Path.Combine(Folder, file)) && Folder.Length > 0 ? null : $"needs {file} in the folder that PROVISIONER_SUITES names";
    }
}
