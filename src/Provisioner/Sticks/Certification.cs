using System.Collections.Immutable;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Keys;

namespace Provisioner.Sticks;

/// <summary>The office's signature on a stick that was prepared without it. The office signs what it holds itself, and nothing
/// that it finds on a stick.</summary>
internal static class Certification
{
    /// <param name="sources">What the office would have put on the stick.</param>
    public static Checked<Stick> Certify(Office office, Stick stick, StickSources sources)
    {
        if (stick.Genesis.IsRehearsal != office.IsRehearsal)
        {
            return office.OtherUse(stick);
        }

        return SignedFiles.Read(stick).Then(files => files.Trusted is not null
            ? Problem.Of("OFFICE-006", ("stick", stick.Name))
            : StickContents.Of(sources, stick.Disk).Then(gathered => gathered.Checked()).Then(contents => Expected(stick, files, contents)).Then(manifest => Sign(office, stick, manifest)));
    }

    private static Checked<Manifest> Expected(Stick stick, SignedFiles files, StickContents contents)
    {
        var manifest = contents.ToManifest(stick.Genesis, 1);
        ImmutableArray<Problem> problems = files.Manifest is not { } found ? files.Distrust :
        [
            .. found.Files.Keys.Union(manifest.Files.Keys).Order(StringComparer.Ordinal)
                .Where(path => Digest(found, path) != Digest(manifest, path)).Select(path => Problem.Of("STICK-038", ("file", path))),
            .. files.Altered,
        ];
        return problems.IsEmpty ? manifest : problems;
    }

    private static Sha256? Digest(Manifest manifest, string path) => manifest.Files.TryGetValue(path, out var digest) ? digest : null;

    private static Checked<Stick> Sign(Office office, Stick stick, Manifest manifest)
    {
        var place = SignedFiles.ManifestOf(stick.Folder);
        return Stores.Guarded.Get<Stick>(place, () =>
        {
            stick.Disk.Delete(SignedFiles.SignatureOf(place));
            stick.Disk.Create(SignedFiles.SignatureOf(place), office.Sign(manifest.ToBytes()));
            Stores.Beside.Replace(stick.Disk, place, manifest.ToBytes(), ownerOnly: false);
            return stick.Disk.Read(Stick.SignatureOf(Stick.GenesisOf(stick.Folder)), OfficeCertificate.Most) is null ? office.Certify(stick) : stick;
        });
    }
}
