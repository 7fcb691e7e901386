using System.Collections.Frozen;

namespace Provisioner.Core.Journal;

/// <summary>The codes of DICOM audit messages that records use, with their meanings (PS3.16, CIDs 400 to 403).</summary>
public static class AuditCodes
{
    /// <summary>What a record without codes is: a security alert of unknown kind.</summary>
    public const string Unknown = "110113";

    private static readonly FrozenDictionary<string, string> Names = new Dictionary<string, string>
    {
        ["110100"] = "Application Activity",
        ["110113"] = "Security Alert",
        ["110114"] = "User Authentication",
        ["110120"] = "Application Start",
        ["110121"] = "Application Stop",
        ["110122"] = "Login",
        ["110123"] = "Logout",
        ["110126"] = "Node Authentication",
        ["110128"] = "Network Configuration",
        ["110129"] = "Security Configuration",
        ["110131"] = "Software Configuration",
        ["110132"] = "Use of Restricted Function",
        ["110133"] = "Audit Recording Stopped",
        ["110134"] = "Audit Recording Started",
        ["110141"] = "Local Service Operation Started",
        ["110142"] = "Local Service Operation Stopped",
        ["110150"] = "Application",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The meaning; the code itself when it is none of these.</summary>
    public static string Meaning(string code) => Names.GetValueOrDefault(code, code);

    /// <summary>Codes of a record that carries none: only the beginning and the end of a file say what they are.</summary>
    public static string? Of(string name) => name switch
    {
        JournalWriter.Opening => "110100/110120",
        JournalWriter.Closing => "110100/110121",
        _ => null,
    };

    /// <summary>Event and type of <c>EV=</c>, e.g. <c>110113/110129</c>.</summary>
    /// <returns>Type is <c>null</c> when there is none.</returns>
    public static (string Event, string? Type) Read(string? codes) =>
        codes?.Split('/') is [{ Length: > 0 } happened, .. var rest] ? (happened, rest is [{ Length: > 0 } type, ..] ? type : null) : (Unknown, null);
}
