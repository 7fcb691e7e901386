using System.Text;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Procedures;

/// <summary>An answers file to fill in: every name that is asked for, with what is expected behind it as a comment. Left as it
/// is, every line of it is a problem, so that nothing is signed off by mistake.</summary>
public static class AnswersTemplate
{
    /// <summary>Columns.</summary>
    private const int Width = 100;

    /// <param name="hand">What is done by hand, whose questions are written too; <c>null</c>: nothing.</param>
    /// <param name="given">Answers to write behind their names, e.g. those of a job at the keyboard; <c>null</c>: none.</param>
    public static string Of(Procedure procedure, Answers? given = null, HandWork? hand = null)
    {
        var yaml = new StringBuilder();
        Comment(yaml, "# ", Text("template.head", ("id", procedure.Id), ("version", procedure.Version), ("title", procedure.Title)));
        Comment(yaml, "# ", Text(given is null ? "template.fill" : "template.saved"));
        foreach (var input in procedure.Inputs)
        {
            _ = yaml.Append('\n');
            Add(yaml, input);
            Answer(yaml, input.Name, given);
        }

        foreach (var step in procedure.Steps.Where(step => step.Verb.Asks != Asking.Nothing))
        {
            _ = yaml.Append('\n');
            Add(yaml, step);
            Answer(yaml, step.Id, given);
        }

        foreach (var question in hand?.Questions(procedure) ?? [])
        {
            _ = yaml.Append('\n');
            Comment(yaml, "# ", Text(question.IsNeeded ? "template.hand" : "template.hand-maybe", ("form", AnswerForms.Expected(question))));
            Answer(yaml, question.Name, given);
        }

        if (procedure.Steps.Any(step => step.Verb.Changes || step.Verb is Verb.HandOver))
        {
            _ = yaml.Append('\n');
            Comment(yaml, "# ", Text("template.second-person", ("name", Answers.SecondPerson)));
        }

        if (procedure.Steps.Any(step => step.Verb is Verb.ScannerFree))
        {
            _ = yaml.Append('\n');
            Comment(yaml, "# ", Text("template.counts", ("before", Answers.FailedBefore), ("after", Answers.FailedAfter), ("not", Procedures.Answer.Counted.Not)));
        }

        return yaml.ToString();
    }

    private static void Add(StringBuilder yaml, Input input)
    {
        Comment(yaml, "# ", input.Prompt);
        Comment(yaml, "#   ", AnswerForms.Expected(input));
        if (input.Example is { } example)
        {
            Comment(yaml, "#   ", Text("template.example", ("example", example)));
        }

        if (input.KeepHeld)
        {
            Comment(yaml, "#   ", Text("template.held"));
        }
    }

    private static void Add(StringBuilder yaml, Step step)
    {
        Comment(yaml, "# ", step.Title);
        if (step.Verb is Verb.Choose choose)
        {
            Comment(yaml, "#   ", choose.Question);
            foreach (var option in choose.Options)
            {
                Comment(yaml, "#   ", Text(option.Ends is null ? "template.option" : "template.ends", ("option", option.Id), ("text", option.Text)));
            }
        }

        Comment(yaml, "#   ", AnswerForms.Expected(step));
    }

    /// <summary>In quotation marks, whatever it holds.</summary>
    private static void Answer(StringBuilder yaml, string name, Answers? given)
    {
        var answer = given?[name] is { } held ? $" \"{held.Text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"" : "";
        _ = yaml.Append(name).Append(':').Append(answer).Append('\n');
    }

    private static void Comment(StringBuilder yaml, string margin, string text)
    {
        var line = new StringBuilder(margin);
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > margin.Length && line.Length + word.Length >= Width)
            {
                _ = yaml.Append(line.ToString().TrimEnd()).Append('\n');
                _ = line.Clear().Append(margin);
            }

            _ = line.Append(word).Append(' ');
        }

        _ = yaml.Append(line.ToString().TrimEnd()).Append('\n');
    }

    private static string Text(string key, params ReadOnlySpan<(string Name, string Value)> values) => Catalogue.English.Text(key, values);
}
