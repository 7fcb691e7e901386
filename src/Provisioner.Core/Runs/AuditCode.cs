using Provisioner.Core.Journal;
using Provisioner.Core.Procedures;

namespace Provisioner.Core.Runs;

/// <summary>The DICOM audit message that a record maps to (PS3.15, A.5.3).</summary>
/// <param name="Event">Event id and type, CIDs 400 and 401, joined by <c>/</c>.</param>
/// <param name="Action">C create, R read, U update, D delete, E execute.</param>
internal readonly record struct AuditCode(string Event, string Action)
{
    public static readonly AuditCode Start = new("110100/110120", "E");
    public static readonly AuditCode Stop = new("110100/110121", "E");

    /// <summary>Part of a service visit.</summary>
    public static readonly AuditCode Used = new("110113/110141", "E");

    /// <summary>The visit was left.</summary>
    public static readonly AuditCode Stopped = new("110113/110142", "E");

    public static readonly AuditCode SignOn = new("110114/110122", "E");
    public static readonly AuditCode Certificates = new("110113/110129", "U");
    public static readonly AuditCode Network = new("110113/110128", "E");
    public static readonly AuditCode KeyHandOver = new("110113/110132", "E");
    public static readonly AuditCode NodeAuthentication = new("110113/110126", "E");

    public static AuditCode Of(NoteKind what) => what == NoteKind.SignOnRefused ? SignOn : Used;

    public static AuditCode Of(Verb verb) => verb is Verb.Configure ? Certificates with { Action = "U" } : Certificates with { Action = "C" };

    public IEnumerable<JournalField> Fields(string outcome) => [new("EV", Event), new("AC", Action), new("OC", outcome)];
}
