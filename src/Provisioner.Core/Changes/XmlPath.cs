using System.Collections.Immutable;
using System.Text;

namespace Provisioner.Core.Changes;

/// <summary>One step of an XML key: <c>name</c>, <c>name[@attribute=value]</c>, <c>name[0]</c>, <c>@attribute</c>.</summary>
/// <param name="Number">From 0 among those of the name; <c>null</c> when there must be one only.</param>
internal sealed record XmlStep(string Name, bool IsAttribute, (string Attribute, string Value)? Where, int? Number)
{
    /// <summary>The first step is the document's own element. Dots within brackets divide nothing.</summary>
    public static ImmutableArray<XmlStep> Parse(string key)
    {
        var steps = ImmutableArray.CreateBuilder<XmlStep>();
        var (step, inBrackets) = (new StringBuilder(), false);
        for (var at = 0; at < key.Length; at++)
        {
            inBrackets = (inBrackets || key[at] == '[') && key[at] != ']';
            if (key[at] == '.' && !inBrackets)
            {
                steps.Add(One(step.ToString()));
                _ = step.Clear();
            }
            else
            {
                _ = step.Append(key[at] == '\\' && !inBrackets && at + 1 < key.Length ? key[++at] : key[at]);
            }
        }

        steps.Add(One(step.ToString()));
        return steps.ToImmutable();
    }

    public bool Matches(XmlPart part, string text) =>
        !IsAttribute && part.Name == Name
        && (Where is not { } where || part.Attribute(where.Attribute) is { } attribute && XmlText.Plain(text[attribute.Start..attribute.End]) == where.Value);

    private static XmlStep One(string step)
    {
        if (step is ['@', .. var attribute])
        {
            return new(attribute, IsAttribute: true, null, null);
        }

        if (step.IndexOf('[', StringComparison.Ordinal) is not (> 0 and var open) || step[^1] != ']')
        {
            return new(step, IsAttribute: false, null, null);
        }

        var (name, inner) = (step[..open], step[(open + 1)..^1]);
        return inner is ['@', .. var where] && where.Split('=', 2) is [var left, var right]
            ? new(name, IsAttribute: false, (left, right), null)
            : new(name, IsAttribute: false, null, int.Parse(inner, System.Globalization.CultureInfo.InvariantCulture));
    }
}
