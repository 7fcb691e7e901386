using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using Provisioner.Commands;
using Provisioner.Core.Journal;
using Provisioner.Tests.House;

namespace Provisioner.Tests.Journal;

public sealed class ExportTests
{
    private static readonly string Schema = Path.Combine(Repository.Top, "..", "shared", "data", "dicom-audit.xsd");

    private readonly JournalVerification _verified;

    public ExportTests()
    {
        var stick = new WrittenStick(TestOffice.Rehearsal);
        stick.Write(
            [
                [JournalEntry.Of("FAIL", ("EV", "110113/110126"), ("AC", "E"), ("OC", "4"), ("STEP", "6"), ("ID", "try"), ("WHAT", "<&\"'> → \u0001 =1+1"))],
                [JournalEntry.Of("INTENT", ("STEP", "7"))],
                [JournalEntry.Of("ODD", ("EV", "//"), ("AC", "X"), ("OC", "7"))],
            ],
            open: [("ENGINEER", "fe 042"), ("HOST", "mr450w 2"), ("CONSOLE", "7731"), ("PROGRAM", "0.1.0")]);
        _verified = Judging.Verify(stick, TestOffice.Rehearsal);
    }

    [Fact]
    public void Every_record_is_one_audit_message()
    {
        var messages = Messages();
        Assert.Equal(_verified.Sticks[0].Runs[0].Run.Records.Count(), messages.Length);
        Assert.Equal(["110100", "110113", "110113", "110113", "110100"], messages.Select(message => Code(message, "EventID")));
        Assert.Equal("110126", Code(messages[1], "EventTypeCode"));
        Assert.Equal("4", messages[1].Root!.Element("EventIdentification")!.Attribute("EventOutcomeIndicator")!.Value);
    }

    /// <summary>What the schema asks for, said again here for where it is not at hand.</summary>
    [Fact]
    public void Every_audit_message_has_what_the_standard_requires() => Assert.All(Messages(), message =>
    {
        var root = message.Root!;
        Assert.Equal(
            ["EventIdentification", "ActiveParticipant", "ActiveParticipant", "AuditSourceIdentification", "ParticipantObjectIdentification"],
            root.Elements().Select(element => element.Name.LocalName));
        var happened = root.Element("EventIdentification")!;
        Assert.Contains(happened.Attribute("EventActionCode")!.Value, (string[])["C", "R", "U", "D", "E"]);
        Assert.Contains(happened.Attribute("EventOutcomeIndicator")!.Value, (string[])["0", "4", "8", "12"]);
        Assert.All(root.Elements("ActiveParticipant"), participant => Assert.NotEmpty(participant.Attribute("UserID")!.Value));
        Assert.NotEmpty(root.Element("AuditSourceIdentification")!.Attribute("AuditSourceID")!.Value);
        Assert.All(root.Descendants().Where(element => element.Attribute("codeSystemName")?.Value == "DCM"), code => Assert.NotEmpty(code.Attribute("originalText")!.Value));
    });

    [Fact]
    public void Every_audit_message_is_valid_under_the_schema_where_it_is_at_hand()
    {
        if (!File.Exists(Schema))
        {
            return;
        }

        var schemas = new XmlSchemaSet();
        using var reader = XmlReader.Create(Schema);
        schemas.Add(null, reader);
        var wrong = new List<string>();
        foreach (var message in Messages())
        {
            message.Validate(schemas, (_, problem) => wrong.Add(problem.Message));
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void No_field_is_lost_in_an_audit_message()
    {
        var record = _verified.Sticks[0].Runs[0].Run.Records.ElementAt(1);
        var details = Messages()[1].Descendants("ParticipantObjectDetail").ToDictionary(
            detail => detail.Attribute("type")!.Value, detail => Encoding.UTF8.GetString(Convert.FromBase64String(detail.Attribute("value")!.Value)));
        Assert.All(record.Fields, field => Assert.Equal(field.Value, details[field.Key]));
    }

    [Fact]
    public void A_message_is_framed_by_RFC_5424_and_counted_by_RFC_5425()
    {
        var line = Encoding.UTF8.GetString(JournalExport.Atna(_verified, counted: false)).Split('\n')[0];
        Assert.StartsWith("<85>1 2026-05-04T09:30:47.123Z mr450w_2 Provisioner PS-TEST/R0000001/1 IHE+RFC-3881 - \uFEFF<AuditMessage>", line, StringComparison.Ordinal);

        var counted = JournalExport.Atna(_verified, counted: true);
        var (at, messages) = (0, 0);
        for (; at < counted.Length; messages++)
        {
            var space = Array.IndexOf(counted, (byte)' ', at);
            var length = int.Parse(Encoding.ASCII.GetString(counted, at, space - at), System.Globalization.CultureInfo.InvariantCulture);
            at = space + 1 + length;
            Assert.Equal((byte)'>', counted[at - 1]);
        }

        Assert.Equal((counted.Length, 5), (at, messages));
    }

    [Fact]
    public void Csv_has_one_row_a_record_and_no_cell_that_begins_a_formula()
    {
        var rows = Encoding.UTF8.GetString(JournalExport.Csv(_verified)).Split("\r\n");
        Assert.Equal(5 + 2, rows.Length);
        Assert.Equal("stick,run,file,line,utc,seconds,event,ev,ac,oc,fields", rows[0]);
        Assert.StartsWith("PS-TEST,R0000001,R0000001,3,2026-05-04T09:30:49.123Z,0.02,FAIL,110113/110126,E,4,STEP=6 ID=try WHAT=", rows[2], StringComparison.Ordinal);
        Assert.All(rows.SelectMany(row => row.Split(',')), cell => Assert.DoesNotMatch("^[=+@-]", cell));
    }

    [Fact]
    public void Json_holds_every_record_with_its_place()
    {
        using var json = JsonDocument.Parse(Report.Document(document => JournalExport.Json(document, _verified)));
        var records = json.RootElement.GetProperty("records").EnumerateArray().ToArray();
        Assert.Equal(5, records.Length);
        Assert.Equal("<&\"'> → \u0001 =1+1", records[1].GetProperty("fields").GetProperty("WHAT").GetString());
        Assert.Equal(("PS-TEST", "R0000001", 3), (records[1].GetProperty("stick").GetString(), records[1].GetProperty("file").GetString(), records[1].GetProperty("line").GetInt32()));
    }

    private XDocument[] Messages() =>
        [.. Encoding.UTF8.GetString(JournalExport.Atna(_verified, counted: false)).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => XDocument.Parse(line[(line.IndexOf('\uFEFF', StringComparison.Ordinal) + 1)..]))];

    private static string Code(XDocument message, string element) => message.Descendants(element).Single().Attribute("csd-code")!.Value;
}
