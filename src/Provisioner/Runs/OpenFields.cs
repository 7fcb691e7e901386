using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using Provisioner.Core.Documents;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Core.Runs;

namespace Provisioner.Runs;

/// <summary>What OPEN says of console, engineer, program and procedure.</summary>
internal static class OpenFields
{
    public static string Version { get; } = typeof(OpenFields).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    public static ImmutableArray<JournalField> Of(RunSetup setup, Purpose purpose, FoundOnConsole found) =>
    [
        .. RunRecords.OpenFields(new(purpose)),
        new("CONSOLE", setup.Identity.Serial),
        new("HOST", setup.Identity.Host),
        new("MODALITY", setup.Modality.Id),
        new("MODALITY-DIGEST", setup.Modality.Digest.ToString()),
        new("ENGINEER", setup.Stick.Genesis.Engineer),
        new("PROGRAM", Version),
        new("CLAIMED", Claimed.Value),
        new("PROC", setup.Procedure.Id),
        new("PROC-VERSION", setup.Procedure.Version),
        new("PROC-DIGEST", setup.Procedure.Digest.ToString()),
        new("TITLE", setup.Procedure.Title),
        new("MINUTES", string.Create(CultureInfo.InvariantCulture, $"{setup.Procedure.Personnel.Procedure.From}-{setup.Procedure.Personnel.Procedure.To}")),
        new("STEPS", VisitReport.StepNames(setup.Procedure)),
        new("MODE", setup.Mode.ToString().ToLowerInvariant()),
        .. setup.Watch is { } watch ? [new("WATCH", string.Create(CultureInfo.InvariantCulture, $"{watch.TotalMinutes:+0;-0}"))] : (ImmutableArray<JournalField>)[],
        .. Signed(setup),
        .. found.Witnesses.IsEmpty ? (ImmutableArray<JournalField>)[] : [new("WIT", Anchor.Witness(found.Witnesses))],
        .. found.GivenUp.IsEmpty ? (ImmutableArray<JournalField>)[] : [new("LOST", string.Join(',', found.GivenUp.Select(mark => $"{mark.Stick}/{mark.Run}")))],
    ];

    private static ImmutableArray<JournalField> Signed(RunSetup setup) =>
    [
        .. OfManifest(setup),
        .. setup.Job is not { } job ? (ImmutableArray<JournalField>)[] : [new(JobList.JobField, job.Address), new(JobList.DigestField, job.File.Digest.ToString())],
    ];

    private static ImmutableArray<JournalField> OfManifest(RunSetup setup) =>
        setup.Procedure.IsUnsigned ? [new(ManifestSeen.UnsignedField, "yes")]
        : setup.Signed is not { } signed ? []
        : [new(ManifestSeen.IssueField, signed.Manifest.Issue.ToString(CultureInfo.InvariantCulture)), new(ManifestSeen.OfficeField, signed.Office.ToString())];

    private static readonly Lazy<string> Claimed = new(ProgramDigest);

    /// <summary>Digest of the program's file as it lies there. It cannot vouch for itself: only a claim.</summary>
    public static string ProgramDigest()
    {
        var file = Environment.ProcessPath;
        try
        {
            return file is null ? "unknown" : Sha256.Of(File.ReadAllBytes(file)).ToString();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return "unknown";
        }
    }
}
