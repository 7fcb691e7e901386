using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Provisioner.Core.Certificates;
using Provisioner.Core.Dicom;
using Provisioner.Core.Problems;
using Provisioner.Core.Proof;
using Provisioner.Keys;
using Provisioner.Network;
using Provisioner.Sticks;
using Provisioner.Stores;

namespace Provisioner.Rehearsal;

/// <summary>Everything that a rehearsal needs, in one folder: <c>office</c>, <c>stick</c>, <c>console</c> and <c>hospital</c>.
/// What is there already stays, so that one more job can be done on it.</summary>
internal sealed class RehearsalStage : IDisposable
{
    /// <summary>Passphrase and password of every rehearsal: known to all, and good for nothing real.</summary>
    public const string Passphrase = "rehearsal only";

    private const string ScannerTitle = "MR450W2", ArchiveTitle = "ARCHIVE", ScannerHost = "mr450w-2";
    private readonly RehearsalHospital _hospital;
    private readonly TimeProvider _clock;

    private RehearsalStage(string folder, RehearsalHospital hospital, Stick stick, TimeProvider clock) =>
        (Folder, _hospital, Stick, _clock) = (folder, hospital, stick, clock);

    public string Folder { get; }

    public Stick Stick { get; }

    public string Console => Path.Combine(Folder, "console");

    public string OfficeCertificate => Path.Combine(Folder, "office", "OFFICE.PEM");

    public string PassphraseFile => Path.Combine(Folder, "office", "PASSPHRASE.TXT");

    public string AnswersFile => Path.Combine(Folder, "ANSWERS.YAML");

    /// <summary>SHA-256 of the authority, as the hospital's IT would tell it by phone.</summary>
    public Sha256 AuthorityFingerprint => Authority.Fingerprint;

    private HeldCertificate Authority => CertificateFile.Read("AUTHORITY.PEM", Encoding.ASCII.GetBytes(_hospital.AuthorityPem)).Certificates.Single();

    /// <summary>Opens the folder, making what is missing.</summary>
    public static Checked<RehearsalStage> Set(string folder, IDisk disk, TimeProvider clock)
    {
        using var passphrase = new Secret(Passphrase);
        return Guarded.Get<RehearsalStage>(folder, () =>
        {
            Directory.CreateDirectory(folder);
            RehearsalConsole.Make(Path.Combine(folder, "console"));
            return StickOf(folder, passphrase, disk, clock).Select(stick =>
            {
                var stage = new RehearsalStage(folder, RehearsalHospital.Open(Path.Combine(folder, "hospital"), passphrase, clock), stick, clock);
                stage.Deliver(passphrase);
                return stage;
            });
        });
    }

    /// <summary>Where the interrupted job of this stick left its server: the port, 0 where none was named yet; <c>null</c>: no job is interrupted.</summary>
    public int? InterruptedAt =>
        StickHistory.Read(Stick).TryGet(out var history, out _) && history.Runs.LastOrDefault() is { IsComplete: false } run
            ? run.Records.Where(record => record.Event == "ANSWER" && record["NAME"] == "server")
                .Select(record => Endpoint.TryParse(record["TEXT"], out var server) ? server.Port : 0).LastOrDefault()
            : null;

    /// <summary>Starts the third-party server, and writes the answers that lead to it.</summary>
    /// <param name="port">0: the system picks one.</param>
    /// <returns>A problem when something else listens on that port.</returns>
    public Checked<RehearsalArchive> StartArchive(int port)
    {
        try
        {
            return StartAt(port);
        }
        catch (System.Net.Sockets.SocketException)
        {
            return Problem.Of("RUN-055", ("port", $"{port}"));
        }
    }

    private RehearsalArchive StartAt(int port)
    {
        _ = AeTitle.TryParse(ArchiveTitle, out var called);
        var archive = RehearsalArchive.Start(new()
        {
            Called = called!,
            Port = port,
            Identity = _hospital.Archive(),
            Trust = TrustBy.Authorities([Authority], _clock),
        });
        File.WriteAllText(AnswersFile, string.Concat(Answers(archive).Select(answer => $"{answer.Key}: \"{answer.Value}\"\n")));
        return archive;
    }

    /// <summary>By input and step of <c>ge-mr/secure-client</c>.</summary>
    public Dictionary<string, string> Answers(RehearsalArchive archive) => new()
    {
        ["authority"] = "CERTS/IN/authority.pem",
        ["identity"] = "CERTS/IN/scanner.pem",
        ["server"] = archive.Endpoint.ToString(),
        ["titles"] = $"{ScannerTitle}/{ArchiveTitle}",
        ["hazards"] = "FE",
        ["certificates"] = "FE",
        ["setup"] = "client",
        ["free"] = "FE",
        ["compare-authority"] = AuthorityFingerprint.ToString(),
        ["restart-dicom"] = "FE",
        ["hand-over"] = "certificate",
        ["what-remains"] = "FE",
        [Core.Procedures.Answers.FailedBefore] = "0",
        [Core.Procedures.Answers.FailedAfter] = "0",
    };

    public void Dispose() => _hospital.Dispose();

    private static Checked<Stick> StickOf(string folder, Secret passphrase, IDisk disk, TimeProvider clock)
    {
        var (stick, office) = (Path.Combine(folder, "stick"), Path.Combine(folder, "office"));
        return Directory.Exists(stick)
            ? Stick.Open(stick, disk)
            : Office.Create(office, "Rehearsal", rehearsal: true, passphrase, disk, clock).Then(made =>
            {
                using (made)
                {
                    File.WriteAllText(Path.Combine(office, "PASSPHRASE.TXT"), Passphrase + "\n");
                    return StickPreparer.Prepare(stick, new StickOrder { Engineer = "FE-042", Name = "TRAINING" }, made, passphrase, disk, clock);
                }
            });
    }

    /// <summary>The hospital's files, where IT puts them.</summary>
    private void Deliver(Secret password)
    {
        File.WriteAllText(Path.Combine(Stick.CertificatesIn, "authority.pem"), _hospital.AuthorityPem);
        var scanner = Path.Combine(Stick.CertificatesIn, "scanner.pem");
        if (!File.Exists(scanner))
        {
            File.WriteAllText(scanner, _hospital.Scanner(ScannerHost, password));
        }
    }
}
