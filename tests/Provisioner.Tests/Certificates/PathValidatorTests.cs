using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Provisioner.Core.Certificates;
using Provisioner.Core.Certificates.Paths;

namespace Provisioner.Tests.Certificates;

public sealed class PathValidatorTests
{
    private static readonly Made Root = Made.Root(), Issuing = Made.Intermediate(Root), Leaf = Made.Leaf(Issuing);

    [Fact]
    public void A_leaf_that_leads_over_an_intermediate_to_the_root_is_good()
    {
        var path = PathValidator.Validate(Leaf.Held, [Issuing.Held], [Root.Held], PathPurpose.Server, Made.Now, "mr2.hospital.local").Value;
        Assert.Equal<HeldCertificate>([Leaf.Held, Issuing.Held, Root.Held], path.Certificates);
    }

    [Fact]
    public void A_trusted_leaf_is_a_path_of_its_own() =>
        Assert.Equal<HeldCertificate>([Leaf.Held], PathValidator.Validate(Leaf.Held, [], [Leaf.Held], PathPurpose.Client, Made.Now).Value.Certificates);

    public static TheoryData<string> Rows => [.. Cases.Keys];

    [Theory, MemberData(nameof(Rows))]
    public void What_breaks_a_path_is_named(string row)
    {
        var (run, code) = Cases[row];
        Assert.Equal(code, string.Join(' ', run().Select(p => p.Code).Distinct().Order()));
    }

    private static readonly Dictionary<string, (Func<ImmutableArray<Core.Problems.Problem>> Run, string Code)> Cases = new()
    {
        ["intermediate missing"] = (() => Of(Leaf, [], [Root]), "CERT-150"),
        ["another root"] = (() => Of(Leaf, [Issuing], [Made.Root("Other")]), "CERT-150"),
        ["another root, and the own one was sent"] = (() => Of(Leaf, [Issuing, Root], [Made.Root("Other")]), "CERT-156"),
        ["authority of the same name with another key"] = (() => Of(Leaf, [Issuing], [Made.Root()]), "CERT-155"),
        ["self-signed and not trusted"] = (() => Of(Made.Leaf(null), [], [Root]), "CERT-156"),
        ["leaf expired one second ago"] = (() => Of(Made.Leaf(Issuing, alter: w => w.Until = Made.Now.AddSeconds(-1)), [Issuing], [Root]), "CERT-103"),
        ["leaf expires this second"] = (() => Of(Made.Leaf(Issuing, alter: w => w.Until = Made.Now), [Issuing], [Root]), ""),
        ["leaf begins next second"] = (() => Of(Made.Leaf(Issuing, alter: w => w.From = Made.Now.AddSeconds(1)), [Issuing], [Root]), "CERT-104"),
        ["leaf begins this second"] = (() => Of(Made.Leaf(Issuing, alter: w => w.From = Made.Now), [Issuing], [Root]), ""),
        ["root expired"] = (() => Under(Made.Root(alter: w => w.Until = Made.Now.AddDays(-1))), "CERT-103"),
        ["usage does not fit"] = (() => Of(Made.Leaf(Issuing, alter: w => w.Usages("1.3.6.1.5.5.7.3.2")), [Issuing], [Root]), "CERT-153"),
        ["no extended usage"] = (() => Of(Made.Leaf(Issuing, alter: w => w.NoUsages()), [Issuing], [Root]), ""),
        ["any extended usage"] = (() => Of(Made.Leaf(Issuing, alter: w => w.Usages("2.5.29.37.0")), [Issuing], [Root]), ""),
        ["issuer is no authority"] = (() => Under(Root, w => w.Authority(isAuthority: false)), "CERT-152"),
        ["issuer may not sign certificates"] = (() => Under(Root, w => w.Authority(usages: X509KeyUsageFlags.CrlSign)), "CERT-152"),
        ["path length 0 and one between"] = (() => Under(Made.Root(alter: w => w.Authority(0))), "CERT-159"),
        ["path length 1 and one between"] = (() => Under(Made.Root(alter: w => w.Authority(1))), ""),
        ["unknown critical extension"] = (() => Of(Made.Leaf(Issuing, alter: w => w.Extension("1.2.3.4", [5, 0])), [Issuing], [Root]), "CERT-157"),
        ["unknown extension, not critical"] = (() => Of(Made.Leaf(Issuing, alter: w => w.Extension("1.2.3.4", [5, 0], critical: false)), [Issuing], [Root]), ""),
        ["signed with SHA-1"] = (() => Of(Made.Leaf(Issuing, alter: w => w.Digest = HashAlgorithmName.SHA1), [Issuing], [Root]), "CERT-160"),
        ["other host"] = (() => Of(Leaf, [Issuing], [Root], "mr3.hospital.local"), "CERT-161"),
        ["host in other case"] = (() => Of(Leaf, [Issuing], [Root], "MR2.Hospital.Local"), ""),
        ["address that is stated"] = (() => Of(Made.Leaf(Issuing, alter: w => w.Names("10.1.2.3")), [Issuing], [Root], "10.1.2.3"), ""),
        ["address that is not stated"] = (() => Of(Leaf, [Issuing], [Root], "10.1.2.3"), "CERT-161"),
        ["names only in the common name"] = (() => Of(Made.Leaf(Issuing, "CN=mr2.hospital.local", w => w.NoNames()), [Issuing], [Root], "mr2.hospital.local"), "CERT-161"),
        ["loop of two authorities"] = (Loop, "CERT-156"),
    };

    private static ImmutableArray<Core.Problems.Problem> Of(Made leaf, Made[] between, Made[] anchors, string? host = null) =>
        PathValidator.Validate(leaf.Held, between.Select(m => m.Held), anchors.Select(m => m.Held), PathPurpose.Server, Made.Now, host).Problems;

    private static ImmutableArray<Core.Problems.Problem> Under(Made root, Action<Made.Wish>? alter = null)
    {
        var issuing = Made.Intermediate(root, alter: alter);
        return Of(Made.Leaf(issuing), [issuing], [root]);
    }

    /// <summary>Two authorities that certify each other, and neither is trusted.</summary>
    private static ImmutableArray<Core.Problems.Problem> Loop()
    {
        var (one, two) = (Made.Root("One"), Made.Root("Two"));
        var oneByTwo = Made.Intermediate(two, "One", w => w.Pair = one.Pair);
        var twoByOne = Made.Intermediate(one, "Two", w => w.Pair = two.Pair);
        return Of(Made.Leaf(one), [oneByTwo, twoByOne], [Root]);
    }
}
