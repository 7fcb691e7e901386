using System.Collections.Immutable;

namespace Provisioner.Core.Procedures.Yaml;

/// <summary>A place in a file, both counted from 1.</summary>
public readonly record struct Mark(int Line, int Column)
{
    public bool IsBefore(Mark other) => (Line, Column).CompareTo((other.Line, other.Column)) < 0;
}

/// <summary>What a file of the strict subset holds: texts, lists and maps, each with its place. No types, no aliases.</summary>
internal abstract record YamlNode(Mark Mark)
{
    /// <param name="Text">As written, quotation marks and folding resolved; empty when nothing was written.</param>
    /// <param name="Quoted">Written in quotation marks or as a block: an empty text was meant.</param>
    public sealed record Scalar(Mark Mark, string Text, bool Quoted) : YamlNode(Mark);

    public sealed record List(Mark Mark, Mark End, ImmutableArray<YamlNode> Items) : YamlNode(Mark);

    public sealed record Map(Mark Mark, Mark End, ImmutableArray<YamlEntry> Entries) : YamlNode(Mark)
    {
        public YamlEntry? Find(string key) => Entries.FirstOrDefault(entry => entry.Key.Text == key);
    }

    /// <summary>Whether a place lies within this list or map.</summary>
    public bool Covers(Mark place) => !place.IsBefore(Mark) && place.IsBefore(this switch
    {
        List list => list.End,
        Map map => map.End,
        _ => Mark with { Column = Mark.Column + 1 },
    });

    /// <summary>The place of what lies under these keys and indices, as far as they lead.</summary>
    public Mark At(params ReadOnlySpan<string> path)
    {
        var (node, mark) = (this, Mark);
        foreach (var name in path)
        {
            switch (node)
            {
                case Map map when map.Find(name) is { } entry:
                    (node, mark) = (entry.Value, entry.Value is Scalar ? entry.Value.Mark : entry.Key.Mark);
                    break;
                case List list when int.TryParse(name, out var index) && index < list.Items.Length:
                    (node, mark) = (list.Items[index], list.Items[index].Mark);
                    break;
                default:
                    return mark;
            }
        }

        return mark;
    }
}

internal sealed record YamlEntry(YamlNode.Scalar Key, YamlNode Value);
