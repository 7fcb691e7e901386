using System.Collections.Immutable;
using System.Text;
using Provisioner.Core.Certificates;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;
using Provisioner.Core.Screens;
using Provisioner.Tests.House;

namespace Provisioner.Tests.Screens;

/// <summary>A scanner, a service method and a job that stand still, for screens that are to look the same tomorrow.</summary>
internal static class Stage
{
    public static readonly DateTimeOffset Now = new(2026, 5, 4, 2, 14, 0, TimeSpan.FromHours(2));

    public static readonly Modality Type = ModalityFile.Read("modalities/ge-mr.yaml", Encoding.UTF8.GetBytes("""
        schema: provisioner/1
        modality: ge-mr
        version: 1.0.0
        title: Optima MR450w
        source: Tests
        recognition: {kind: json, file: usr/g/config/system.json, serial: serial, host: host, assumed: true}
        store:
          kind: pem-folder
          slots:
            host: {path: usr/g/certs/host, certificate-file: "{name}.pem", key-file: "{name}-key.pem", with-chain: true}
            trusted: {path: usr/g/certs/trusted, certificate-file: "{name}.pem"}
        services:
          dicom:
            title: DICOM
            restart: {text: Restart networking from the service desktop., seconds: 40, assumed: true}
            settings:
              client: {kind: json, file: usr/g/config/network.json, keys: {tls: dicom.tls, certificate: dicom.certificate, key: dicom.key, trust: dicom.trust, remote-host: dicom.host, remote-port: dicom.port}}
          ea3:
            title: EA3
            restart: {text: Restart networking from the service desktop., seconds: 40}
            settings:
              client: {kind: json, file: usr/g/config/network.json, keys: {tls: ea3.tls, certificate: ea3.certificate, key: ea3.key, trust: ea3.trust, remote-host: ea3.host, remote-port: ea3.port}}
        queue: {text: "Open the network queue, and count the jobs that wait and those that failed.", assumed: true}
        """.ReplaceLineEndings("\n"))).Value;

    public static readonly ScannerFacts Scanner = new(Type, "7731", "mr450w-2");

    public static readonly Input Authority = new() { Name = "authority", Kind = InputKind.Certificate, Prompt = "Certificate of the authority that signed the server", Slot = Slot.Trusted, Example = "CERTS/IN/ca.pem" };

    public static readonly Input Server = new() { Name = "server", Kind = InputKind.Endpoint, Prompt = "Third-party server (host and port)", Example = "pacs.hospital.local:2762" };

    public static readonly Procedure Method = new()
    {
        Id = "ge-mr/golden",
        Version = "1.0.0",
        Digest = Sha256.Of("golden"u8),
        Source = "Optima MR450w System Service Methods, 5690012-2EN rev 3",
        Modality = "ge-mr",
        Title = "MR as secure client",
        About = "The scanner sends encrypted data to a server. As a client it only sends: what a server sends to it does not arrive.",
        Personnel = new(1, null, new(45, 65), 5),
        Equipment = [new("USB flash drive", 1)],
        Conditions = ["The certificates are on the USB flash drive before the procedure starts."],
        Inputs = [Authority, Server],
        Steps =
        [
            new() { Id = "hazards", Title = "Before you work in the MR suite", Verb = new Verb.Safety(SignalWord.Warning, "The MR suite has a strong magnetic field, also while nobody scans.", "Untrained work there can injure or kill you or others.", "Begin only when you have read and understood the latest safety manual. With any doubt do not begin, and ask your supervisor how to proceed.") },
            new() { Id = "setup", Title = "Which set-up applies here", Verb = new Verb.Choose("Which set-up applies?", [new("client", "Secure client - the scanner only sends"), new("server", "Secure server - it also receives")]) },
            new() { Id = "free", Title = "Scanner free", Minutes = 2, Verb = new Verb.ScannerFree() },
            new() { Id = "compare", Title = "Compare the authority's fingerprint", Minutes = 2, Verb = new Verb.Compare("authority") },
            new() { Id = "try", Title = "PACS1 tried first", Minutes = 1, Verb = new Verb.Try("server", "titles", "identity", "authority") },
            new() { Id = "switch", Title = "Switch DICOM to TLS", Minutes = 1, Caution = "From the restart on DICOM is sent encrypted only.", Verb = new Verb.Configure("dicom", Role.Client, "server", "titles", Slot.Host, "authority") },
            new() { Id = "restart", Title = "Restart DICOM", Minutes = 1, Verb = new Verb.Restart("dicom") },
            new() { Id = "prove", Title = "Prove that it works", Minutes = 1, MayDeviate = true, Verb = new Verb.Prove("server", "titles", "dicom") },
            new() { Id = "verify", Title = "Scanner's own verify button", Minutes = 2, By = Doer.Technologist, Verb = new Verb.Instruct("Press Verify on the scanner's own network page, and look at what it says.") },
            new() { Id = "look", Title = "A second person looks", Minutes = 1, Verb = new Verb.Hold("Look at the scanner's network page: it must name the server, port 2762, and say that the connection is encrypted.") },
            new() { Id = "hand-over", Title = "Hand over to technologist", Minutes = 2, Verb = new Verb.HandOver(Slot.Host, [HandOverForm.Nothing, HandOverForm.Certificate, HandOverForm.Key]) },
        ],
    };

