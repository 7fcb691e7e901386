using System.Collections.Immutable;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Keys;
using Provisioner.Stores;

namespace Provisioner.Sticks;

/// <summary>What an update came to.</summary>
/// <param name="Altered">What was not as the manifest before said, and was put right.</param>
/// <param name="Left">What still lies there and does not belong: nobody but a person takes it away.</param>
internal sealed record UpdatedStick(Stick Stick, Manifest Manifest, ImmutableArray<Problem> Altered, ImmutableArray<Problem> Left);

/// <summary>Gives a stick new signed files, whatever its journals hold: a run goes on under the procedure that it began with. The
/// next manifest lies signed in <c>ID/NEXT.SHA</c> until every file is as it says, so that an update which was cut off is known
/// as one, and done again.</summary>
internal sealed class StickUpdate(Office office, Stick stick, IDisk disk)
{
    /// <summary>What the program brings along and what the sources hold; of what was signed before, programs stay, job files unless
    /// others are given, and procedures that have no newer form.</summary>
    public Checked<UpdatedStick> Apply(StickSources sources) => Begin().Then(files => StickContents.Of(sources, disk)
        .Then(contents => Kept(files, contents, sources)).Then(contents => Write(files, contents)));

    /// <summary>The same files under a new number and the time of the GENESIS in force.</summary>
    public Checked<UpdatedStick> Again() => Whole().Then(files => Write(files, new StickContents(
        files.Manifest!.Files.Keys.ToImmutableSortedDictionary(path => path, path => (ReadOnlyMemory<byte>)files.Bytes(path)!, StringComparer.Ordinal))));

    /// <summary>The stick's files, where every one of them is as this office signed it.</summary>
    public Checked<SignedFiles> Whole() => Begin().Then<SignedFiles>(files => files.Refusals(DateTimeOffset.MinValue) is { IsEmpty: false } problems ? problems : files);

    private Checked<SignedFiles> Begin() => OfThisOffice() is { } problem ? problem : SignedFiles.Read(stick);

    /// <summary>Only the office that certified a stick signs for it.</summary>
    private Problem? OfThisOffice()
    {
        if (stick.Genesis.IsRehearsal != office.IsRehearsal)
        {
            return office.OtherUse(stick);
        }

        for (var issue = 1; issue <= stick.Genesis.Issue; issue++)
        {
            var path = Stick.GenesisOf(stick.Folder, issue);
            if (disk.Read(path, Genesis.Most) is not { } content || !office.HasSigned(content, disk.Read(Stick.SignatureOf(path), OfficeCertificate.Most)))
            {
                return Problem.Of("OFFICE-002", ("file", $"ID/{Path.GetFileName(path)}"));
            }
        }

        return null;
    }

    private static Checked<StickContents> Kept(SignedFiles files, StickContents contents, StickSources sources)
    {
        var all = contents.Files.ToBuilder();
        var problems = ImmutableArray.CreateBuilder<Problem>();
        foreach (var path in files.SignedPaths.Where(path => !contents.Files.ContainsKey(path) && Stays(path)))
        {
            if (files.WasSigned(path))
            {
                all[path] = files.Bytes(path)!;
            }
            else
            {
                problems.Add(Problem.Of("STICK-037", ("file", path)));
            }
        }

        return problems.Count > 0 ? problems.ToImmutable() : new StickContents(all.ToImmutable()).WithMaterials().Checked();

        bool Stays(string path) => path.StartsWith("BIN/", StringComparison.Ordinal) || path.StartsWith("PROCS/", StringComparison.Ordinal)
            || (path.StartsWith("JOBS/", StringComparison.Ordinal) && sources.Jobs is null);
    }

    private Checked<UpdatedStick> Write(SignedFiles files, StickContents contents) =>
        StickPreparer.TooSmall(stick.Folder, FreeSpace.Of(stick.Folder), contents.Size - StickPreparer.Reserve) is { } full ? full
        : NextIssue(files).Then(issue => Guarded.Get<UpdatedStick>(stick.Folder, () =>
        {
            var manifest = contents.ToManifest(stick.Genesis, issue);
            var (place, next) = (SignedFiles.ManifestOf(stick.Folder), SignedFiles.NextOf(stick.Folder));
            var signature = office.Sign(manifest.ToBytes());
            Put(next, manifest.ToBytes(), signature);
            Replace(files, contents);
            Put(place, manifest.ToBytes(), signature);
            disk.Delete(next);
            disk.Delete(SignedFiles.SignatureOf(next));
            return SignedFiles.Read(stick).Select(after => new UpdatedStick(
                stick, manifest, [.. files.Trusted is null ? [] : files.Altered.Except(after.Altered)], after.Altered));
        }));

    /// <summary>One more than any that was seen: in the manifest, in an update that was cut off, in the journals.</summary>
    private Checked<int> NextIssue(SignedFiles files) => LogFolder.Read(stick.Logs, disk).Then(logs => Guarded.Get<int>(stick.Folder, () =>
    {
        var next = disk.Read(SignedFiles.NextOf(stick.Folder), Manifest.Most) is { } bytes && Manifest.Read(bytes) is { IsGood: true } read ? read.Value.Issue : 0;
        return ManifestSeen.In(StickLedger.Read(stick.Trust, logs).Files).And(next).And(files.Manifest?.Issue ?? 0).Issue + 1;
    }));

    private void Replace(SignedFiles files, StickContents contents)
    {
        foreach (var (name, bytes) in contents.Files)
        {
            var parts = name.Split('/');
            for (var depth = 1; depth < parts.Length; depth++)
            {
                disk.CreateFolder(Path.Combine([stick.Folder, .. parts[..depth]]));
            }

            if (files.Bytes(name) is not { } there || !there.AsSpan().SequenceEqual(bytes.Span))
            {
                Beside.Replace(disk, PathOf(name), bytes.Span, ownerOnly: false);
                StickMaking.Stamp(disk, PathOf(name), name);
            }
        }

        foreach (var gone in files.Paths.Where(path => !contents.Files.ContainsKey(path) && (Manifest.IsInSignedFolder(path) || files.SignedPaths.Contains(path))))
        {
            disk.Delete(PathOf(gone));
        }
    }

    private void Put(string path, byte[] content, byte[] signature)
    {
        Beside.Replace(disk, SignedFiles.SignatureOf(path), signature, ownerOnly: false);
        Beside.Replace(disk, path, content, ownerOnly: false);
    }

    private string PathOf(string name) => Path.Combine([stick.Folder, .. name.Split('/')]);
}
