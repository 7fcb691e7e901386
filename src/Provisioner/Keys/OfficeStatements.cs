using System.Collections.Immutable;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Sticks;
using Provisioner.Stores;

namespace Provisioner.Keys;

/// <summary>What the office says of sticks after their first GENESIS. Each statement is a new file beside the older ones; its
/// signature is written first, so that a statement which is there is a signed one.</summary>
internal static class OfficeStatements
{
    /// <summary>The passphrase was lost, or the time is over: a new first key, from the next file on.</summary>
    /// <param name="engineer"><c>null</c>: the same as before.</param>
    /// <param name="passphrase">The engineer's new one.</param>
    public static Checked<Stick> Renew(Office office, Stick stick, string? engineer, TimeSpan lasts, Secret passphrase, IDisk disk, TimeProvider clock) =>
        Passphrase.Unfit(passphrase) is { } unfit ? unfit : Accepted(office, stick).Then(ledger => Guarded.Get<Stick>(stick.Id, () =>
        {
            using var epoch = SealKey.Create();
            disk.Create(Path.Combine(stick.Id, SealKey.FileOf(epoch.Public)), epoch.Protect(passphrase, office.IsRehearsal), ownerOnly: true);
            var until = clock.GetUtcNow() + lasts;
            var genesis = stick.Genesis with
            {
                Engineer = engineer ?? stick.Genesis.Engineer,
                FirstEpoch = epoch.Public,
                Issue = stick.Genesis.Issue + 1,
                First = ledger.NextNumber,
                Previous = ledger.Previous,
                NotAfter = until.AddTicks(-(until.Ticks % TimeSpan.TicksPerSecond)),
            };
            Put(office, disk, Stick.GenesisOf(stick.Folder, genesis.Issue), genesis.ToBytes());
            return Stick.Open(stick.Folder, disk);
        }));

    /// <summary>Copies every file to the office's archive, says so on the stick, and takes them off it.</summary>
    /// <param name="archive">A folder; the stick's name is made in it.</param>
    public static Checked<Checkpoint> Checkpoint(Office office, Stick stick, string archive, IDisk disk) =>
        Accepted(office, stick).Then(ledger => ledger.Runs.FirstOrDefault(run => !run.IsComplete) is { } unfinished
            ? Problem.Of("OFFICE-007", ("run", unfinished.Run))
            : Guarded.Get<Checkpoint>(stick.Logs, () =>
            {
                var checkpoint = new Checkpoint
                {
                    Stick = stick.Name,
                    Last = ledger.NextNumber - 1,
                    Previous = ledger.Previous,
                    Next = ledger.WantedEpoch,
                };
                Archive(stick, ledger, Path.Combine(Path.GetFullPath(archive), stick.Name), disk);
                Put(office, disk, Stick.NextCheckpointOf(stick.Folder, disk), checkpoint.ToBytes());
                foreach (var file in ledger.Files.Reverse())
                {
                    disk.Delete(Path.Combine(stick.Logs, file.Name + LogFolder.Ending));
                }

                return checkpoint;
            }));

    /// <summary>Takes nothing more from a stick: into <c>REVOKED</c> beside the office's certificate.</summary>
    /// <param name="accepted">A copy up to whose newest seal all is accepted; <c>null</c>: nothing is.</param>
    public static Checked<Revocation> Revoke(Office office, string name, Stick? accepted, IDisk disk)
    {
        if (!StickName.IsName(name))
        {
            return Problem.Of("STICK-006", ("name", name));
        }

        var ledger = accepted is null ? null : Accepted(office, accepted);
        if (ledger is { IsGood: false })
        {
            return ledger.Problems;
        }

        var newest = ledger?.Value.Files.LastOrDefault(file => !file.Seals.IsEmpty);
        var revocation = new Revocation { Stick = name, Last = newest is null ? 0 : StickLedger.Number(newest), Head = newest?.Head };
        var folder = Path.Combine(Path.GetDirectoryName(office.CertificateFile)!, "REVOKED");
        return Guarded.Get<Revocation>(folder, () =>
        {
            if (disk.Read(Path.Combine(folder, name)) is not null)
            {
                return Problem.Of("OFFICE-008", ("stick", name));
            }

            disk.CreateFolder(folder);
            Put(office, disk, Path.Combine(folder, name), revocation.ToBytes());
            return revocation;
        });
    }

    /// <summary>The stick's ledger, if the office certified it and nothing in it was tampered with.</summary>
    private static Checked<StickLedger> Accepted(Office office, Stick stick) =>
        EvidenceReader.Read([stick.Folder], office.CertificateFile, stick.Disk).Then<StickLedger>(asked =>
        {
            var pem = stick.Disk.Read(office.CertificateFile, OfficeCertificate.Most) ?? [];
            return OfficeCertificate.Read(pem).Then<StickLedger>(certificate =>
            {
                var verdict = StickVerification.Verify([asked[0].Stick], certificate, [])[0];
                return verdict is { IsCertified: true, Ledger: { } ledger } && !verdict.Findings.Any(finding => finding.Verdict.IsTampering())
                    ? ledger
                    : verdict.Findings.Select(finding => finding.Problem).ToImmutableArray();
            });
        });

    private static void Archive(Stick stick, StickLedger ledger, string folder, IDisk disk)
    {
        disk.CreateFolder(Path.GetDirectoryName(folder)!);
        disk.CreateFolder(folder);
        foreach (var file in ledger.Files.Select(file => file.Name + LogFolder.Ending))
        {
            var bytes = disk.Read(Path.Combine(stick.Logs, file))!;
            var copy = Path.Combine(folder, file);
            if (disk.Read(copy) is not { } there || !there.AsSpan().SequenceEqual(bytes))
            {
                disk.Create(copy, bytes);
            }
        }
    }

    private static void Put(Office office, IDisk disk, string path, byte[] content)
    {
        disk.Delete(Stick.SignatureOf(path));
        disk.Create(Stick.SignatureOf(path), office.Sign(content));
        Beside.Replace(disk, path, content, ownerOnly: false);
    }
}
