using System.Globalization;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Journal;

/// <summary>A manifest that its stick's office has signed.</summary>
/// <param name="Office">SHA-256 of the certificate that signed it and GENESIS.</param>
public sealed record TrustedManifest(Manifest Manifest, Sha256 Office);

/// <summary>Whether a stick's manifest is its own office's word, and the newest. Nothing of the stick can vouch for the office
/// itself: that takes the office's certificate, from elsewhere.</summary>
public static class ManifestTrust
{
    /// <summary>The manifest, if whoever signed GENESIS has signed it for this stick and use.</summary>
    /// <param name="genesis">The one in force, with its signature.</param>
    /// <param name="manifest"><c>null</c>: there is none.</param>
    /// <param name="next">The manifest of an update that is under way; <c>null</c>: there is none.</param>
    public static Checked<TrustedManifest> Read(SignedFile genesis, SignedFile? manifest, SignedFile? next) =>
        Genesis.Read(genesis.Content).Then<TrustedManifest>(of => OfficeCertificate.SignedBy(genesis.Content, genesis.Signature, of.IsRehearsal) switch
        {
            null when genesis.Signature is null => Problem.Of("STICK-026", ("file", genesis.Name)),
            null => Problem.Of("STICK-027", ("file", genesis.Name)),
            var office when next is not null && OfficeCertificate.SignedBy(next.Content, next.Signature, of.IsRehearsal) == office => Problem.Of("STICK-029"),
            _ when manifest is null => Problem.Of("STICK-020", ("file", Manifest.File)),
            { } office => Manifest.Read(manifest.Content).Then(read => Signed(of, office, manifest, read)),
        });

    /// <summary>The manifest as it lies there, whoever wrote it: for what is to be signed, and for training.</summary>
    public static Checked<Manifest> AsFound(SignedFile? manifest) =>
        manifest is null ? Problem.Of("STICK-020", ("file", Manifest.File)) : Manifest.Read(manifest.Content);

    /// <summary>Nothing newer was seen, and no other office.</summary>
    /// <returns><c>null</c>: so it is.</returns>
    public static Problem? IsNewest(TrustedManifest manifest, ManifestSeen seen) => seen switch
    {
        { Office: { } office } when office != manifest.Office => Problem.Of("STICK-032", ("stick", manifest.Manifest.Stick)),
        _ when seen.Issue > manifest.Manifest.Issue => Problem.Of(
            "STICK-031", ("issue", manifest.Manifest.Issue.ToString(CultureInfo.InvariantCulture)), ("newest", seen.Issue.ToString(CultureInfo.InvariantCulture))),
        _ => null,
    };

    private static Checked<TrustedManifest> Signed(Genesis genesis, Sha256 office, SignedFile file, Manifest manifest) =>
        file.Signature is null ? Problem.Of("STICK-026", ("file", file.Name))
        : OfficeCertificate.SignedBy(file.Content, file.Signature, genesis.IsRehearsal) != office ? Problem.Of("STICK-027", ("file", file.Name))
        : manifest.Stick != genesis.Stick || manifest.IsRehearsal != genesis.IsRehearsal ? Problem.Of("STICK-028", ("stick", genesis.Stick), ("made", manifest.Stick))
        : new TrustedManifest(manifest, office);
}

/// <summary>What earlier runs saw of the office's manifests.</summary>
/// <param name="Issue">The newest; 0 when none was seen.</param>
/// <param name="Office">Who signed it; <c>null</c> when none was seen.</param>
public sealed record ManifestSeen(int Issue, Sha256? Office)
{
    /// <summary>Fields of OPEN.</summary>
    public const string IssueField = "ISSUE", OfficeField = "OFFICE", UnsignedField = "UNSIGNED";

    /// <summary>From the OPEN records of a stick's journals, in their order.</summary>
    public static ManifestSeen In(IEnumerable<JournalFile> files) => files.Aggregate(new ManifestSeen(0, null), (seen, file) => file.Opening is { } opening
        ? new(Math.Max(seen.Issue, Of(opening)), Sha256.TryParse(opening[OfficeField], out var office) ? office : seen.Office)
        : seen);

    /// <summary>With an issue that was seen elsewhere.</summary>
    public ManifestSeen And(int issue) => this with { Issue = Math.Max(Issue, issue) };

    private static int Of(JournalRecord opening) => LineNumber.TryRead(opening[IssueField] ?? "", out var issue) ? issue : 0;
}
