using System.Collections.Immutable;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Screens.Widgets;

/// <summary>One line to type in. What is typed is kept as a <see cref="Secret"/>, so that no printing of a model shows it.</summary>
/// <param name="Caret">Characters before the place where typing goes on.</param>
/// <param name="IsMasked">Shown as stars, until <see cref="IsShown"/>.</param>
/// <param name="IsOffered">As it was given the last time: Enter takes it, and what is typed first takes its place.</param>
public sealed record TextField(Secret Content, int Caret, bool IsMasked = false, bool IsShown = false, bool IsOffered = false)
{
    /// <summary>Longest content, in characters.</summary>
    public const int Most = 400;

    public static TextField Empty { get; } = new(new Secret([]), 0);

    public static TextField Masked { get; } = new(new Secret([]), 0, IsMasked: true);

    public string Text => new(Content.Characters);

    public static TextField Of(string text) => new(new Secret(text), text.Length);

    public static TextField Offered(string text) => Of(text) with { IsOffered = text.Length > 0 };

    /// <summary>The field after a key; the same object when the key is none of its own.</summary>
    public TextField Press(KeyPress key) => key.Name switch
    {
        KeyName.Character when !char.IsControl(key.Character) => Insert(key.Character.ToString()),
        KeyName.Backspace or KeyName.Delete when IsOffered => Emptied(),
        KeyName.Backspace when Caret > 0 => Without(Caret - 1),
        KeyName.Delete when Caret < Content.Characters.Length => Without(Caret) with { Caret = Caret },
        KeyName.Left when Caret > 0 => this with { Caret = Caret - 1, IsOffered = false },
        KeyName.Right when Caret < Content.Characters.Length => this with { Caret = Caret + 1 },
        KeyName.Home => this with { Caret = 0, IsOffered = false },
        KeyName.End => this with { Caret = Content.Characters.Length, IsOffered = false },
        KeyName.Show when IsMasked => this with { IsShown = !IsShown },
        _ => this,
    };

    /// <summary>What was pasted, in one line; too much is left out, and not taken in part.</summary>
    public TextField Insert(string text)
    {
        var clean = string.Concat(text.Where(character => !char.IsControl(character)));
        return IsOffered ? Emptied().Insert(clean)
            : Content.Characters.Length + clean.Length > Most ? this
            : this with { Content = new(string.Concat(Content.Characters[..Caret], clean, Content.Characters[Caret..])), Caret = Caret + clean.Length };
    }

    /// <summary>Scrolls so that the caret is seen; a sign at either end says that there is more.</summary>
    public Row View(int width)
    {
        var shown = IsMasked && !IsShown ? new string('*', Content.Characters.Length) : Text;
        var room = width - 2;
        var first = Math.Max(0, Caret - room + 1);
        var visible = shown.Length > first ? shown[first..Math.Min(shown.Length, first + room)] : "";
        var at = Caret - first;
        var under = at < visible.Length ? visible[at].ToString() : " ";
        var rest = at < visible.Length ? visible[(at + 1)..] : "";
        return new Row(ImmutableArray.Create<Piece>(
            new(first > 0 ? "<" : " ", Ink.Faint),
            new(visible[..at], Ink.Field),
            new(under, Ink.Caret),
            new(rest.PadRight(Math.Max(0, room - at - 1)), Ink.Field),
            new(first + room < shown.Length ? ">" : " ", Ink.Faint)));
    }

    private TextField Emptied() => this with { Content = new([]), Caret = 0, IsOffered = false };

    private TextField Without(int at) =>
        this with { Content = new(string.Concat(Content.Characters[..at], Content.Characters[(at + 1)..])), Caret = at };
}
