using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures.Yaml;

namespace Provisioner.Core.Procedures;

/// <summary>What makes a file of jobs fit for a night: nothing in it can be taken for another scanner's, and nothing is signed in
/// somebody's name.</summary>
internal static class JobLaws
{
    /// <summary>What a row may state beforehand: inputs, choices, facts, what is handed over, what is left out.</summary>
    public static Answers Answers(YamlNode.Map map, Procedure procedure, Reading reading) => Read(map, procedure, reading, (entry, step) => step switch
    {
        { Verb.Asks: Asking.Initials } when !IsLeftOut(entry, step) => "PROC-070",
        { Verb.Asks: Asking.Fingerprint or Asking.Witness } when !IsLeftOut(entry, step) => "PROC-071",
        null when entry.Key.Text == Procedures.Answers.SecondPerson => "PROC-071",
        null when Procedures.Answers.IsCount(entry.Key.Text) => "PROC-079",
        _ => null,
    });

    /// <summary>What the office agrees to: comparisons, witness points, a second person.</summary>
    public static Answers Agreed(YamlNode.Map map, Procedure procedure, Reading reading) => Read(map, procedure, reading, (entry, step) =>
        step is { Verb.Asks: Asking.Fingerprint or Asking.Witness } || entry.Key.Text == Procedures.Answers.SecondPerson ? null : "PROC-072");

    public static void Check(JobsDraft draft, ImmutableArray<JobRow> rows, Reading reading)
    {
        for (var at = 0; at < rows.Length; at++)
        {
            var (row, mark) = (rows[at], draft.Rows[at].Mark);
            foreach (var earlier in rows[..at].Where(earlier => earlier.Serial.Length > 0 && row.Serial.Length > 0))
            {
                Check(row, earlier, mark, reading);
            }
        }
    }

    private static void Check(JobRow row, JobRow earlier, Mark mark, Reading reading)
    {
        var isSame = row.IsFor(earlier.Serial, earlier.Name);
        if (isSame && row.Procedure == earlier.Procedure)
        {
            reading.Add("PROC-073", mark, ("row", Forms.Digits(earlier.Number)), ("serial", row.Serial));
        }
        else if (!isSame && (row.Serial == earlier.Serial || row.Name.Equals(earlier.Name, StringComparison.OrdinalIgnoreCase)))
        {
            reading.Add("PROC-074", mark, ("row", Forms.Digits(earlier.Number)), ("serial", earlier.Serial), ("name", earlier.Name));
        }

        foreach (var file in isSame ? [] : row.OwnFiles.Intersect(earlier.OwnFiles, StringComparer.OrdinalIgnoreCase))
        {
            reading.Add("PROC-075", mark, ("row", Forms.Digits(earlier.Number)), ("path", file));
        }
    }

    private static Answers Read(YamlNode.Map map, Procedure procedure, Reading reading, Func<YamlEntry, Step?, string?> misplaced)
    {
        var answers = Procedures.Answers.None.ByName.ToBuilder();
        foreach (var entry in map.Entries)
        {
            var step = procedure.Steps.FirstOrDefault(step => step.Id == entry.Key.Text);
            var isKnown = step is not null || Procedures.Answers.IsReserved(entry.Key.Text) || procedure.Inputs.Any(input => input.Name == entry.Key.Text);
            if (isKnown && misplaced(entry, step) is { } code)
            {
                reading.Add(code, entry.Key.Mark, ("name", entry.Key.Text));
            }
            else if (AnswersFile.ReadEntry(entry, procedure, [], reading) is { } answer)
            {
                answers[entry.Key.Text] = answer;
            }
        }

        return new(answers.ToImmutable());
    }

    private static bool IsLeftOut(YamlEntry entry, Step step) =>
        step.MayDeviate && entry.Value is YamlNode.Scalar scalar && Answer.LeftOut.ReasonIn(scalar.Text) is not null;
}
