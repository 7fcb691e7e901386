using System.Collections.Immutable;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Procedures.Yaml;

/// <summary>One reading of one file: the problems so far, and the names that must exist once all of it is read.</summary>
/// <param name="file">As the author knows it, for messages.</param>
internal sealed class Reading(string file)
{
    /// <summary>Problems kept for one file: an author needs no more at a time, and a hostile file gets no memory.</summary>
    public const int Most = 200;

    private readonly List<(Mark Mark, Problem Problem)> _problems = [];
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);

    public List<Reference> References { get; } = [];

    public bool IsFull => _problems.Count >= Most;

    public int Count => _problems.Count;

    /// <summary>In the order of the file.</summary>
    public ImmutableArray<Problem> Problems => [.. _problems.OrderBy(p => p.Mark.Line).ThenBy(p => p.Mark.Column).Select(p => p.Problem)];

    /// <summary>Problems reported at places within a part of the file.</summary>
    /// <param name="part"><c>null</c>: none.</param>
    public int CountWithin(YamlNode? part) => part is null ? 0 : _problems.Count(p => part.Covers(p.Mark));

    /// <summary>Says it once, however many ways lead to it.</summary>
    public void Add(string code, Mark mark, params ReadOnlySpan<(string Name, string Value)> values)
    {
        if (IsFull)
        {
            return;
        }

        var problem = Problem.Of(code, [("file", file), ("line", Forms.Digits(mark.Line)), ("column", Forms.Digits(mark.Column)), .. values]);
        if (_said.Add($"{code} {string.Join('\n', problem.Values.Values)}"))
        {
            _problems.Add((mark, problem));
        }
    }

    /// <summary>The value when nothing was reported, else every problem.</summary>
    public Checked<T> Finish<T>(T value)
        where T : notnull => _problems.Count == 0 ? value : Problems;

    /// <summary>Words for people: what was expected, and the nearest of the known words.</summary>
    public static string Expected(string expected, string found, IEnumerable<string> known) =>
        Nearest.To(found, known) is { } word ? Catalogue.English.Text("form.nearest", ("expected", expected), ("nearest", word)) : expected;
}

/// <summary>A name that stands in one place and must be defined in another.</summary>
/// <param name="To">What it names.</param>
/// <param name="Kinds">Kinds of input that fit; empty when <paramref name="To"/> is no input.</param>
internal sealed record Reference(ReferenceTo To, string Name, Mark Mark, ImmutableArray<InputKind> Kinds);

internal enum ReferenceTo
{
    Input,
    Service,
    Step,
}
