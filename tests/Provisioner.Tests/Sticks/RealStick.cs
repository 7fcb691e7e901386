using Provisioner.Core.Problems;
using Provisioner.Keys;
using Provisioner.Rehearsal;
using Provisioner.Sticks;
using Provisioner.Stores;
using Provisioner.Tests.EndToEnd;
using Provisioner.Tests.House;

namespace Provisioner.Tests.Sticks;

/// <summary>An office and a stick for real work, made once for a class; each test takes a copy.</summary>
public sealed class RealStickFixture : IDisposable
{
    private readonly Scratch _scratch = new();

    public RealStickFixture()
    {
        using var passphrase = new Secret(Passphrase);
        using var office = Office.Create(_scratch["office"], "St. Anna", rehearsal: false, passphrase, new Disk(), TimeProvider.System).Value;
        Directory.CreateDirectory(_scratch["procedures/ge-mr"]);
        File.WriteAllText(_scratch["procedures/ge-mr/hello.yaml"], RealStick.Hello);
        File.WriteAllText(_scratch["procedures/ge-mr/change.yaml"], RealStick.Change);
        RehearsalConsole.Make(_scratch["console"]);
        StickOrder order = new() { Engineer = "fe-042", Name = "PS-REAL", Sources = new() { Procedures = _scratch["procedures"] } };
        _ = StickPreparer.Prepare(_scratch["stick"], order, office, passphrase, new Disk(), TimeProvider.System).Value;
        File.WriteAllText(_scratch["passphrase"], Passphrase + "\n");
    }

    public static string Passphrase => "correct horse battery";

    internal RealStick Copy() => new(_scratch.Path);

    public void Dispose() => _scratch.Dispose();
}

internal sealed class RealStick : IDisposable
{
    private readonly Scratch _scratch = new();

    /// <summary>Changes nothing.</summary>
    public static string Hello { get; } = Of("hello", """
        steps:
          - {id: read, title: Read, notice: {text: Nothing is to be done.}}

        """);

    /// <summary>Makes a key, then stops until an entry is there to be removed.</summary>
    public static string Change { get; } = Of("change", """
        inputs:
          subject: {kind: subject, prompt: Subject}
          entry: {kind: entry, prompt: Entry to be removed}
        steps:
          - {id: hazards, title: Hazards, safety: {level: warning, hazard: A hazard., consequence: A harm., avoid: A way.}}
          - {id: free, title: Scanner free, scanner-free: {}}
          - {id: make, title: Make, generate: {subject: subject, into: host, key: rsa2048, days: 90}}
          - {id: remove, title: Remove, then: {failed: stop}, remove: {entry: entry, from: trusted}}

        """);

    public RealStick(string from) => Tree.Copy(from, _scratch["all"]);

    public string Folder => _scratch["all/stick"];

    public string OfficeFolder => _scratch["all/office"];

    public string Console => _scratch["all/console"];

    /// <summary>The office's folder of procedures.</summary>
    public string Procedures => _scratch["all/procedures"];

    public string PassphraseFile => _scratch["all/passphrase"];

    /// <summary>A file of the stick.</summary>
    public string this[string path] => Path.Combine(Folder, path);

    /// <summary>A place beside the stick.</summary>
    public string Aside(string name) => _scratch[name];

    public Stick Stick => Stick.Open(Folder, new Disk()).Value;

    public RealStick Put(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[path])!);
        File.WriteAllText(this[path], text);
        return this;
    }

    public RealStick Answers(string text)
    {
        File.WriteAllText(_scratch["answers.yaml"], text);
        return this;
    }

    public Task<Result> RunAsync(string procedure, params string[] more) => EndToEnd.Program.RunAsync(["run", procedure, .. Options(), .. more]);

    public Task<Result> CallAsync(string command, params string[] more) => EndToEnd.Program.RunAsync([command, .. Options(), .. more]);

    public Task<Result> CheckAsync(params string[] more) => EndToEnd.Program.RunAsync(["stick", "check", Folder, "--office", OfficeFolder, .. more]);

    public Task<Result> UpdateAsync(params string[] more) =>
        EndToEnd.Program.RunAsync(["stick", "update", Folder, "--office", OfficeFolder, "--office-passphrase-file", PassphraseFile, .. more]);

    public void Dispose() => _scratch.Dispose();

    private string[] Options() => ["--stick", Folder, "--console", Console, "--passphrase-file", PassphraseFile, "--answers", _scratch["answers.yaml"]];

    private static string Of(string name, string body) => $$"""
        schema: provisioner/1
        procedure: ge-mr/{{name}}
        version: 1.0.0
        source: None
        modality: ge-mr
        title: Small
        about: Small.
        personnel: {persons: 1, procedure: 10}
        {{body}}
        """.ReplaceLineEndings("\n");
}