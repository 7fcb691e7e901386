using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures.Yaml;

namespace Provisioner.Core.Procedures;

/// <summary>Reads the answers of an unattended run: one map from the names of inputs, and the ids of steps that ask, to texts.
/// Secrets have no place in it.</summary>
public static class AnswersFile
{
    private static readonly ScalarForm<Answer?> SecondPerson = new(
        Catalogue.English.Text("answer.second-person"), null, (string text, out Answer? answer) => (answer = AnswerForms.Initials(text)) is not null, _ => { });

    private static readonly ScalarForm<Answer?> Count = new(
        Catalogue.English.Text("answer.count"), null, (string text, out Answer? answer) => (answer = Answers.Count(text.Trim())) is not null, _ => { });

    /// <param name="name">The file's name, for messages.</param>
    /// <returns>What is answered; every unknown name and every answer of the wrong form is a problem. What is missing is for
    /// <see cref="Answers.Missing"/> to say.</returns>
    public static Checked<Answers> Read(string name, ReadOnlySpan<byte> bytes, Procedure procedure, HandWork? hand = null)
    {
        var reading = new Reading(name);
        var root = YamlTree.Read(bytes, reading);
        if (root is not YamlNode.Map map)
        {
            if (root is not null)
            {
                reading.Add("PROC-009", root.Mark, ("expected", Catalogue.English.Text("form.map")), ("found", Catalogue.English.Text("form.found.list")));
            }

            return reading.Problems;
        }

        var answers = Answers.None.ByName.ToBuilder();
        var questions = hand?.Questions(procedure) ?? [];
        foreach (var entry in map.Entries)
        {
            if (ReadEntry(entry, procedure, questions, reading) is { } answer)
            {
                answers[entry.Key.Text] = answer;
            }
        }

        return reading.Finish(new Answers(answers.ToImmutable()));
    }

    /// <summary>The answer of one line; <c>null</c> after reporting what is wrong with it.</summary>
    internal static Answer? ReadEntry(YamlEntry entry, Procedure procedure, ImmutableArray<HandQuestion> questions, Reading reading)
    {
        if (questions.FirstOrDefault(question => question.Name == entry.Key.Text) is { } question)
        {
            return new ScalarForm<Answer?>(
                AnswerForms.Expected(question),
                null,
                (string text, out Answer? answer) => (answer = question.Takes(text.Trim()) ? new Answer.Plain(text.Trim()) : null) is not null,
                _ => { }).Read(entry.Value, reading);
        }

        var input = procedure.Inputs.FirstOrDefault(input => input.Name == entry.Key.Text);
        var step = procedure.Steps.FirstOrDefault(step => step.Id == entry.Key.Text && (step.Verb.Asks != Asking.Nothing || step.MayDeviate));
        if (input is null && step is null && entry.Key.Text == Answers.SecondPerson)
        {
            return SecondPerson.Read(entry.Value, reading);
        }

        if (input is null && step is null && Answers.IsCount(entry.Key.Text) && procedure.Steps.Any(one => one.Verb is Verb.ScannerFree))
        {
            return Count.Read(entry.Value, reading);
        }

        if (input is null && step is null)
        {
            string[] known = [.. procedure.Inputs.Select(i => i.Name), .. procedure.Steps.Where(s => s.Verb.Asks != Asking.Nothing || s.MayDeviate).Select(s => s.Id), .. questions.Select(q => q.Name)];
            var expected = Catalogue.English.Text("form.known", ("known", string.Join(", ", known)));
            reading.Add("PROC-062", entry.Key.Mark, ("name", entry.Key.Text), ("expected", Reading.Expected(expected, entry.Key.Text, known)));
            return null;
        }

        var form = new ScalarForm<Answer?>(
            input is not null ? AnswerForms.Expected(input) : AnswerForms.Expected(step!),
            null,
            (string text, out Answer? answer) => (answer = input is not null ? AnswerForms.Parse(input, text.Trim()) : AnswerForms.Parse(step!, text.Trim())) is not null,
            _ => { },
            step is null ? [] : AnswerForms.Known(step));
        return form.Read(entry.Value, reading);
    }
}