    /// <summary>Leaf, issuing authority and root of a file that never changes.</summary>
    public static readonly ImmutableArray<HeldCertificate> Chain =
        [.. CertificateFile.Read("chain.pem", File.ReadAllBytes(Path.Combine(Repository.Top, "tests/vectors/certificates/own/chain.pem"))).Certificates];

    public static readonly Change Change = new Change.WriteFile(
        ConsolePath.Parse("usr/g/config/network.json"), new(Sha256.Of("b"u8), 0x1A4, Now), Sha256.Of("a"u8), OwnerOnly: false);

    public static readonly ImmutableArray<Difference> Differences =
    [
        new("usr/g/config/network.json", []) { Values = [new("dicom.client.tls", "false", "true"), new("dicom.client.remote.port", "104", "2762"), new("dicom.client.trust", null, "/usr/g/certs/trusted/ST-ANNA-CA.pem")] },
        new("usr/g/certs/trusted/ST-ANNA-CA.pem (new)", ["+ CN=St. Anna CA, O=St. Anna", "+ until 2031-05-04"]),
    ];

    public static readonly Problem Refused = Problem.Of("CERT-018", ("file", "CERTS/IN/host.pem"));

    /// <summary>A night of four rows; the second and the fourth are of this scanner.</summary>
    public static readonly ImmutableArray<JobSoFar> Night =
    [
        new("NIGHT1", Row(1, "7700", "mr450w-1"), JobState.Return, "R0000015", null),
        new("NIGHT1", Row(2, "7731", "mr450w-2"), JobState.Done, "R0000017", ProofLevel.Program),
        new("NIGHT1", Row(3, "7745", "mr450w-3"), JobState.Abandoned, "R0000016", null),
        new("NIGHT2", Row(1, "7731", "MR450W-2"), JobState.ToDo, null, null),
    ];

    public static WizardModel Start { get; } = Wizard.Start(new("PS-0042", "FE-042", IsTraining: false), Room.Smallest, Now);

    public static WizardModel Known { get; } = Start with
    {
        Scanner = Scanner,
        Watch = TimeSpan.FromMinutes(3),
        IsSignedOn = true,
        Survey = new() { Scanners = [Scanner], Types = [Type], Methods = [Method], Logged = 17 },
    };

    private static JobRow Row(int number, string serial, string name) =>
        new() { Number = number, Serial = serial, Name = name, Procedure = Method.Id, Answers = Answers.None, Agreed = Answers.None };

    /// <summary>A job at a step, those before it passed.</summary>
    public static WizardModel At(int? step, bool changed = false, params Note[] notes) => Known with
    {
        Job = new()
        {
            Scene = new(Method, Scanner, false, Purpose.Run, "R0000018"),
            State = new(step is { } at ? new RunPhase.At(at) : new RunPhase.Preparing(), RunFacts.None with
            {
                Baseline = step is null ? null : "remote PACS1 10.0.0.5:104 -;remote PRINTER 10.0.0.9:104 connection-refused;listener dicom 127.0.0.1:2762 -",
                Results = Enumerable.Range(0, step ?? 0).ToImmutableDictionary(done => done, _ => new StepResult(StepMark.Pass)),
                Applied = changed ? [Change] : [],
            }),
            Began = Now.AddMinutes(-8),
            WorksSince = Now.AddSeconds(-3),
            Step = step,
            Notes = [.. notes],
        },
        Order = new(Purpose.Run, Method.Id),
        Remembered = Known.Remembered.Add("initials", "FE"),
    };

    public static WizardModel Ask(this WizardModel model, Question question) => Wizard.Update(model, new Message.Asked(question)).Model;

    public static WizardModel Press(this WizardModel model, params KeyPress[] keys) => keys.Aggregate(model, (so, key) => Wizard.Update(so, new Message.Pressed(key)).Model);

    public static WizardModel Enter(this WizardModel model, string text) => model.Press([.. text.Select(character => new KeyPress(KeyName.Character, character))]);
}
