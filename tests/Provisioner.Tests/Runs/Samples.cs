using System.Collections.Immutable;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;

namespace Provisioner.Tests.Runs;

/// <summary>One of each case of the closed families, and a procedure of three steps that they speak of.</summary>
internal static class Samples
{
    public static readonly Sha256 Digest = Sha256.Of("a"u8);

    public static readonly Change Write = new Change.WriteFile(
        ConsolePath.Parse("usr/g/config/network.json"), new(Sha256.Of("b"u8), 0x1A4, new(2026, 5, 4, 9, 30, 0, TimeSpan.Zero)) { Nanoseconds = 7, Owner = new(0, 113) }, Digest, OwnerOnly: false);

    public static readonly Outgoing Handed = new(1, HandOverForm.Key, "KEYS/OUT/x.p12", Digest);

    public static readonly Procedure Procedure = new()
    {
        Id = "test/three",
        Version = "1.0.0",
        Digest = Digest,
        Source = "-",
        Modality = "test",
        Title = "Three steps",
        About = "-",
        Personnel = new(1, null, new(1, 2), null),
        Equipment = [],
        Conditions = [],
        Inputs = [],
        Steps =
        [
            new() { Id = "free", Title = "Scanner free", Verb = new Verb.ScannerFree() },
            new() { Id = "import", Title = "Import", Verb = new Verb.Import("authority", Slot.Trusted) },
            new() { Id = "configure", Title = "Configure", Verb = new Verb.Configure("dicom", Role.Client, "server", "titles", Slot.Host, "authority") },
        ],
    };

    public static readonly ImmutableArray<RunPhase> Phases =
    [
        new RunPhase.NotOpen(),
        new RunPhase.Preparing(),
        new RunPhase.Returning(new RunPhase.At(1)),
        new RunPhase.Returning(new RunPhase.HandingOver(Handed)),
        new RunPhase.At(1),
        new RunPhase.Changing(1),
        new RunPhase.HandingOver(Handed),
        new RunPhase.HandingOver(Handed, GoesBack: true),
        new RunPhase.Stopped(1, "DISK-001"),
        new RunPhase.PuttingBack(),
        new RunPhase.PutBackStopped("DISK-001"),
        new RunPhase.Ending(Outcome.Done),
        new RunPhase.Paused(new RunPhase.At(1)),
        new RunPhase.Abandoning(new RunPhase.Paused(new RunPhase.At(1))),
        new RunPhase.Closed(Outcome.Done),
    ];

    public static readonly ImmutableArray<RunEvent> Events =
    [
        new RunEvent.Opened(Purpose.Run),
        new RunEvent.Opened(Purpose.Resume),
        new RunEvent.Opened(Purpose.Undo),
        new RunEvent.Opened(Purpose.Abandon),
        new RunEvent.Opened(Purpose.Continue),
        new RunEvent.FreeAgain("AB"),
        new RunEvent.FreeAgain("AB", "queued 0, failed 3"),
        new RunEvent.Recounted(3),
        new RunEvent.Recounted(null),
        new RunEvent.Answered("server", "127.0.0.1:2762", null),
        new RunEvent.Answered("authority", "CERTS/IN/ca.pem", Digest),
        new RunEvent.Refused("authority", "CERT-001", Responsible.HospitalIt),
        new RunEvent.Refused("authority", "RUN-020", Responsible.Engineer, "file\tCERTS/IN/authority.pem"),
        new RunEvent.Prepared(),
        new RunEvent.StepPassed(1, "AB", "TLSv1.3"),
        new RunEvent.StepPassed(1),
        new RunEvent.StepSkipped(1, "held"),
        new RunEvent.StepDeviated(1, "the vendor does it tomorrow"),
        new RunEvent.Witnessed(1, "CD"),
        new RunEvent.SecondPerson(1, "CD"),
        new RunEvent.SecondPerson(1, "CD", "NIGHT1#3"),
        new RunEvent.StepFailed(1, "DISK-001", Responsible.Engineer),
        new RunEvent.StepFailed(1, "PROOF-003", Responsible.PeerAdmin, "connection-refused", "endpoint\tarchive:2762"),
        new RunEvent.EndedHere(1, "server"),
        new RunEvent.Compared(1, Digest, true),
        new RunEvent.Compared(1, Digest, false),
        new RunEvent.Compared(1, Digest, null),
        new RunEvent.Intended(1, 1, 2, Write),
        new RunEvent.Intended(1, 2, 2, new Change.RemoveFile(ConsolePath.Parse("a/b"), new(Digest, null, DateTimeOffset.UnixEpoch.AddTicks(7)))),
        new RunEvent.Intended(1, 1, 1, new Change.CreateFolder(ConsolePath.Parse("a"), OwnerOnly: true)),
        new RunEvent.Intended(1, 1, 1, new Change.ByHand(ConsolePath.Parse("by-hand/settings/dicom/client/remote-port"), new("104"), new("2762"))),
        new RunEvent.Intended(1, 1, 1, new Change.ByHand(ConsolePath.Parse("by-hand/store/host/host"), new(null), null)),
        new RunEvent.Stated(ConsolePath.Parse("by-hand/settings/dicom/client/remote-port"), HandMark.Done, "AB"),
        new RunEvent.Stated(ConsolePath.Parse("by-hand/settings/dicom/client/remote-port"), HandMark.Back, "AB"),
        new RunEvent.CarriedOut(),
        new RunEvent.Rejoined(),
        new RunEvent.Applied(1),
        new RunEvent.Dropped(1),
        new RunEvent.BaselineTaken(1, "remote dicom 127.0.0.1:104 connection-refused;listener dicom 127.0.0.1:2762 -"),
        new RunEvent.Noted(NoteKind.SignOnRefused, DateTimeOffset.UnixEpoch.AddMilliseconds(7), "STICK-010"),
        new RunEvent.Held(false, "host", "host", "CN=mr2", Digest, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1)),
        new RunEvent.Held(true, "host", "host", "CN=mr2", Digest, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1)),
        new RunEvent.Abandoned("the scanner is replaced tomorrow"),
        new RunEvent.Proved(1, ProofLevel.Program, "TLSv1.3"),
        new RunEvent.HandOverIntended(Handed),
        new RunEvent.HandOverDropped(1),
        new RunEvent.HandedOver(1, HandOverForm.Key, "KEYS/OUT/x.p12", Digest),
        new RunEvent.HandedOver(1, HandOverForm.Nothing, null, null),
        new RunEvent.KeyRemoval("CERTS/IN/x.pem", Digest),
        new RunEvent.WentBack(1, 0),
        new RunEvent.WentBack(1, null),
        new RunEvent.Retried(1),
        new RunEvent.PutBackBegun(),
        new RunEvent.PutBackDone(),
        new RunEvent.PutBackFailed("DISK-001", Responsible.Engineer),
        new RunEvent.Left(),
        new RunEvent.Closed(Outcome.Done, ProofLevel.Program),
    ];

    /// <summary>Every case of a closed family, by reflection.</summary>
    public static IEnumerable<Type> CasesOf(Type family) =>
        family.GetNestedTypes().Where(type => type.IsSubclassOf(family));
}
