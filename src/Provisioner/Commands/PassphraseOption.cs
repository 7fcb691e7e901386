using System.CommandLine;
using Provisioner.Core.Problems;
using Provisioner.Stores;
using Provisioner.Terminal;

namespace Provisioner.Commands;

/// <summary>A passphrase from a file, or typed unseen at the terminal.</summary>
internal sealed class PassphraseOption(string name, string help, string prompt)
{
    public Option<string?> Option { get; } = new(name) { Description = Catalogue.English.Text(help) };

    public Checked<Secret> Get(ParseResult parsed, IDisk disk, ITerminal terminal) => parsed.GetValue(Option) is { } path
        ? SecretFiles.Read(disk, path).Then(NotEmpty)
        : Ask(terminal) is { } typed ? NotEmpty(typed) : Missing();

    /// <summary><c>null</c> without a terminal, or when the person gives up; empty when nothing was typed.</summary>
    public Secret? Ask(ITerminal terminal) =>
        terminal.IsInteractive && terminal.Ask(Catalogue.English.Text(prompt) + " ", hidden: true) is { } typed ? new Secret(typed) : null;

    public bool IsGiven(ParseResult parsed) => parsed.GetValue(Option) is not null;

    private Checked<Secret> NotEmpty(Secret secret) => secret.IsEmpty ? Missing() : secret;

    public Problem Missing() => Problem.Of("STICK-013", ("option", name));
}
