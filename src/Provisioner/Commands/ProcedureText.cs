using Provisioner.Core.Procedures;

namespace Provisioner.Commands;

/// <summary>Procedures as a table for people.</summary>
internal static class ProcedureText
{
    public static void List(TextWriter to, Shelf shelf)
    {
        string[][] rows =
        [
            ["PROCEDURE", "VERSION", "SCANNER TYPE", "MINUTES", "CHANGES", "TITLE"],
            .. shelf.Procedures.Values.Select(procedure => (string[])
            [
                procedure.Id, procedure.Version, procedure.Modality, Minutes(procedure.Personnel.Procedure),
                $"{procedure.Steps.Count(step => step.Verb.Changes)}", procedure.Title,
            ]),
        ];
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            to.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }

    public static string Minutes(MinuteRange minutes) => minutes.From == minutes.To ? $"{minutes.To}" : $"{minutes.From}..{minutes.To}";
}
