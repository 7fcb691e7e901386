using System.Collections.Immutable;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Rules;

/// <summary>Judges a certificate for the place where it is to stand. Nothing is fetched; what is not known is not judged.</summary>
public static class Judge
{
    /// <summary>It names machines, but not this console.</summary>
    public const string WrongScanner = "CERT-129";

    /// <summary>Every rule there is, in the order of their problems.</summary>
    internal static ImmutableArray<CertificateRule> All { get; } =
    [
        new ExpiredRule(), new NotYetValidRule(), new RevokedRule(), new WrongScannerRule(), new HostNameRule(),
        new SubjectAttributesRule(), new KeyKindRule(), new WeakKeyRule(), new UnknownKeyRule(),
        new SignatureAlgorithmRule(), new WeakSignatureRule(), new DnsNameRule(), new IpNameRule(),
        new ExtendedUsageRule(), new KeyUsageRule(), new CriticalExtensionRule(), new NotAnAuthorityRule(), new AuthorityAsMachineRule(),
        new SelfSignedRule(), new ChainDepthRule(), new LifetimeRule(), new DaysLeftRule(),
        new MissingLinkRule(), new RevocationListRule(), new NearExpiryRule(), new LifetimeAdviceRule(), new WrongClockRule(), new PublicAuthorityRule(),
        new HeldAlreadyRule(), new SameKeyRule(), new NamesakeRule(),
    ];

    /// <summary>What forbids that the certificate stands there; empty when it may.</summary>
    public static ImmutableArray<Problem> Certificate(HeldCertificate certificate, CertificateRules rules, JudgedAs judged) =>
        Check(certificate, rules, judged, refusing: true);

    /// <summary>What forbids it in any of its roles, each once.</summary>
    public static ImmutableArray<Problem> Certificate(HeldCertificate certificate, ImmutableArray<JudgedFor> roles) =>
        [.. roles.SelectMany(role => Certificate(certificate, role.Rules, role.As)).Distinct()];

    /// <summary>Likewise.</summary>
    public static ImmutableArray<Problem> Identity(Identity identity, ImmutableArray<JudgedFor> roles) =>
        [.. roles.SelectMany(role => Identity(identity, role.Rules, role.As)).Distinct()];

    /// <summary>What somebody should know of it, and what does not forbid it: near its end, a public authority, a double.</summary>
    public static ImmutableArray<Problem> Remarks(HeldCertificate certificate, CertificateRules rules, JudgedAs judged) =>
        Check(certificate, rules, judged, refusing: false);

    /// <summary>The leaf by the rules, with the chain that came along, and that the key fits it.</summary>
    public static ImmutableArray<Problem> Identity(Identity identity, CertificateRules rules, JudgedAs judged)
    {
        var problems = Certificate(identity.Leaf, rules, judged with { Candidates = judged.Candidates.AddRange(identity.Chain) });
        return identity.Key.Fits(identity.Leaf) ? problems : problems.Add(Problem.Of("CERT-101", ("certificate", identity.Leaf.Subject.ToString()), ("file", "-")));
    }

    /// <summary>Whether the store takes the file as it is: its form, its ending, and how keys lie in it.</summary>
    public static ImmutableArray<Problem> File(ReadFile file, CertificateRules rules) => [.. FileRules.Check(file, rules)];

    private static ImmutableArray<Problem> Check(HeldCertificate certificate, CertificateRules rules, JudgedAs judged, bool refusing)
    {
        var judgement = new Judgement(certificate, rules, judged);
        var problems = ImmutableArray.CreateBuilder<Problem>();
        foreach (var rule in All)
        {
            if (rule.Refuses == refusing)
            {
                problems.AddRange(rule.Check(judgement));
            }
        }

        return problems.ToImmutable();
    }
}
