using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Screens;
using Provisioner.Terminal;

namespace Provisioner.Runs;

/// <summary>A run at the keyboard, line by line. Esc, Ctrl-C or the end of input leaves it; an empty line takes what stands
/// in brackets.</summary>
/// <param name="offered">What an empty line means for an input or a step, e.g. the demo's answers.</param>
/// <param name="secrets">Secrets that were given beforehand and are not asked for.</param>
internal sealed class PlainConversation(
    ITerminal terminal, IReadOnlyDictionary<string, string> offered, IReadOnlyDictionary<string, Secret> secrets) : IConversation
{
    private const int LongestInitials = 8;

    /// <summary>Typed instead of initials: it cannot be done.</summary>
    private const string Cannot = "-";

    /// <summary>Who stated the last thing; an empty line means the same person.</summary>
    private string _stated = "";

    private static Catalogue Say => Catalogue.English;

    public bool CanAnswerAgain => true;

    public void Show(Page page) => terminal.Write(page);

    public string? Initials(string step, string prompt) =>
        Until(Prompt(prompt, step), IsInitials, "ask.initials.again", step);

    public FreeStatement? ScannerFree(string step)
    {
        Note("ask.free");
        return Count("ask.free.queued") is { } queued
            && Count("ask.free.failed") is { } failed
            && Choose("", Say.Text("ask.free.room"), [("yes", Say.Text("word.yes")), ("no", Say.Text("word.no"))]) is { } empty
            ? empty == "yes" && queued == 0 ? Free(step, queued, failed) : new(false, "", queued, failed)
            : null;
    }

    private FreeStatement? Free(string step, int queued, int failed) =>
        Initials(step, Say.Text("ask.free.who")) is { } by ? new(true, by, queued, failed) : null;

    public Recount? Recount(int? before)
    {
        var page = Page.Empty.Text(Say.Text("ask.recount"));
        page = before is { } earlier ? page.Text(Say.Text("ask.recount.before", ("before", $"{earlier}"))) : page;
        terminal.Write(page.Text(Say.Text("ask.recount.how"), Tone.Faint));
        var usual = offered.GetValueOrDefault(Answers.FailedAfter);
        return Until(usual is null ? "  > " : $"  [{usual}] > ", text => text == Cannot || Answers.Count(text) is not null, "ask.recount.how", Answers.FailedAfter) switch
        {
            null => null,
            var text => new((Answers.Count(text) as Answer.Counted)?.Value),
        };
    }

    public string? Choose(string step, string prompt, ImmutableArray<(string Id, string Text)> options)
    {
        terminal.Write(Page.Empty.Text(prompt).Block(options.Select((option, at) => $"{at + 1} {option.Text}"), "  "));
        var usual = Array.FindIndex([.. options], option => offered.GetValueOrDefault(step) == option.Id);
        var answer = Until(usual < 0 ? "  > " : $"  [{usual + 1}] > ", text => Index(text, options.Length) is not null || options.Any(option => option.Id == text), "ask.number.again", step);
        return Index(answer, options.Length) is { } index ? options[index].Id : answer;
    }

    public string? Text(string name, string prompt, string? example)
    {
        var asked = example is null ? prompt : Say.Text("ask.example", ("prompt", prompt), ("example", example));
        return Until(Prompt(asked, name), text => text.Length > 0, "ask.text.again", name);
    }

    /// <summary>Two groups of four, chosen by chance, are typed from what came by another way.</summary>
    public CompareStatement? Compare(string step, Sha256 fingerprint)
    {
        var has = Choose(step, Say.Text("ask.compare"), [("told", Say.Text("compare.told")), (Answer.Fingerprint.NotCompared, Say.Text("compare.not"))]);
        if (has is null or Answer.Fingerprint.NotCompared)
        {
            return has is null ? null : new(null);
        }

        var groups = fingerprint.ToGroups().Split(' ');
        int[] order = [.. Enumerable.Range(0, groups.Length)];
        RandomNumberGenerator.Shuffle<int>(order);
        foreach (var at in order[..2])
        {
            if (Until(Say.Text("ask.group", ("number", $"{at + 1}")) + ": ", text => text.Length == 4, "ask.group.again", "") is not { } typed)
            {
                return null;
            }

            if (!string.Equals(typed, groups[at], StringComparison.OrdinalIgnoreCase))
            {
                return new(false);
            }
        }

        return new(true);
    }

    public LeftOut? LeaveOut(string step, string prompt) =>
        Choose("", prompt, [("do", Say.Text("deviate.do")), ("leave", Say.Text("deviate.leave"))]) switch
        {
            null => null,
            "do" => new(null),
            _ => Text("", Say.Text("deviate.why"), null) is { } reason ? new(reason) : null,
        };

    public Secret? Secret(string name, string prompt)
    {
        if (secrets.TryGetValue(name, out var given))
        {
            return given;
        }

        return terminal.Ask($"{prompt}: ", hidden: true) is { } typed ? new(typed) : null;
    }

    public Secret? NewSecret(string name, string prompt)
    {
        if (secrets.TryGetValue(name, out var given))
        {
            return given;
        }

        while (Secret(name, prompt) is { } first)
        {
            if (terminal.Ask($"{Say.Text("secret.again")}: ", hidden: true) is not { } again)
            {
                return null;
            }

            if (first.Characters.SequenceEqual(again))
            {
                return first;
            }

            terminal.Write(Page.Empty.Text(Say.Text("secret.differs"), Tone.Warning));
        }

        return null;
    }

    public bool? Agree(string step) =>
        terminal.Ask(Say.Text("ask.change") + " ") is { } answer ? answer.Length == 0 : null;

    public HandStatement? Done(string name, string prompt)
    {
        terminal.Write(Page.Empty.Text(Say.Text("ask.done", ("prompt", prompt), ("word", Cannot))));
        var usual = offered.GetValueOrDefault(name, _stated);
        while (terminal.Ask(usual.Length == 0 ? "  > " : $"  [{usual}] > ") is { } typed)
        {
            var answer = typed.Trim() is { Length: > 0 } text ? text : usual;
            if (answer == Cannot)
            {
                return new(false, _stated);
            }

            if (IsInitials(answer))
            {
                return new(true, _stated = answer);
            }

            Note("ask.initials.again");
        }

        return null;
    }

    public bool? Ready(string prompt) => terminal.Ask(Say.Text("ask.ready", ("prompt", prompt)) + " ") is null ? null : true;

    public WhatNext AfterFailure(OnFailure policy, bool changed)
    {
        (WhatNext Does, string Text)[] choices = changed
            ? [(WhatNext.TryAgain, Say.Text("word.try-again")), (WhatNext.PutBack, Say.Text("word.put-back")), (WhatNext.Leave, Say.Text("word.leave"))]
            : [(WhatNext.TryAgain, Say.Text("word.try-again")), (WhatNext.Leave, Say.Text("word.stop"))];
        return Pick(choices) ?? (changed ? OnLeaving() : WhatNext.Leave);
    }

    public WhatNext OnLeaving() =>
        Pick([(WhatNext.PutBack, Say.Text("word.put-back")), (WhatNext.Leave, Say.Text("word.leave"))]) ?? WhatNext.Leave;

    private WhatNext? Pick((WhatNext Does, string Text)[] choices)
    {
        var chosen = Choose("", Say.Text("ask.next"), [.. choices.Select((choice, at) => ((at + 1).ToString(CultureInfo.InvariantCulture), choice.Text))]);
        return Index(chosen, choices.Length) is { } index ? choices[index].Does : null;
    }

    private int? Count(string key)
    {
        var answer = Until(Say.Text(key) + " [0]: ", text => text.Length == 0 || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _), "ask.count.again", "");
        return answer is null ? null : answer.Length == 0 ? 0 : int.Parse(answer, CultureInfo.InvariantCulture);
    }

    /// <summary>The question in lines of its own; the place to type below it, with what an empty line means.</summary>
    private string Prompt(string text, string name)
    {
        terminal.Write(Page.Empty.Text(text));
        return offered.TryGetValue(name, out var answer) ? $"  [{answer}] > " : "  > ";
    }

    /// <summary>Asks until the answer is good; an empty line means what is offered.</summary>
    private string? Until(string prompt, Func<string, bool> good, string againKey, string name)
    {
        while (terminal.Ask(prompt) is { } typed)
        {
            var answer = typed.Trim() is { Length: > 0 } text ? text : offered.GetValueOrDefault(name, "");
            if (good(answer))
            {
                return answer;
            }

            Note(againKey);
        }

        return null;
    }

    private static bool IsInitials(string text) => text is { Length: > 0 and <= LongestInitials } && text.All(char.IsLetterOrDigit);

    private void Note(string key) => terminal.Write(Page.Empty.Text(Say.Text(key), Tone.Faint));

    private static int? Index(string? text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most ? number - 1 : null;
}
