using System.Text;
using System.Xml;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Journal;

/// <summary>One record as a DICOM audit message (PS3.15, A.5): who, where, what, and every field as a detail.</summary>
public static class AuditMessage
{
    /// <summary>The message's XML, in one line and without a declaration.</summary>
    /// <param name="opening">The OPEN of the record's file: it says who and where.</param>
    public static string Write(string stick, string file, JournalRecord opening, JournalRecord record)
    {
        var xml = new StringBuilder(1024);
        using (var writer = XmlWriter.Create(xml, new() { OmitXmlDeclaration = true, Indent = false }))
        {
            writer.WriteStartElement("AuditMessage");
            Event(writer, record);
            Engineer(writer, opening);
            Program(writer, stick, file, opening);
            Source(writer, opening);
            Subject(writer, stick, file, record);
            writer.WriteEndElement();
        }

        return xml.ToString();
    }

    private static void Event(XmlWriter xml, JournalRecord record)
    {
        var (happened, type) = AuditCodes.Read(record["EV"] ?? AuditCodes.Of(record.Event));
        xml.WriteStartElement("EventIdentification");
        xml.WriteAttributeString("EventActionCode", record["AC"] is "C" or "R" or "U" or "D" or "E" ? record["AC"]! : "E");
        xml.WriteAttributeString("EventDateTime", RecordLine.Utc(record.Utc));
        xml.WriteAttributeString("EventOutcomeIndicator", record["OC"] is "0" or "4" or "8" or "12" ? record["OC"]! : "0");
        Code(xml, "EventID", happened);
        if (type is not null)
        {
            Code(xml, "EventTypeCode", type);
        }

        xml.WriteEndElement();
    }

    private static void Engineer(XmlWriter xml, JournalRecord opening)
    {
        xml.WriteStartElement("ActiveParticipant");
        xml.WriteAttributeString("UserID", Safe(opening["ENGINEER"] ?? "unknown"));
        xml.WriteAttributeString("UserIsRequestor", "true");
        Place(xml, opening);
        xml.WriteEndElement();
    }

    private static void Program(XmlWriter xml, string stick, string file, JournalRecord opening)
    {
        xml.WriteStartElement("ActiveParticipant");
        xml.WriteAttributeString("UserID", $"{stick}/{file}");
        xml.WriteAttributeString("UserName", Safe($"Provisioner {opening["PROGRAM"]}").TrimEnd());
        xml.WriteAttributeString("UserIsRequestor", "false");
        Place(xml, opening);
        Code(xml, "RoleIDCode", "110150");
        xml.WriteEndElement();
    }

    private static void Place(XmlWriter xml, JournalRecord opening)
    {
        if (opening["HOST"] is { } host)
        {
            xml.WriteAttributeString("NetworkAccessPointID", Safe(host));
            xml.WriteAttributeString("NetworkAccessPointTypeCode", "1");
        }
    }

    private static void Source(XmlWriter xml, JournalRecord opening)
    {
        xml.WriteStartElement("AuditSourceIdentification");
        xml.WriteAttributeString("AuditSourceID", Safe(opening["CONSOLE"] ?? opening["HOST"] ?? "unknown"));
        xml.WriteStartElement("AuditSourceTypeCode");
        xml.WriteAttributeString("csd-code", "2");
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    /// <summary>What was acted on: the record itself, as a security resource, with all its fields (A.5.3.11, "alert subject").</summary>
    private static void Subject(XmlWriter xml, string stick, string file, JournalRecord record)
    {
        xml.WriteStartElement("ParticipantObjectIdentification");
        xml.WriteAttributeString("ParticipantObjectID", $"journal:{stick}/{file}/{record.Number}");
        xml.WriteAttributeString("ParticipantObjectTypeCode", "2");
        xml.WriteAttributeString("ParticipantObjectTypeCodeRole", "13");
        xml.WriteStartElement("ParticipantObjectIDTypeCode");
        xml.WriteAttributeString("csd-code", "12");
        xml.WriteAttributeString("codeSystemName", "RFC-3881");
        xml.WriteAttributeString("originalText", "URI");
        xml.WriteEndElement();
        xml.WriteElementString("ParticipantObjectName", Safe(string.Join(' ', new[] { record.Event, record["STEP"], record["ID"] }.OfType<string>())));
        Detail(xml, "Alert Description", record.Event);
        foreach (var (key, value) in record.Fields)
        {
            Detail(xml, key, value);
        }

        xml.WriteEndElement();
    }

    private static void Detail(XmlWriter xml, string type, string value)
    {
        xml.WriteStartElement("ParticipantObjectDetail");
        xml.WriteAttributeString("type", type);
        xml.WriteAttributeString("value", Convert.ToBase64String(Encoding.UTF8.GetBytes(value)));
        xml.WriteEndElement();
    }

    private static void Code(XmlWriter xml, string element, string code)
    {
        xml.WriteStartElement(element);
        xml.WriteAttributeString("csd-code", Safe(code));
        xml.WriteAttributeString("codeSystemName", "DCM");
        xml.WriteAttributeString("originalText", Safe(AuditCodes.Meaning(code)));
        xml.WriteEndElement();
    }

    /// <summary>No character that XML cannot carry.</summary>
    private static string Safe(string text) => Printable.Of(text);
}
