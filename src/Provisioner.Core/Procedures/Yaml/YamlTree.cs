using System.Collections.Immutable;
using System.Globalization;
using Provisioner.Core.Problems;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Provisioner.Core.Procedures.Yaml;

/// <summary>Builds the tree of a file from the parser's events, and refuses whatever the strict subset leaves out.</summary>
internal sealed class YamlTree
{
    /// <summary>Maps and lists within each other.</summary>
    public const int Deepest = 16;

    /// <summary>Texts, lists and maps in a file; a long procedure has about 1,500.</summary>
    public const int MostNodes = 4000;

    private readonly Reading _reading;
    private readonly Stack<Open> _open = new();
    private YamlNode? _root;
    private Mark _last = new(1, 1);
    private int _nodes;

    private YamlTree(Reading reading) => _reading = reading;

    /// <returns>The tree, or <c>null</c> when problems were reported.</returns>
    public static YamlNode? Read(ReadOnlySpan<byte> bytes, Reading reading)
    {
        var text = YamlText.Read(bytes, reading);
        return text is null ? null : new YamlTree(reading).Build(text);
    }

    private YamlNode? Build(string text)
    {
        var before = _reading.Count;
        try
        {
            var parser = new Parser(new StringReader(text));
            while (parser.MoveNext())
            {
                if (!Take(parser.Current!))
                {
                    return null;
                }
            }
        }
        catch (Exception fault) when (fault is YamlException or InvalidOperationException or ArgumentException)
        {
            // The parser's scanner throws more than its own exceptions at some unclosed brackets; the last event is then the place.
            var mark = fault is YamlException { Start.Line: > 0 } told ? Of(told.Start) : _last;
            _reading.Add("PROC-001", mark, ("expected", Syntax.Expected(text, mark)));
        }

        if (_root is null && _reading.Count == before)
        {
            _reading.Add("PROC-001", new(1, 1), ("expected", Catalogue.English.Text("form.map")));
        }

        return _reading.Count == before ? _root : null;
    }

    /// <returns>Whether the rest is worth reading.</returns>
    private bool Take(ParsingEvent happened)
    {
        var mark = _last = Of(happened.Start);
        if (happened is AnchorAlias)
        {
            return Refuse(mark, "yaml.alias");
        }

        if (happened is DocumentStart && _root is not null)
        {
            return Refuse(mark, "yaml.document");
        }

        if (happened is NodeEvent node)
        {
            CheckPlain(node, mark);
            if (++_nodes > MostNodes)
            {
                _reading.Add("PROC-014", mark, ("most", MostNodes.ToString(CultureInfo.InvariantCulture)));
                return false;
            }
        }

        switch (happened)
        {
            case Scalar scalar:
                Place(new YamlNode.Scalar(mark, scalar.Value, scalar.Style != ScalarStyle.Plain));
                break;
            case MappingStart or SequenceStart when _open.Count == Deepest:
                _reading.Add("PROC-005", mark, ("most", Deepest.ToString(CultureInfo.InvariantCulture)));
                return false;
            case MappingStart or SequenceStart:
                _open.Push(new(mark));
                break;
            case MappingEnd:
                Place(CloseMap(_open.Pop(), mark));
                break;
            case SequenceEnd:
                var list = _open.Pop();
                Place(new YamlNode.List(list.Mark, mark, [.. list.Nodes]));
                break;
        }

        return true;
    }

    private void CheckPlain(NodeEvent node, Mark mark)
    {
        if (!node.Anchor.IsEmpty)
        {
            _ = Refuse(mark, "yaml.anchor");
        }

        if (!node.Tag.IsEmpty)
        {
            _ = Refuse(mark, "yaml.tag");
        }
    }

    private void Place(YamlNode node)
    {
        if (_open.TryPeek(out var open))
        {
            open.Nodes.Add(node);
        }
        else
        {
            _root = node;
        }
    }

    private YamlNode.Map CloseMap(Open open, Mark end)
    {
        var entries = ImmutableArray.CreateBuilder<YamlEntry>(open.Nodes.Count / 2);
        var seen = new Dictionary<string, Mark>(StringComparer.Ordinal);
        foreach (var pair in open.Nodes.Chunk(2))
        {
            if (pair is not [YamlNode.Scalar key, var value])
            {
                _ = Refuse(pair[0].Mark, "yaml.complex");
            }
            else if (!seen.TryAdd(key.Text, key.Mark))
            {
                _reading.Add("PROC-006", key.Mark, ("key", key.Text), ("first", seen[key.Text].Line.ToString(CultureInfo.InvariantCulture)));
            }
            else
            {
                entries.Add(new(key, value));
            }
        }

        return new(open.Mark, end, entries.ToImmutable());
    }

    /// <returns>False: what follows would be about something else.</returns>
    private bool Refuse(Mark mark, string what)
    {
        _reading.Add("PROC-004", mark, ("found", Catalogue.English.Text(what)));
        return false;
    }

    private static Mark Of(YamlDotNet.Core.Mark mark) => new((int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column));

    private sealed record Open(Mark Mark)
    {
        public List<YamlNode> Nodes { get; } = [];
    }
}
