using System.CommandLine;
using Provisioner.Core.Problems;
using Provisioner.Core.Runs;
using Provisioner.Runs;
using Provisioner.Stores;
using Provisioner.Terminal;

namespace Provisioner.Commands;

/// <summary>Options that <c>run</c>, <c>resume</c> and <c>undo</c> share.</summary>
internal sealed class RunOptions
{
    private readonly Option<string> _stick = new("--stick") { Description = Text("option.stick"), Required = true };

    private readonly Option<string> _console = new("--console")
    {
        Description = Text("option.console"),
        DefaultValueFactory = _ => OperatingSystem.IsWindows() ? @"C:\" : "/",
    };

    private readonly Option<string?> _answers = new("--answers") { Description = Text("option.answers") };

    private readonly Option<string[]> _secrets = new("--secret") { Description = Text("option.secret") };

    private readonly Option<string?> _passphrase = new("--passphrase-file") { Description = Text("option.passphrase-file") };

    private readonly Option<string?> _engineer = new("--engineer") { Description = Text("option.engineer") };

    private readonly Option<string?> _lost = new("--lost-stick") { Description = Text("option.lost-stick") };

    private readonly Option<bool> _plain = new("--plain") { Description = Text("option.plain") };

    public Option<bool> Json { get; } = Output.JsonOption();

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_stick, _console, _answers, _secrets, _passphrase, _engineer, _lost, _plain, Json])
        {
            command.Options.Add(option);
        }
    }

    public Checked<RunRequest> Request(ParseResult parsed, Purpose purpose, IDisk disk, ITerminal terminal, CancellationToken cancelled) =>
        SecretFiles.ReadMaybe(disk, parsed.GetValue(_passphrase)).Then(passphrase =>
            SecretFiles.ReadNamed(disk, parsed.GetValue(_secrets) ?? []).Select(secrets => new RunRequest
            {
                Stick = Path.GetFullPath(parsed.GetRequiredValue(_stick)),
                Console = Path.GetFullPath(parsed.GetRequiredValue(_console)),
                Purpose = purpose,
                Answers = parsed.GetValue(_answers),
                Secrets = secrets,
                Engineer = parsed.GetValue(_engineer),
                LostStick = parsed.GetValue(_lost),
                Passphrase = passphrase.Secret,
                Disk = disk,
                Clock = TimeProvider.System,
                Terminal = terminal,
                Cancelled = cancelled,
            }));

    private static string Text(string key) => Catalogue.English.Text(key);
}
