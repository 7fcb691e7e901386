using System.Collections.Immutable;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Stores;

namespace Provisioner.Sticks;

/// <summary>What the office put on a stick. Each file is read once and held against the manifest; those bytes are used and no
/// others.</summary>
internal sealed class SignedFiles
{
    private readonly Dictionary<string, byte[]> _held = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Sha256> _digests;
    private readonly Stick _stick;

    /// <summary>What the stick's office has signed: the manifest, and that of an update which was cut off.</summary>
    private readonly ImmutableArray<Manifest> _signed;

    private SignedFiles(Stick stick)
    {
        _stick = stick;
        var (genesis, manifest, next) = (Of(stick, Stick.GenesisOf(stick.Folder, stick.Genesis.Issue))!, Of(stick, ManifestOf(stick.Folder)), Of(stick, NextOf(stick.Folder)));
        var trusted = ManifestTrust.Read(genesis, manifest, next);
        _signed = [.. ((SignedFile?[])[manifest, next]).OfType<SignedFile>().Select(file => ManifestTrust.Read(genesis, file, null)).Where(read => read.IsGood).Select(read => read.Value.Manifest)];
        (Trusted, Manifest) = (trusted.IsGood ? trusted.Value : null, ManifestTrust.AsFound(manifest) is { IsGood: true } read ? read.Value : null);
        var found = StickScan.Files(stick, Hold).ToArray();
        _digests = found.Where(file => file.Digest is not null).ToDictionary(file => file.Path, file => file.Digest!.Value, StringComparer.Ordinal);
        (Distrust, Paths) = (trusted.Problems, [.. found.Select(file => file.Path)]);
        Altered = Manifest is null ? [] : ManifestCheck.Check(Manifest, found);
    }

    /// <summary>Every file that lies on the stick outside the folders into which nobody looks.</summary>
    public ImmutableArray<string> Paths { get; }

    /// <summary>Path of a stick's manifest.</summary>
    public static string ManifestOf(string folder) => Path.Combine(folder, Core.Journal.Manifest.File);

    /// <summary>Path of the manifest of an update that is under way.</summary>
    public static string NextOf(string folder) => Path.Combine(Stick.IdOf(folder), "NEXT.SHA");

    /// <summary>Path of a manifest's signature.</summary>
    public static string SignatureOf(string manifest) => Path.ChangeExtension(manifest, ".P7S");

    /// <summary>As it lies there, signed or not; <c>null</c>: none that can be read.</summary>
    public Manifest? Manifest { get; }

    /// <summary><c>null</c>: the stick's office has not signed it.</summary>
    public TrustedManifest? Trusted { get; }

    /// <summary>Why the manifest is not the office's word; empty when it is.</summary>
    public ImmutableArray<Problem> Distrust { get; }

    /// <summary>Files that are not as the manifest says.</summary>
    public ImmutableArray<Problem> Altered { get; }

    public bool IsSigned(string path) => Trusted is { } trusted && IsAsListed(trusted.Manifest, path);

    /// <summary>Whether the office has signed the file as it lies there, be it in an update that was cut off.</summary>
    public bool WasSigned(string path) => _signed.Any(manifest => IsAsListed(manifest, path));

    /// <summary>Every file that the office has signed.</summary>
    public IEnumerable<string> SignedPaths => _signed.SelectMany(manifest => manifest.Files.Keys).Distinct();

    /// <summary>The bytes that lie there, whoever wrote them; <c>null</c> when there are none.</summary>
    public byte[]? Bytes(string path) => _held.GetValueOrDefault(path) ?? (IsProgram(path) ? Again(path) : null);

    /// <summary>Names of the files that lie in a signed folder, sorted.</summary>
    public IEnumerable<string> In(string folder) => _digests.Keys.Where(path => path.StartsWith(folder + "/", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <returns>A problem only where the machine refuses to read.</returns>
    public static Checked<SignedFiles> Read(Stick stick) => Guarded.Get<SignedFiles>(stick.Folder, () => new SignedFiles(stick));

    /// <summary>Why no real run may be begun with these files now; empty when one may.</summary>
    public ImmutableArray<Problem> Refusals(DateTimeOffset now) =>
        Distrust is [{ Code: "STICK-029" }] ? Distrust : [.. Distrust, .. Altered, .. Expired(now)];

    /// <summary>The office's last day for these files is over.</summary>
    public ImmutableArray<Problem> Expired(DateTimeOffset now) => Trusted is { Manifest: var manifest } && now > manifest.NotAfter
        ? [Problem.Of("STICK-030", ("stick", manifest.Stick), ("until", RecordLine.Utc(manifest.NotAfter)))]
        : [];

    private bool IsAsListed(Manifest manifest, string path) =>
        _digests.TryGetValue(path, out var found) && manifest.Files.TryGetValue(path, out var digest) && found == digest;

    /// <summary>Programs are large, and nobody uses their bytes but who writes them on: they are read again then.</summary>
    private static bool IsProgram(string path) => path.StartsWith("BIN/", StringComparison.Ordinal);

    private void Hold(string path, byte[] bytes)
    {
        if (!IsProgram(path))
        {
            _held[path] = bytes;
        }
    }

    /// <returns><c>null</c>: not the bytes that were there before.</returns>
    private byte[]? Again(string path) => _digests.TryGetValue(path, out var digest)
        && _stick.Disk.Read(Path.Combine([_stick.Folder, .. path.Split('/')]), StickScan.Largest) is { } bytes && Sha256.Of(bytes) == digest ? bytes : null;

    private static SignedFile? Of(Stick stick, string path)
    {
        var signature = Path.GetFileName(path).Contains("GENESIS", StringComparison.Ordinal) ? Stick.SignatureOf(path) : SignatureOf(path);
        return stick.Disk.Read(path, Core.Journal.Manifest.Most) is { } content
            ? new(Path.GetRelativePath(stick.Folder, path).Replace('\\', '/'), content, stick.Disk.Read(signature, OfficeCertificate.Most))
            : null;
    }
}
