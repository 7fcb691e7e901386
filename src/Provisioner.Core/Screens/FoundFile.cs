using System.Collections.Immutable;
using Provisioner.Core.Certificates;
using Provisioner.Core.Certificates.Rules;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;

namespace Provisioner.Core.Screens;

/// <summary>A file of the stick as an input looks at it: what it is, whether this job needs it, whether it fits.</summary>
/// <param name="Path">From the top of the stick, joined by <c>/</c>: the answer that it would be.</param>
/// <param name="Chain">Its own certificate first, then those above it that came along; empty where it holds none.</param>
public sealed record FoundFile(string Path, FileKind Kind, FileFit Fit, ImmutableArray<HeldCertificate> Chain, ImmutableArray<Problem> Problems)
{
    /// <summary>Judges what was read for an input. What only a password opens is judged by the certificate beside it.</summary>
    /// <param name="beside">Certificates of all files: they show what stands above, and are not judged here.</param>
    public static FoundFile Of(string path, ReadFile file, Input input, ImmutableArray<JudgedFor> roles, ImmutableArray<HeldCertificate> beside)
    {
        var certificates = file.Certificates.Distinct().ToImmutableArray();
        var leaf = Leaf(file, certificates);
        ImmutableArray<HeldCertificate> chain = leaf is null ? [] : [leaf, .. Core.Certificates.Paths.Chain.Above(leaf, [.. certificates, .. beside])];
        var kind = KindOf(file, certificates);
        var problems = ProblemsOf(path, file, input, certificates, leaf, [.. roles.Select(role => role with { As = role.As with { Candidates = [.. chain.Skip(1).Where(certificates.Contains)] } })]);
        return new(path, kind, !IsNeeded(kind, input) ? FileFit.NotNeeded : problems.IsEmpty ? FileFit.Fits : FileFit.Unfit, chain, problems);
    }

    private static HeldCertificate? Leaf(ReadFile file, ImmutableArray<HeldCertificate> certificates) =>
        certificates.FirstOrDefault(certificate => file.Keys.Any(key => key.Fits(certificate)))
        ?? certificates.FirstOrDefault(certificate => !certificate.IsAuthority) ?? certificates.FirstOrDefault();

    private static FileKind KindOf(ReadFile file, ImmutableArray<HeldCertificate> certificates) =>
        (certificates.Length, file.Keys.Any(), HasLockedKey(file)) switch
        {
            _ when file.Encoding == FileEncoding.Pkcs12 && file.Items.IsEmpty => FileKind.LockedContainer,
            ( > 0, true, _) => FileKind.Identity,
            ( > 0, _, true) => FileKind.LockedIdentity,
            (1, _, _) => FileKind.Certificate,
            ( > 1, _, _) => FileKind.Certificates,
            (0, true, _) or (0, _, true) => FileKind.Key,
            _ when file.Requests.Any() => FileKind.Request,
            _ when file.RevocationLists.Any() => FileKind.RevocationList,
            _ => FileKind.Other,
        };

    private static bool IsNeeded(FileKind kind, Input input) => input.Kind == InputKind.Identity
        ? kind is FileKind.Identity or FileKind.LockedIdentity or FileKind.LockedContainer
        : kind is FileKind.Certificate or FileKind.Certificates;

    private static bool HasLockedKey(ReadFile file) => file.Items.Any(item => item is FileItem.LockedKey);

    private static ImmutableArray<Problem> ProblemsOf(
        string path, ReadFile file, Input input, ImmutableArray<HeldCertificate> certificates, HeldCertificate? leaf, ImmutableArray<JudgedFor> roles) =>
        (input.Kind, certificates.Length) switch
        {
            (InputKind.Certificate, > 1) => [Problem.Of("RUN-024", ("file", path), ("count", $"{certificates.Length}"))],
            _ when leaf is not null => Judge.Certificate(leaf, roles),
            _ when file.Encoding == FileEncoding.Pkcs12 || HasLockedKey(file) => [],
            _ => file.Problems,
        };
}

/// <summary>What a file holds, told from its bytes.</summary>
public enum FileKind
{
    Certificate,
    Certificates,

    /// <summary>A certificate with its private key.</summary>
    Identity,

    /// <summary>A certificate, and a private key that needs a password.</summary>
    LockedIdentity,

    /// <summary>PKCS#12 that shows nothing without its password.</summary>
    LockedContainer,
    Key,
    Request,
    RevocationList,
    Other,
}

public enum FileFit
{
    Fits,

    /// <summary>Of the kind that is asked for, and refused.</summary>
    Unfit,

    /// <summary>Of another kind.</summary>
    NotNeeded,
}
