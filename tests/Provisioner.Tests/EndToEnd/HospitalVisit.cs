using Provisioner.Core.Problems;
using Provisioner.Keys;
using Provisioner.Rehearsal;
using Provisioner.Sticks;
using Provisioner.Stores;
using Provisioner.Tests.House;

namespace Provisioner.Tests.EndToEnd;

/// <summary>A visit to a hospital whose IT works with <c>openssl</c>: a training stick with its files, an MR console, answers.</summary>
internal sealed class HospitalVisit : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly Dictionary<string, string> _answers = new()
    {
        ["authority"] = "CERTS/IN/authority.pem",
        ["identity"] = "CERTS/IN/host-identity.pem",
        ["server"] = "127.0.0.1:1",
        ["titles"] = "MR450W2/STORESCP",
        ["hazards"] = "FE",
        ["certificates"] = "FE",
        ["setup"] = "client",
        ["free"] = "FE",
        ["compare-authority"] = "not-compared",
        ["restart-dicom"] = "FE",
        ["hand-over"] = "nothing",
        ["what-remains"] = "FE",
    };

    public HospitalVisit()
    {
        using var passphrase = new Secret(Passphrase);
        var disk = new Disk();
        using var office = Provisioner.Keys.Office.Create(_scratch["office"], "Test", rehearsal: true, passphrase, disk, TimeProvider.System).Value;
        _ = StickPreparer.Prepare(Stick, new() { Engineer = "FE-042", Name = "TEST" }, office, passphrase, disk, TimeProvider.System).Value;
        RehearsalConsole.Make(Console);
        Bring("authority.pem");
        Bring("host-identity.pem");
        File.WriteAllText(_scratch["passphrase"], Passphrase + "\n");
        File.WriteAllText(_scratch["password"], HospitalIt.Password);
    }

    /// <summary>Also a canary.</summary>
    public static string Passphrase => "canary-Passphrase-0815";

    public string Stick => _scratch["stick"];

    public string Console => _scratch["console"];

    public string Office => Path.Combine(_scratch["office"], "OFFICE.PEM");

    public string NetworkSettings => Path.Combine(Console, "usr/g/config/network.json");

    public string this[string name] => _scratch[name];

    /// <summary>Puts one of IT's files on the stick, under its own name or another.</summary>
    public HospitalVisit Bring(string file, string? name = null)
    {
        File.Copy(HospitalIt.File(file), Path.Combine(Stick, "CERTS/IN", name ?? file), overwrite: true);
        return this;
    }

    public HospitalVisit Answer(string name, string? answer)
    {
        if (answer is null)
        {
            _answers.Remove(name);
        }
        else
        {
            _answers[name] = answer;
        }

        return this;
    }

    public HospitalVisit At(int port) => Answer("server", $"127.0.0.1:{port}");

    public Task<Result> RunAsync(params string[] more) => RunAsync(null, more);

    public Task<Result> RunAsync(IDisk? disk, params string[] more) => Program.RunAsync(disk, RunArguments(more));

    public string[] RunArguments(params string[] more) => ["run", "ge-mr/secure-client", .. Options(), .. more];

    public Task<Result> ResumeAsync() => Program.RunAsync(["resume", .. Options()]);

    public Task<Result> UndoAsync() => Program.RunAsync("undo", "--stick", Stick, "--console", Console, "--passphrase-file", _scratch["passphrase"]);

    public void Dispose()
    {
        foreach (var folder in Directory.EnumerateDirectories(_scratch.Path, "*", SearchOption.AllDirectories))
        {
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        _scratch.Dispose();
    }

    private string[] Options()
    {
        File.WriteAllLines(_scratch["answers.yaml"], _answers.Select(answer => $"{answer.Key}: \"{answer.Value}\""));
        return
        [
            "--stick", Stick, "--console", Console, "--answers", _scratch["answers.yaml"],
            "--secret", $"identity={_scratch["password"]}", "--secret", $"hand-over={_scratch["password"]}", "--passphrase-file", _scratch["passphrase"],
        ];
    }
}
