using Provisioner.Rehearsal;
using Provisioner.Stores;
using Provisioner.Tests.House;

namespace Provisioner.Tests.EndToEnd;

/// <summary>A stick and a console of one test, copied from a rehearsal stage.</summary>
internal sealed class Visit : IDisposable
{
    public const string Procedure = "ge-mr/secure-client";

    private readonly Scratch _scratch = new();

    private Visit(string from) => Tree.Copy(from, Folder);

    public string Folder => _scratch["visit"];

    public string Stick => Path.Combine(Folder, "stick");

    public string Console => Path.Combine(Folder, "console");

    public string Answers => Path.Combine(Folder, "ANSWERS.YAML");

    public string Office => Path.Combine(Folder, "office", "OFFICE.PEM");

    private string Passphrase => Path.Combine(Folder, "office", "PASSPHRASE.TXT");

    /// <summary>A visit to a rehearsal stage as it stands.</summary>
    public static Visit Of(RehearsalStage stage) => new(stage.Folder);

    /// <summary>The same visit as it stands now, to go two ways from here.</summary>
    public Visit Fork() => new(Folder);

    public string[] Run(params string[] more) => ["run", Procedure, .. Options, .. more];

    /// <summary>At the keyboard: nothing is answered beforehand but the passphrase.</summary>
    public string[] RunPlain() => ["run", Procedure, "--plain", "--stick", Stick, "--console", Console, "--passphrase-file", Passphrase];

    public string[] Resume(params string[] more) => ["resume", .. Options, .. more];

    public string[] Undo() => ["undo", "--stick", Stick, "--console", Console, "--passphrase-file", Passphrase];

    public string[] Verify() => ["journal", "verify", Stick, "--office", Office];

    /// <summary>Changes one answer; <c>null</c> takes it out.</summary>
    public Visit Answer(string name, string? value)
    {
        var lines = File.ReadAllLines(Answers).Where(line => !line.StartsWith(name + ":", StringComparison.Ordinal));
        File.WriteAllLines(Answers, value is null ? lines : lines.Append($"{name}: \"{value}\""));
        return this;
    }

    public void Dispose() => _scratch.Dispose();

    private string[] Options =>
        ["--stick", Stick, "--console", Console, "--answers", Answers, "--secret", $"identity={Passphrase}", "--passphrase-file", Passphrase];
}

/// <summary>A rehearsal stage with its archive listening, made once for all tests of a class.</summary>
public sealed class StageFixture : IAsyncLifetime
{
    private readonly Scratch _scratch = new();
    private RehearsalArchive? _archive;

    internal RehearsalStage Stage { get; private set; } = null!;

    public Task InitializeAsync()
    {
        Stage = RehearsalStage.Set(_scratch["stage"], new Disk(), TimeProvider.System).Value;
        _archive = Stage.StartArchive(0).Value;
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _archive!.DisposeAsync();
        Stage.Dispose();
        _scratch.Dispose();
    }
}
