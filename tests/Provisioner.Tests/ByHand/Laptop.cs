using Provisioner.Core.Problems;
using Provisioner.Core.Runs;
using Provisioner.Rehearsal;
using Provisioner.Runs;
using Provisioner.Stores;
using Provisioner.Tests.EndToEnd;
using Provisioner.Tests.House;

namespace Provisioner.Tests.ByHand;

/// <summary>A visit by hand: a training stick, the engineer's laptop with a folder for this scanner, and what is read off the
/// scanner's screens.</summary>
internal sealed class Laptop : IDisposable
{
    private const string Serial = "7731", Host = "mr450w-2";

    private readonly Scratch _scratch = new();
    private readonly Dictionary<string, string> _answers;

    public Laptop(StageFixture fixture)
    {
        Tree.Copy(fixture.Stage.Folder, _scratch["visit"]);
        _answers = File.ReadAllLines(_scratch["visit/ANSWERS.YAML"]).Select(line => line.Split(": ", 2)).ToDictionary(line => line[0], line => line[1].Trim('"'));
        foreach (var (name, text) in ByHand)
        {
            _answers[name] = text;
        }
    }

    private Laptop(string from, Dictionary<string, string> answers)
    {
        Tree.Copy(from, _scratch["visit"]);
        _answers = new(answers);
    }

    /// <summary>What the screens show, and who did what.</summary>
    private static Dictionary<string, string> ByHand => new()
    {
        ["scanner.serial"] = Serial,
        ["scanner.host"] = Host,
        ["laptop.network"] = "yes",
        ["software.now"] = "DV29.1_R05",
        ["import-authority.now"] = "-",
        ["import-authority.by"] = "FE",
        ["import-identity.now"] = "-",
        ["import-identity.by"] = "FE",
        ["configure-dicom.tls"] = "off",
        ["configure-dicom.certificate"] = "-",
        ["configure-dicom.key"] = "-",
        ["configure-dicom.trust"] = "-",
        ["configure-dicom.verify-peer"] = "?",
        ["configure-dicom.remote-host"] = "10.0.0.7",
        ["configure-dicom.remote-port"] = "104",
        ["configure-dicom.remote-title"] = "ARCHIVE",
        ["configure-dicom.own-title"] = "OLDTITLE",
        ["configure-dicom.by"] = "FE",
        ["prove-dicom.by"] = "FE",
        ["put-back.by"] = "FE",
    };

    public IReadOnlyDictionary<string, string> Answers => _answers;

    public string Stick => _scratch["visit/stick"];

    /// <summary>The laptop's folder for this scanner; made by the first run.</summary>
    public string Folder => _scratch["visit/laptop"];

    public string Office => _scratch["visit/office/OFFICE.PEM"];

    /// <summary>Where the log goes on while the stick is away.</summary>
    public string Carried => Path.Combine(Folder, "var/lib/provisioner/carried/training");

    private string Passphrase => _scratch["visit/office/PASSPHRASE.TXT"];

    /// <summary>The same visit as it stands now, to go two ways from here.</summary>
    public Laptop Fork() => new(_scratch["visit"], _answers);

    public Laptop Answer(string name, string? text)
    {
        _ = _answers.Remove(name);
        if (text is not null)
        {
            _answers[name] = text;
        }

        return this;
    }

    public string[] Run(params string[] more) => ["run", Visit.Procedure, "--mode", "attended", .. Options(), .. more];

    public string[] Resume(params string[] more) => ["resume", .. Options(), .. more];

    public string[] Undo(params string[] more) => ["undo", .. Options(), .. more];

    public string[] Uninstall() => ["uninstall", "--stick", Stick, "--console", Folder, "--passphrase-file", Passphrase];

    public string[] Verify() => ["journal", "verify", Stick, "--office", Office];

    /// <summary>In this process, with somebody who does something whenever the program waits for the stick.</summary>
    /// <param name="ready">The prompt; false leaves.</param>
    public async Task<RunEnd> GoAsync(Purpose purpose, Func<string, bool> ready)
    {
        var request = new RunRequest
        {
            Stick = Stick,
            Console = Folder,
            Purpose = purpose,
            Procedure = purpose == Purpose.Run ? Visit.Procedure : null,
            Mode = purpose == Purpose.Run ? RunMode.Attended : null,
            Passphrase = new(RehearsalStage.Passphrase),
            Disk = new Disk(),
            Clock = TimeProvider.System,
            Terminal = new TypedTerminal(),
        };
        var secrets = new Dictionary<string, Secret> { ["identity"] = new(RehearsalStage.Passphrase), ["import-identity"] = new(HospitalIt.Password) };
        var answers = new Dictionary<string, string>(_answers) { ["identity.held"] = "no" };
        return await Runner.RunAsync(request with { People = new Person(new AnsweredConversation(answers, secrets, request.Terminal), ready) });
    }

    /// <summary>The records of every run on the stick, without seals, in the order of their files.</summary>
    public string[] Records() => [.. Directory.GetFiles(Path.Combine(Stick, "LOGS"), "*.PAL").Order(StringComparer.Ordinal)
        .SelectMany(File.ReadAllLines).Where(line => line.StartsWith("R ", StringComparison.Ordinal))];

    public void Dispose() => _scratch.Dispose();

    private string[] Options()
    {
        File.WriteAllLines(_scratch["answers.yaml"], _answers.Select(answer => $"{answer.Key}: \"{answer.Value}\""));
        File.WriteAllText(_scratch["export"], HospitalIt.Password);
        return
        [
            "--stick", Stick, "--console", Folder, "--passphrase-file", Passphrase, "--answers", _scratch["answers.yaml"],
            "--secret", $"identity={Passphrase}", "--secret", $"import-identity={_scratch["export"]}",
        ];
    }
}
