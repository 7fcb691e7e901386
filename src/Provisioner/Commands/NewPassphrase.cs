using System.CommandLine;
using Provisioner.Core.Problems;
using Provisioner.Core.Screens;
using Provisioner.Keys;
using Provisioner.Stores;
using Provisioner.Terminal;

namespace Provisioner.Commands;

/// <summary>A passphrase that is to be: from a file; or, at a terminal, typed twice, or made up when nothing is typed.</summary>
internal sealed record NewPassphrase(Secret Secret, bool IsMadeUp) : IDisposable
{
    public static Checked<NewPassphrase> Get(PassphraseOption option, ParseResult parsed, IDisk disk, ITerminal terminal) =>
        option.IsGiven(parsed) || !terminal.IsInteractive
            ? option.Get(parsed, disk, terminal).Select(secret => new NewPassphrase(secret, false))
            : Type(option, terminal) ?? (Checked<NewPassphrase>)option.Missing();

    /// <summary>Once, and only where somebody sits.</summary>
    public void Show(ITerminal terminal)
    {
        foreach (var line in IsMadeUp ? (string[])[Text("passphrase.shown"), "", $"    {Secret.Characters}", ""] : [])
        {
            terminal.Write(new(Tone.Plain, line));
        }
    }

    public void Dispose() => Secret.Dispose();

    /// <summary>Until it will do; <c>null</c> when the person gives up.</summary>
    private static NewPassphrase? Type(PassphraseOption option, ITerminal terminal)
    {
        while (option.Ask(terminal) is { } typed)
        {
            if (typed.IsEmpty)
            {
                return new(Passphrase.Generate(), true);
            }

            if (Passphrase.Unfit(typed) is { } unfit)
            {
                terminal.Write(Pages.Problem(unfit));
            }
            else if (terminal.Ask(Text("passphrase.again") + " ", hidden: true) is not { } again)
            {
                return null;
            }
            else if (typed.Characters.SequenceEqual(again))
            {
                return new(typed, false);
            }
            else
            {
                terminal.Write(new(Tone.Warning, Text("passphrase.differs")));
            }

            typed.Dispose();
        }

        return null;
    }

    private static string Text(string key) => Catalogue.English.Text(key);
}
