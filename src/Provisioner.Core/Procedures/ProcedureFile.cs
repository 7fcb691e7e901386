using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures.Yaml;

namespace Provisioner.Core.Procedures;

/// <summary>Reads a procedure's file: form first, then names, then the laws; every problem of all three.</summary>
public static class ProcedureFile
{
    /// <summary>The first line of every file: the language and its version.</summary>
    public const string Schema = "provisioner/1";

    internal static readonly Form<Procedure> Form = Forms.Map(ReadProcedure);

    /// <param name="name">The file's name as the author knows it, for messages.</param>
    /// <param name="bytes">The whole file.</param>
    /// <param name="modalities">The scanner types there are, by <see cref="Modality.Id"/>.</param>
    public static Checked<Procedure> Read(string name, ReadOnlySpan<byte> bytes, IReadOnlyDictionary<string, Modality> modalities)
    {
        var reading = new Reading(name);
        if (YamlTree.Read(bytes, reading) is not { } root)
        {
            return reading.Problems;
        }

        var procedure = Form.Read(root, reading) with { Digest = Sha256.Of(bytes) };
        if (root is YamlNode.Map map)
        {
            var draft = new Draft(procedure, FindModality(procedure, map, modalities, reading), map, reading);
            Names.Check(draft);
            Laws.Check(draft);
            procedure = procedure with { ScannerType = draft.Modality };
        }

        return reading.Finish(procedure);
    }

    private static Modality? FindModality(Procedure procedure, YamlNode.Map root, IReadOnlyDictionary<string, Modality> modalities, Reading reading)
    {
        var found = modalities.GetValueOrDefault(procedure.Modality);
        if (found is null && procedure.Modality.Length > 0)
        {
            var known = Catalogue.English.Text("form.modality", ("known", string.Join(", ", modalities.Keys.Order(StringComparer.Ordinal))));
            reading.Add("PROC-011", root.At("modality"), ("name", procedure.Modality), ("expected", Reading.Expected(known, procedure.Modality, modalities.Keys)));
        }

        return found;
    }

    private static Procedure ReadProcedure(Keys keys)
    {
        _ = keys.Need("schema", Forms.Exactly(Schema));
        return new()
        {
            Id = keys.Need("procedure", Forms.ProcedureId),
            Version = keys.Need("version", Forms.Version),
            Digest = default,
            Source = keys.Need("source", Forms.Line(200)),
            Modality = keys.Need("modality", Forms.Name),
            Title = keys.Need("title", Forms.Line(60)),
            About = keys.Need("about", Forms.Paragraphs(900)),
            Personnel = keys.Need("personnel", Forms.Map(ReadPersonnel)),
            Equipment = keys.May("equipment", Forms.List(Forms.Map(ReadItem), 0, 40), []),
            Conditions = keys.May("conditions", Forms.List(Forms.Paragraphs(300), 0, 20), []),
            Inputs = keys.May("inputs", Forms.Named(Forms.Name, ReadInput, 0, 40), []),
            Steps = keys.Need("steps", Forms.List(Forms.Map(ReadStep), 1, 100)),
        };
    }

    private static Personnel ReadPersonnel(Keys keys) => new(
        keys.Need("persons", Forms.Number(1, 20)),
        keys.MayNumber("preliminary", 0, 600),
        keys.Need("procedure", Forms.Minutes),
        keys.MayNumber("finalization", 0, 600),
        keys.May("assumed", Forms.Flag, false));

    private static EquipmentItem ReadItem(Keys keys) => new(keys.Need("item", Forms.Line(80)), keys.Need("quantity", Forms.Number(1, 99)));

    private static Input ReadInput(string name, Keys keys) => new()
    {
        Name = name,
        Kind = keys.Need("kind", Forms.Word<InputKind>()),
        Prompt = keys.Need("prompt", Forms.Line(80)),
        Slot = keys.MayWord<Changes.Slot>("slot"),
        Example = keys.May("example", Forms.Line(80)),
        KeepHeld = keys.May("keep-held", Forms.Flag, false),
    };

    private static Step ReadStep(Keys keys)
    {
        var then = keys.May("then", Forms.Map(ReadThen), Then.Follows);
        return new()
        {
            Line = keys.Mark.Line,
            Column = keys.Mark.Column,
            Id = keys.Need("id", Forms.Name),
            Title = keys.Need("title", Forms.Line(48)),
            Caution = keys.May("caution", Forms.Paragraphs(300)),
            Minutes = keys.MayNumber("minutes", 0, 600),
            By = keys.May("by", Forms.Word<Doer>(), Doer.Engineer),
            MayDeviate = keys.May("may-deviate", Forms.Flag, false),
            When = keys.May("when", Forms.Map(Condition.Read)),
            Verb = keys.OneOf(Catalogue.English.Text("form.verb"), Verbs),
            Next = then.Passed,
            OnFailure = then.Failed,
        };
    }

    private static Then ReadThen(Keys keys) => new(
        keys.May("passed", Forms.Step), keys.May("failed", Forms.Word<OnFailure>(), OnFailure.UndoAll));

    private static ImmutableArray<Alternative<Verb>> Verbs { get; } =
        [.. Verb.Forms.Select(form => new Alternative<Verb>(form.Word, Forms.Map(form.Read)))];

    private sealed record Then(string? Passed, OnFailure Failed)
    {
        public static Then Follows { get; } = new(null, OnFailure.UndoAll);
    }
}
