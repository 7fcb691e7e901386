using Provisioner.Core.Problems;
using Provisioner.Core.Runs;
using Provisioner.Runs;
using Provisioner.Sticks;
using Provisioner.Stores;
using Provisioner.Tests.ByHand;
using Provisioner.Tests.EndToEnd;
using Provisioner.Tests.House;

namespace Provisioner.Tests.RealSystems;

/// <summary>A visit to a real system: a training stick with the files of a hospital's IT, the system's own files in a folder,
/// answers for its procedures.</summary>
internal sealed class SystemVisit : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly Dictionary<string, string> _answers = new()
    {
        ["hazards"] = "FE",
        ["free"] = "FE",
        ["restart"] = "FE",
        ["second-person"] = "KM",
    };

    /// <param name="files">Of the system, by path.</param>
    public SystemVisit(params (string Path, string Text)[] files)
    {
        using var passphrase = new Secret("passphrase-for-tests");
        var disk = new Disk();
        using var office = Provisioner.Keys.Office.Create(_scratch["office"], "Test", rehearsal: true, passphrase, disk, TimeProvider.System).Value;
        _ = StickPreparer.Prepare(Stick, new() { Engineer = "FE-042", Name = "TEST" }, office, passphrase, disk, TimeProvider.System).Value;
        File.WriteAllText(_scratch["passphrase"], "passphrase-for-tests\n");
        File.WriteAllText(_scratch["password"], HospitalIt.Password);
        foreach (var file in (string[])["authority.pem", "host-identity.pem", "stranger.pem", "stranger-identity.pem", "renewed-identity.pem"])
        {
            File.Copy(HospitalIt.File(file), Path.Combine(Stick, "CERTS/IN", file), overwrite: true);
        }

        Directory.CreateDirectory(Path.Combine(Console, "var/lib"));
        foreach (var (path, text) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(this[path])!);
            File.WriteAllText(this[path], text);
        }
    }

    public string Stick => _scratch["stick"];

    public string Console => _scratch["console"];

    /// <summary>A place on the system.</summary>
    public string this[string path] => Path.Combine(Console, path);

    public string Aside(string name) => Directory.CreateDirectory(_scratch[name]).FullName;

    /// <summary>Files and links with their content; times and the state folder left out.</summary>
    public string Tree() => EndToEnd.Tree.Of(Console, times: false);

    public SystemVisit Answer(string name, string answer)
    {
        _answers[name] = answer;
        return this;
    }

    /// <param name="secrets">Names of secrets besides the identity's; all are the password of the hospital's IT.</param>
    public Task<Result> RunAsync(string procedure, params string[] secrets) => EndToEnd.Program.RunAsync(
        ["run", procedure, .. Options(), "--answers", Answers(), .. secrets.Append("identity").SelectMany(secret => (string[])["--secret", $"{secret}={_scratch["password"]}"])]);

    public Task<Result> UndoAnsweredAsync() => EndToEnd.Program.RunAsync(["undo", .. Options(), "--answers", Answers()]);

    /// <summary>With somebody who starts the system anew when the procedure says so; its end, and its problems.</summary>
    public async Task<RunEnd> RunAsync(string procedure, Action restart) => await Runner.RunAsync(new()
    {
        Stick = Stick,
        Console = Console,
        Purpose = Purpose.Run,
        Procedure = procedure,
        Passphrase = new("passphrase-for-tests"),
        People = new Person(new AnsweredConversation(_answers, new Dictionary<string, Secret> { ["identity"] = new(HospitalIt.Password) }, new TypedTerminal()), _ => true)
        {
            Signs = step =>
            {
                if (step == "restart")
                {
                    restart();
                }
            },
        },
        Disk = new Disk(),
        Clock = TimeProvider.System,
        Terminal = new TypedTerminal(),
    });

    public Task<Result> UndoAsync() => EndToEnd.Program.RunAsync(["undo", .. Options()]);

    public void Dispose() => _scratch.Dispose();

    private string[] Options() => ["--stick", Stick, "--console", Console, "--passphrase-file", _scratch["passphrase"]];

    private string Answers()
    {
        File.WriteAllLines(_scratch["answers.yaml"], _answers.Select(answer => $"{answer.Key}: \"{answer.Value}\""));
        return _scratch["answers.yaml"];
    }
}
