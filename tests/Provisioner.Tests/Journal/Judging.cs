using Provisioner.Commands;
using Provisioner.Core.Journal;

namespace Provisioner.Tests.Journal;

/// <summary>Verdicts in memory, through the same code that <c>journal verify</c> runs.</summary>
internal static class Judging
{
    public static JournalVerification Verify(WrittenStick stick, TestOffice? office, params Anchor[] anchors) =>
        new(StickVerification.Verify([stick.Evidence], office?.Certificate, [.. anchors]), office?.Certificate);

    public static int Exit(WrittenStick stick, TestOffice? office, params Anchor[] anchors) => Verify(stick, office, anchors).Exit;

    public static string[] Words(JournalVerification verified) =>
        [.. verified.Sticks.SelectMany(stick => stick.Findings).Select(finding => finding.Verdict.Word()).Distinct()];
}
