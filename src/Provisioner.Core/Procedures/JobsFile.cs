using System.Collections.Immutable;
using System.Text.Json;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures.Yaml;

namespace Provisioner.Core.Procedures;

/// <summary>A file of <c>JOBS</c>: what the office prepared for a night, one row a scanner.</summary>
public sealed record JobsFile
{
    /// <summary>The first line of every file: the language and its version.</summary>
    public const string Schema = "provisioner-jobs/1";

    /// <summary>Without folder and ending, e.g. <c>NIGHT1</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Of the file's bytes.</summary>
    public required Sha256 Digest { get; init; }

    public required string Title { get; init; }

    public required ImmutableArray<JobRow> Rows { get; init; }

    internal static readonly Form<JobsDraft> Form = Forms.Map(keys =>
    {
        _ = keys.Need("schema", Forms.Exactly(Schema));
        return new JobsDraft(keys.Need("title", Forms.Line(80)), keys.Need("jobs", Forms.List(Forms.Map(JobRowDraft.Read), 1, 200)));
    });

    /// <param name="name">The file's name, for messages; its name without ending names the jobs.</param>
    /// <param name="find">A procedure by its id; <c>null</c> when there is none.</param>
    /// <param name="known">Ids of all that there are.</param>
    public static Checked<JobsFile> Read(string name, ReadOnlySpan<byte> bytes, Func<string, Procedure?> find, IReadOnlyCollection<string> known)
    {
        var reading = new Reading(name);
        if (YamlTree.Read(bytes, reading) is not { } root)
        {
            return reading.Problems;
        }

        var draft = Form.Read(root, reading);
        var rows = draft.Rows.Select((row, at) => Row(row, at + 1, find, known, reading)).ToImmutableArray();
        JobLaws.Check(draft, rows, reading);
        return reading.Finish(new JobsFile { Name = System.IO.Path.GetFileNameWithoutExtension(name), Digest = Sha256.Of(bytes), Title = draft.Title, Rows = rows });
    }

    private static JobRow Row(JobRowDraft draft, int number, Func<string, Procedure?> find, IReadOnlyCollection<string> known, Reading reading)
    {
        var row = new JobRow { Number = number, Serial = draft.Serial, Name = draft.Name, Procedure = draft.Procedure, Answers = Answers.None, Agreed = Answers.None };
        if (find(draft.Procedure) is { } procedure)
        {
            var answers = JobLaws.Answers(draft.Answers, procedure, reading);
            return row with
            {
                Answers = answers,
                Agreed = JobLaws.Agreed(draft.Agreed, procedure, reading),
                OwnFiles = [.. procedure.Inputs.Where(input => input.Kind == InputKind.Identity).Select(input => answers[input.Name]?.Text).OfType<string>()],
            };
        }

        if (draft.Procedure.Length > 0)
        {
            var expected = Catalogue.English.Text("form.known", ("known", known.Count == 0 ? "-" : string.Join(", ", known)));
            reading.Add("PROC-011", draft.ProcedureMark, ("name", draft.Procedure), ("expected", Reading.Expected(expected, draft.Procedure, known)));
        }

        return row;
    }
}

/// <summary>One job: a scanner by two identifiers, a procedure, and what is known of it beforehand.</summary>
public sealed record JobRow
{
    /// <summary>From 1, in the order of the file.</summary>
    public required int Number { get; init; }

    /// <summary>The scanner's serial number.</summary>
    public required string Serial { get; init; }

    /// <summary>The scanner's host name.</summary>
    public required string Name { get; init; }

    /// <summary>The procedure's id.</summary>
    public required string Procedure { get; init; }

    /// <summary>Inputs, choices and facts. Never initials: those are of who does a step.</summary>
    public required Answers Answers { get; init; }

    /// <summary>What somebody else must otherwise look at in the night, and the office has agreed: fingerprints that are compared,
    /// initials for witness points and for a second person.</summary>
    public required Answers Agreed { get; init; }

    /// <summary>Files on the stick that are for this scanner alone: certificates with their keys.</summary>
    public ImmutableArray<string> OwnFiles { get; init; } = [];

    /// <summary>Whether a scanner is the one that the row is for. Serial numbers as they are written, names without regard to case.</summary>
    public bool IsFor(string serial, string name) => Serial == serial && Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}

internal sealed record JobsDraft(string Title, ImmutableArray<JobRowDraft> Rows);

/// <summary>A row that was read but not yet judged, with the places of its parts.</summary>
internal sealed record JobRowDraft(Mark Mark, string Serial, string Name, string Procedure, Mark ProcedureMark, YamlNode.Map Answers, YamlNode.Map Agreed)
{
    private static readonly TextsForm Texts = new();

    public static JobRowDraft Read(Keys keys)
    {
        var console = keys.Need("console", Forms.Map(ReadConsole));
        var procedure = keys.Need("procedure", new PlacedForm(Forms.ProcedureId));
        return new(keys.Mark, console.Serial, console.Name, procedure.Text, procedure.Mark, keys.May("answers", Texts, Texts.Blank), keys.May("agreed", Texts, Texts.Blank));
    }

    private static Console ReadConsole(Keys keys) => new(keys.Need("serial", Forms.Line(64)), keys.Need("name", Forms.Line(253)));

    private sealed record Console(string Serial, string Name);
}

/// <summary>A text with its place.</summary>
internal sealed class PlacedForm(Form<string> form) : Form<PlacedText>
{
    public override PlacedText Blank => new(form.Blank, new(1, 1));

    public override PlacedText Read(YamlNode node, Reading reading) => new(form.Read(node, reading), node.Mark);

    public override void Describe(Utf8JsonWriter schema) => form.Describe(schema);
}

internal sealed record PlacedText(string Text, Mark Mark);

/// <summary>A map from the author's names to texts, kept as it is written: what each must be like, the procedure knows.</summary>
internal sealed class TextsForm : Form<YamlNode.Map>
{
    public override YamlNode.Map Blank => new(new(1, 1), new(1, 1), []);

    public override YamlNode.Map Read(YamlNode node, Reading reading) => node as YamlNode.Map ?? Wrong(node, reading, Text("form.map"));

    public override void Describe(Utf8JsonWriter schema)
    {
        schema.WriteString("type", "object");
        schema.WriteStartObject("additionalProperties");
        schema.WriteString("type", "string");
        schema.WriteEndObject();
    }
}
