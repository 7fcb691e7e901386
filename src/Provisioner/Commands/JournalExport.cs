using System.Globalization;
using System.Text;
using System.Text.Json;
using Provisioner.Core.Journal;

namespace Provisioner.Commands;

/// <summary>Sealed records for other systems: audit messages, JSON, CSV. Nothing that a seal does not cover is exported.</summary>
internal static class JournalExport
{
    /// <summary>One record with the file and stick it stands in.</summary>
    private sealed record Placed(string Stick, RunHistory Run, JournalFile File, JournalRecord Record);

    /// <summary>One RFC 5424 message a record, each ended by a line end; or counted (RFC 5425).</summary>
    public static byte[] Atna(JournalVerification verified, bool counted)
    {
        using var bytes = new MemoryStream();
        foreach (var one in Records(verified))
        {
            var opening = one.File.Records[0];
            var xml = AuditMessage.Write(one.Stick, one.File.Name, opening, one.Record);
            var place = string.Create(CultureInfo.InvariantCulture, $"{one.Stick}/{one.File.Name}/{one.Record.Number}");
            var message = AuditFrame.Syslog(one.Record.Utc, opening["HOST"] ?? "", place, xml);
            bytes.Write(counted ? AuditFrame.Counted(message) : [.. message, (byte)'\n']);
        }

        return bytes.ToArray();
    }

    public static void Json(Utf8JsonWriter json, JournalVerification verified)
    {
        json.WriteNumber("exit", verified.Exit);
        json.WriteStartArray("records");
        foreach (var one in Records(verified))
        {
            json.WriteStartObject();
            json.WriteString("stick", one.Stick);
            json.WriteString("run", one.Run.Run);
            json.WriteString("file", one.File.Name);
            JournalJson.Members(json, one.Record);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>RFC 4180, with a header. Fields stay spelled as in the journal, so that no cell can begin a formula.</summary>
    public static byte[] Csv(JournalVerification verified)
    {
        var text = new StringBuilder("stick,run,file,line,utc,seconds,event,ev,ac,oc,fields\r\n");
        foreach (var one in Records(verified))
        {
            var plain = one.Record.Fields.Where(field => !JournalEntry.CodeKeys.Contains(field.Key)).Select(field => $"{field.Key}={ValueText.Write(field.Value)}");
            string[] cells =
            [
                one.Stick, one.Run.Run, one.File.Name, Text(one.Record.Number), RecordLine.Utc(one.Record.Utc), Text(one.Record.Since.TotalSeconds), one.Record.Event,
                .. JournalEntry.CodeKeys.Select(key => ValueText.Write(one.Record[key] ?? "")), string.Join(' ', plain),
            ];
            text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static IEnumerable<Placed> Records(JournalVerification verified) =>
        from stick in verified.Sticks
        from run in stick.Runs
        from file in run.Run.Parts
        from record in file.Records
        select new Placed(stick.Ledger!.Trust.Stick, run.Run, file, record);

    private static string Cell(string text) =>
        text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
