using System.Collections.Immutable;
using Provisioner.Core.Certificates.Paths;
using Provisioner.Core.Certificates.Rules;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Inspecting;

/// <summary>A file with everything that is wrong with what it holds.</summary>
public sealed record InspectedFile(ReadFile File, ImmutableArray<Problem> Problems);

/// <summary>A certificate and the issuers above it.</summary>
/// <param name="Path">The leaf first.</param>
/// <param name="IsComplete">It ends in a certificate that signed itself.</param>
/// <param name="Deviations">Where it falls short of RFC 5280, section 4, and works nevertheless.</param>
public sealed record InspectedChain(ImmutableArray<HeldCertificate> Path, bool IsComplete, ImmutableArray<Problem> Deviations)
{
    public HeldCertificate Leaf => Path[0];
}

/// <summary>Files looked at together: what each holds, how the certificates hang together, what is wrong.</summary>
public sealed record Inspection(ImmutableArray<InspectedFile> Files, ImmutableArray<InspectedChain> Chains, ImmutableArray<Problem> Problems)
{
    public IEnumerable<Problem> AllProblems => Files.SelectMany(file => file.Problems).Concat(Problems);

    public static Inspection Of(IEnumerable<ReadFile> files, InspectionRequest request) => new Inspector([.. files], request).Inspect();
}

/// <summary>One inspection at work.</summary>
internal sealed class Inspector(ImmutableArray<ReadFile> files, InspectionRequest request)
{
    private readonly ImmutableArray<HeldCertificate> _all = [.. files.SelectMany(file => file.Certificates).Distinct()];
    private readonly ImmutableArray<HeldKey> _keys = [.. files.SelectMany(file => file.Keys)];
    private readonly ImmutableArray<HeldRevocationList> _lists = [.. files.SelectMany(file => file.RevocationLists).Distinct()];

    public Inspection Inspect()
    {
        ImmutableArray<InspectedFile> inspected = [.. files.Select(file => new InspectedFile(file, Problems(file)))];
        var chains = Chains();
        var known = inspected.SelectMany(file => file.Problems).ToHashSet();
        return new(inspected, chains, [.. Pairs().Concat(chains.SelectMany(Links)).Distinct().Where(problem => !known.Contains(problem))]);
    }

    private ImmutableArray<Problem> Problems(ReadFile file)
    {
        var certificates = file.Certificates.ToArray();
        var twice = certificates.GroupBy(certificate => certificate).Where(group => group.Count() > 1)
            .Select(group => Problem.Of("CERT-136", ("certificate", Name(group.Key)), ("file", file.Name)));
        var formal = request.Slot is null ? [] : Judge.File(file, request.Rules);
        return [.. file.Problems, .. formal, .. twice, .. certificates.Distinct().SelectMany(Judged)];
    }

    private IEnumerable<Problem> Judged(HeldCertificate certificate)
    {
        var judged = new JudgedAs(Slot(certificate), request.Role, request.Now)
        {
            Host = request.Host,
            Candidates = _all.Remove(certificate),
            Held = _all.Remove(certificate),
            RevocationLists = _lists,
        };
        var rules = request.Slot is null || Slot(certificate) == request.Slot ? request.Rules : CertificateRules.None;
        return Judge.Certificate(certificate, rules, judged).Concat(Judge.Remarks(certificate, rules, judged).Where(IsAskedFor));
    }

    /// <summary>How long a certificate should live matters where somebody wants to install it.</summary>
    private bool IsAskedFor(Problem remark) => request.Slot is not null || remark.Code != "CERT-132";

    /// <summary>Where it belongs: authorities among the trusted ones, also those that only came along to make a machine's chain whole.</summary>
    private CertificateSlot Slot(HeldCertificate certificate) =>
        request.Slot is { } asked && (asked == CertificateSlot.Trusted || !IsIssuer(certificate)) ? asked
        : certificate.IsAuthority || IsIssuer(certificate) ? CertificateSlot.Trusted
        : request.Slot ?? CertificateSlot.Host;

    private bool IsIssuer(HeldCertificate certificate) =>
        _all.Any(other => other != certificate && other.Issuer.Matches(certificate.Subject) && Chain.Issuers(other, [certificate]).Any());

    /// <summary>Keys and certificates that found no partner.</summary>
    private IEnumerable<Problem> Pairs()
    {
        var leaves = _all.Where(certificate => Slot(certificate) == CertificateSlot.Host).ToArray();
        var name = files.Length == 1 ? files[0].Name : $"{files.Length} files";
        if (leaves.Length > 0 && _keys.Length > 0 && !leaves.Any(leaf => _keys.Any(key => key.Fits(leaf))))
        {
            yield return Problem.Of("CERT-101", ("certificate", Name(leaves[0])), ("file", name));
        }
        else if (_all.IsEmpty && _keys.Length > 0)
        {
            yield return Problem.Of("CERT-019", ("file", name));
        }
        else if (request.Slot == CertificateSlot.Host && leaves.Length > 0 && _keys.Length == 0 && !files.Any(HasLockedKey))
        {
            yield return Problem.Of("CERT-018", ("file", name));
        }
    }

    private static bool HasLockedKey(ReadFile file) => file.Items.OfType<FileItem.LockedKey>().Any();

    /// <summary>One for each certificate that issued no other.</summary>
    private ImmutableArray<InspectedChain> Chains() =>
    [
        .. _all.Where(certificate => !IsIssuer(certificate)).Select(leaf =>
        {
            ImmutableArray<HeldCertificate> path = [leaf, .. Chain.Above(leaf, _all)];
            return new InspectedChain(path, path[^1].IsSelfSigned, [.. ProfileCheck.Problems(path).Distinct()]);
        }),
    ];

    /// <summary>What breaks a whole chain as a path, seen from its own root.</summary>
    private IEnumerable<Problem> Links(InspectedChain chain) => !chain.IsComplete || chain.Path.Length == 1 ? []
        : PathValidator.Validate(chain.Leaf, chain.Path, [chain.Path[^1]], new PathRequest(PathPurpose.Any, request.Now) { RevocationLists = _lists }).Problems
            .Where(problem => !IsJudgedAlready(problem.Code));

    /// <summary>Rules of single certificates speak of these, and know where each stands.</summary>
    private static bool IsJudgedAlready(string code) =>
        code is "CERT-103" or "CERT-104" or "CERT-157" or "CERT-158" or "CERT-160" or "CERT-165" or "CERT-166" or "CERT-167";

    private static string Name(HeldCertificate certificate) => certificate.Subject.IsEmpty ? certificate.Serial : certificate.Subject.ToString();
}
