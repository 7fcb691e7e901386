using Provisioner.Core.Procedures;

namespace Provisioner.Commands;

/// <summary>Procedures as a table for people.</summary>
internal static class ProcedureText
{
    public static void List(TextWriter to, Shelf shelf) => TextTable.Write(to,
        [
            ["PROCEDURE", "VERSION", "SCANNER TYPE", "MINUTES", "CHANGES", "TITLE"],
            .. shelf.Procedures.Values.Select(procedure => (string[])
            [
                procedure.Id, procedure.Version, procedure.Modality, Minutes(procedure.Personnel.Procedure),
                $"{procedure.Steps.Count(step => step.Verb.Changes)}", procedure.Title,
            ]),
        ]);

    public static string Minutes(MinuteRange minutes) => minutes.From == minutes.To ? $"{minutes.To}" : $"{minutes.From}..{minutes.To}";
}
