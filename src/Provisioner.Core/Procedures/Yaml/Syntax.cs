using Provisioner.Core.Problems;

namespace Provisioner.Core.Procedures.Yaml;

/// <summary>Guesses, from the line where the parser gave up, what an author most likely left out.</summary>
internal static class Syntax
{
    public static string Expected(string text, Mark mark)
    {
        var line = Line(text, mark.Line);
        var value = line.AsSpan().Trim().TrimStart("- ");
        return line.Count(c => c == '"') % 2 == 1 ? Catalogue.English.Text("syntax.quote")
            : line.Count(c => c is '[' or '{') != line.Count(c => c is ']' or '}') ? Catalogue.English.Text("syntax.bracket")
            : value.IndexOf(": ") is var first and >= 0 && value[(first + 2)..].Contains(": ", StringComparison.Ordinal) ? Catalogue.English.Text("syntax.colon")
            : Catalogue.English.Text("syntax.any");
    }

    private static string Line(string text, int number) => text.Split('\n').ElementAtOrDefault(number - 1) ?? "";
}
