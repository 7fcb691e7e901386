using System.Collections.Immutable;
using System.Text;

namespace Provisioner.Core.Screens;

/// <summary>How a line is meant; the words alone say it too, never colour alone.</summary>
public enum Tone
{
    Plain,
    Heading,
    Faint,
    Good,
    Warning,
    Bad,

    /// <summary>Something that a person copies onto another screen.</summary>
    Value,
}

public sealed record Line(Tone Tone, string Text);

/// <summary>Something to read, in lines of at most <see cref="Width"/> columns.</summary>
public sealed record Page(ImmutableArray<Line> Lines)
{
    /// <summary>Columns of running text on an 80-column screen.</summary>
    public const int Width = 78;

    public static Page Empty { get; } = new([]);

    public Page Heading(string text) => Add(Tone.Heading, text);

    public Page Text(string text, Tone tone = Tone.Plain, string indent = "") => Add(tone, text, indent);

    public Page Blank() => new(Lines.Add(new(Tone.Plain, "")));

    public Page Append(Page other) => new(Lines.AddRange(other.Lines));

    /// <summary>Lines that keep their own breaks and spaces; those too long for a page go on in the next one, indented further.</summary>
    public Page Block(IEnumerable<string> lines, string indent = "") =>
        new(Lines.AddRange(lines.SelectMany(line => Broken(line, indent)).Select(text => new Line(Tone.Plain, text))));

    public override string ToString() => string.Join('\n', Lines.Select(line => line.Text));

    private Page Add(Tone tone, string text, string indent = "") =>
        new(Lines.AddRange(text.Split('\n').SelectMany(paragraph => Wrap(paragraph, indent)).Select(line => new Line(tone, line))));

    /// <summary>Breaks at spaces; a word longer than the line is broken where the line ends. Lines that follow are indented
    /// like the first one's own leading spaces.</summary>
    public static IEnumerable<string> Wrap(string text, string indent = "", int width = Width)
    {
        indent += new string(' ', text.Length - text.TrimStart(' ').Length);
        var line = new StringBuilder(indent);
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(word => Pieces(word, Math.Max(width - indent.Length, 1))))
        {
            if (line.Length > indent.Length && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear().Append(indent);
            }

            _ = line.Length > indent.Length ? line.Append(' ').Append(word) : line.Append(word);
        }

        yield return line.ToString().TrimEnd();
    }

    private static IEnumerable<string> Broken(string line, string indent) =>
        indent.Length + line.Length <= Width
            ? [indent + line]
            : [indent + line[..(Width - indent.Length)], .. Pieces(line[(Width - indent.Length)..], Width - indent.Length - 4).Select(rest => $"{indent}    {rest}")];

    private static IEnumerable<string> Pieces(string word, int most) =>
        word.Length <= most ? [word] : word.Chunk(most).Select(piece => new string(piece));
}
