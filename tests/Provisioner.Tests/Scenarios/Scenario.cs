using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Provisioner.Core.Certificates;
using Provisioner.Core.Problems;
using Provisioner.Rehearsal;
using Provisioner.Tests.EndToEnd;
using Provisioner.Tests.House;

namespace Provisioner.Tests.Scenarios;

/// <summary>Everything that a shipped procedure needs to be run on a training stick against a console in a folder, as its file in
/// <c>tests/scenarios</c> says. Each is a copy of its own; the peers and the preparation are shared. Needs <c>openssl</c>.</summary>
internal sealed partial class Scenario : IDisposable
{
    /// <summary>Signs on. Also a canary.</summary>
    public const string Passphrase = "canary-Passphrase-0815";

    private static readonly ConcurrentDictionary<string, Lazy<string>> Prepared = new();
    private readonly Scratch _scratch = new();
    private readonly Dictionary<string, string> _answers;
    private readonly int _port = StoreScp.FreePort();
    private ConsoleListener? _listener;

    private Scenario(ScenarioFile file, string from)
    {
        File = file;
        EndToEnd.Tree.Copy(from, _scratch["scene"]);
        Fill(Console);
        _answers = file.Answers.ToDictionary(answer => answer.Key, answer => Filled(answer.Value));
    }

    public ScenarioFile File { get; }

    public string Procedure => File.Procedure;

    public string Stick => _scratch["scene/stick"];

    public string Console => _scratch["scene/console"];

    public string Office => _scratch["scene/office/OFFICE.PEM"];

    public string PassphraseFile => _scratch["scene/passphrase"];

    /// <summary>Holds the password of every secret.</summary>
    public string PasswordFile => _scratch["scene/password"];

    /// <summary>Written with the answers as they are now.</summary>
    public string AnswersFile
    {
        get
        {
            System.IO.File.WriteAllLines(_scratch["answers.yaml"], _answers.Select(answer => $"{answer.Key}: \"{answer.Value}\""));
            return _scratch["answers.yaml"];
        }
    }

    public IReadOnlyDictionary<string, string> Answers => _answers;

    /// <summary>A place of the test's own.</summary>
    public string this[string name] => _scratch[name];

    /// <summary>Ready to run.</summary>
    public static Scenario Of(string procedure)
    {
        var file = ScenarioFile.Read(procedure);
        var scene = new Scenario(file, Prepared.GetOrAdd(procedure, _ => new(() => Prepare(file))).Value);
        scene._listener = file.Serves is { } service ? new ConsoleListener(scene.Console, procedure.Split('/')[0], service) : null;
        return scene;
    }

    /// <summary>Changes one answer; <c>null</c> takes it out.</summary>
    public Scenario Answer(string name, string? text)
    {
        _ = _answers.Remove(name);
        if (text is not null)
        {
            _answers[name] = text;
        }

        return this;
    }

    public string[] Run(params string[] more) => ["run", Procedure, .. Options, .. more];

    /// <summary>At the keyboard: nothing is answered beforehand but the passphrase.</summary>
    public string[] RunPlain(params string[] more) => ["run", Procedure, "--plain", .. Place, .. more];

    public string[] Resume(params string[] more) => ["resume", .. Options, .. more];

    public string[] Undo(params string[] more) => ["undo", .. Place, .. more];

    public string[] Verify() => ["journal", "verify", Stick, "--office", Office];

    /// <summary>The console as it can be compared, times included, which what stands for Windows' registry and stores has none of; the
    /// state folder is left out.</summary>
    public string Tree() => string.Join('\n', EndToEnd.Tree.Of(Console, times: true).Split('\n').Select(line =>
        line.StartsWith("REGISTRY/", StringComparison.Ordinal) || line.StartsWith("STORES/", StringComparison.Ordinal) ? Timeless().Replace(line, "") : line));

    public void Dispose()
    {
        _listener?.Dispose();
        _scratch.Dispose();
    }

    private string[] Place => ["--stick", Stick, "--console", Console, "--passphrase-file", PassphraseFile];

    private string[] Options =>
        [.. Place, "--answers", AnswersFile, .. File.Secrets.SelectMany(secret => (string[])["--secret", $"{secret}={PasswordFile}"])];

    /// <summary>Console and stick as they are before the job.</summary>
    private static string Prepare(ScenarioFile file)
    {
        var folder = Training.OwnFolder();
        if (file.First is { } first)
        {
            After(file, first, folder);
        }
        else
        {
            EndToEnd.Tree.Copy(Training.Folder, folder);
            Describe(file.Console, Path.Combine(folder, "console"));
        }

        foreach (var (place, name) in file.Hold)
        {
            Hold(Path.Combine(folder, "console", place), HospitalIt.File(name));
        }

        return folder;
    }

    /// <summary>In a certificate store an entry lies by its fingerprint: there the place is the store.</summary>
    private static void Hold(string place, string file)
    {
        var isStore = place.Contains("/STORES/", StringComparison.Ordinal);
        var entry = isStore ? Path.Combine(place, $"{CertificateFile.Read(file, System.IO.File.ReadAllBytes(file)).Certificates.First().Fingerprint}") : place;
        Directory.CreateDirectory(Path.GetDirectoryName(entry)!);
        System.IO.File.Copy(file, entry, overwrite: true);
        System.IO.File.SetUnixFileMode(entry, isStore ? UnixFileMode.UserRead | UnixFileMode.UserWrite : System.IO.File.GetUnixFileMode(entry));
    }

    /// <summary>As another procedure left it, and with what the hospital's IT has signed since.</summary>
    private static void After(ScenarioFile file, string first, string folder)
    {
        using var scene = Of(first);
        EndToEnd.Program.RunAsync(scene.Run()).GetAwaiter().GetResult().Expect(0);
        EndToEnd.Tree.Copy(scene._scratch["scene"], folder);
        if (file.Signs is { } signed)
        {
            HospitalIt.Sign(Directory.GetFiles(Path.Combine(folder, "stick/CERTS/OUT"), "*.csr").Single(), Path.Combine(folder, "stick", signed));
        }
    }

    private static void Describe(string console, string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "var/lib"));
        if (Path.Combine(ScenarioFile.Folder, "consoles", console) is var described && Directory.Exists(described))
        {
            EndToEnd.Tree.Copy(described, folder);
        }
        else
        {
            RehearsalConsole.Make(folder);
        }
    }

    [GeneratedRegex(" [0-9-]+T[0-9:.]+Z$")]
    private static partial Regex Timeless();

    private void Fill(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => new FileInfo(file).Length < 65536))
        {
            var text = System.IO.File.ReadAllText(file);
            if (Filled(text) is var filled && filled != text)
            {
                System.IO.File.WriteAllText(file, filled);
            }
        }
    }

    private string Filled(string text) => !text.Contains('{', StringComparison.Ordinal) ? text : text
        .Replace("{port}", _port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{archive}", text.Contains("{archive}", StringComparison.Ordinal) ? Training.Archive.Endpoint.ToString() : "", StringComparison.Ordinal)
        .Replace("{authority}", text.Contains("{authority}", StringComparison.Ordinal) ? Training.Authority.Fingerprint.ToString() : "", StringComparison.Ordinal);
}
