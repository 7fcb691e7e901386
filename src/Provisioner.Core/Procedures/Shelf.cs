using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures.Yaml;

namespace Provisioner.Core.Procedures;

/// <summary>All procedures and scanner types of one folder (<c>PROCS</c> on a stick, <c>procedures</c> in the sources).</summary>
public sealed record Shelf
{
    /// <summary>Subfolder of the scanner types.</summary>
    public const string ModalityFolder = "modalities";

    public static Shelf Empty { get; } = new()
    {
        Modalities = ImmutableSortedDictionary.Create<string, Modality>(StringComparer.Ordinal),
        Procedures = ImmutableSortedDictionary.Create<string, Procedure>(StringComparer.Ordinal),
    };

    /// <summary>By <see cref="Modality.Id"/>.</summary>
    public required ImmutableSortedDictionary<string, Modality> Modalities { get; init; }

    /// <summary>By <see cref="Procedure.Id"/>.</summary>
    public required ImmutableSortedDictionary<string, Procedure> Procedures { get; init; }

    /// <summary>What is wrong with files that are therefore not on the shelf; empty when all are.</summary>
    public ImmutableArray<Problem> Problems { get; init; } = [];

    /// <summary>Reads every file; each stands or falls for itself.</summary>
    /// <param name="files">Names relative to the folder, joined by <c>/</c>, with the bytes: only <c>modalities/NAME.yaml</c> and
    /// <c>MODALITY/NAME.yaml</c> are looked at.</param>
    public static Shelf Read(IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> files) => Empty.With(files);

    /// <summary>The shelf with these files too; a file takes the place of one with the same id.</summary>
    public Shelf With(IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> files)
    {
        var sorted = files.Where(file => IsProcedureName(file.Key)).OrderBy(file => file.Key, StringComparer.Ordinal).ToArray();
        var shelf = this;
        foreach (var (name, bytes) in sorted.Where(file => IsModality(file.Key)))
        {
            shelf = shelf.Put(name, ModalityFile.Read(name, bytes.Span), modality => modality.Id, (on, modality) => on with { Modalities = on.Modalities.SetItem(modality.Id, modality) });
        }

        foreach (var (name, bytes) in sorted.Where(file => !IsModality(file.Key)))
        {
            shelf = shelf.Put(name, ProcedureFile.Read(name, bytes.Span, shelf.Modalities), procedure => procedure.Id, (on, procedure) => on with { Procedures = on.Procedures.SetItem(procedure.Id, procedure) });
        }

        return shelf;
    }

    /// <summary>The procedure of that id, or PROC-063 with the nearest that there is.</summary>
    public Checked<Procedure> Find(string id)
    {
        if (Procedures.TryGetValue(id, out var procedure))
        {
            return procedure;
        }

        return Unknown(id, Procedures.Keys);
    }

    /// <summary>PROC-063 for a name that is none of these.</summary>
    public static Problem Unknown(string id, IEnumerable<string> names)
    {
        string[] all = [.. names.Order(StringComparer.Ordinal)];
        var known = Catalogue.English.Text("form.known", ("known", all.Length == 0 ? "-" : string.Join(", ", Like(id, all))));
        return Problem.Of("PROC-063", ("name", id), ("expected", Reading.Expected(known, id, all)));
    }

    /// <summary>Those of the same scanner type; where there are none, the scanner types.</summary>
    private static IEnumerable<string> Like(string id, string[] all)
    {
        var same = all.Where(known => known.StartsWith(id.Split('/')[0] + "/", StringComparison.Ordinal)).ToArray();
        return same.Length > 0 ? same : all.Select(known => known.Split('/')[0] + "/...").Distinct();
    }

    /// <summary>A file lies where its id says, so that <c>ge-mr/secure-client</c> is found without reading every file.</summary>
    private Shelf Put<T>(string name, Checked<T> read, Func<T, string> id, Func<Shelf, T, Shelf> put)
        where T : notnull
    {
        if (!read.TryGet(out var value, out var problems))
        {
            return this with { Problems = [.. Problems, .. problems] };
        }

        var place = value is Modality ? $"{ModalityFolder}/{id(value)}.yaml" : $"{id(value)}.yaml";
        return place == name ? put(this, value) : this with { Problems = [.. Problems, Problem.Of("PROC-064", ("file", name), ("place", place))] };
    }

    private static bool IsProcedureName(string name) => name.Split('/') is [_, var file] && file.EndsWith(".yaml", StringComparison.Ordinal);

    private static bool IsModality(string name) => name.StartsWith(ModalityFolder + "/", StringComparison.Ordinal);
}
