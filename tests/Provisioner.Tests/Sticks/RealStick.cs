using Provisioner.Core.Problems;
using Provisioner.Keys;
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
        _ = StickPreparer.Prepare(_scratch["stick"], new() { Engineer = "fe-042", Name = "PS-REAL" }, office, passphrase, new Disk(), TimeProvider.System).Value;
        File.WriteAllText(_scratch["passphrase"], Passphrase + "\n");
    }

    public static string Passphrase => "correct horse battery";

    internal RealStick Copy() => new(_scratch.Path);

    public void Dispose() => _scratch.Dispose();
}

internal sealed class RealStick : IDisposable
{
    private readonly Scratch _scratch = new();

    public RealStick(string from) => Tree.Copy(from, _scratch["all"]);

    public string Folder => _scratch["all/stick"];

    public string OfficeFolder => _scratch["all/office"];

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

    public Task<Result> CheckAsync(params string[] more) => EndToEnd.Program.RunAsync(["stick", "check", Folder, "--office", OfficeFolder, .. more]);

    public Task<Result> UpdateAsync(params string[] more) =>
        EndToEnd.Program.RunAsync(["stick", "update", Folder, "--office", OfficeFolder, "--office-passphrase-file", PassphraseFile, .. more]);

    public void Dispose() => _scratch.Dispose();
}
