using System.Text;
using Provisioner.Commands;
using Provisioner.Core.Documents;
using Provisioner.Tests.EndToEnd;
using Provisioner.Tests.House;
using Provisioner.Tests.Procedures;
using Provisioner.Tests.Scenarios;

namespace Provisioner.Tests.Documents;

/// <summary>What is printed and reported, as a browser shows it, at the width of a screen and of A4, light and dark.</summary>
public sealed class PageTests
{
    [PeerTheory(Browser.Program)]
    [InlineData("ge-mr/secure-client")]
    [InlineData("ge-mr/secure-server")]
    public void A_chart_and_a_print_are_whole_in_a_browser(string procedure)
    {
        Assert.Empty(Browser.Look(ChartSvg.Write(ChartLayout.Of(Shipped.Procedure(procedure))), 794));
        var page = Encoding.UTF8.GetString(PrintPage.Write(Shipped.Procedure(procedure)));
        Assert.Empty(Browser.Look(page, 794));
        Assert.Empty(Browser.Look(page, 1280, dark: true));
    }

    [PeerFact(Browser.Program, "openssl")]
    public async Task A_visit_report_is_written_can_be_made_again_from_the_journal_alone_and_reads_well()
    {
        using var scene = Scenario.Of("ge-mr/secure-client");
        (await EndToEnd.Program.RunAsync(scene.Run())).Expect(0);
        var reports = Path.Combine(scene.Stick, "REPORTS");
        var written = Directory.GetFiles(reports).ToDictionary(path => Path.GetFileName(path), File.ReadAllBytes);
        var report = Encoding.UTF8.GetString(written["R0000001.HTM"]);

        Directory.Delete(scene.Console, recursive: true);
        Directory.Delete(Path.Combine(scene.Stick, "PROCS"), recursive: true);
        Directory.Delete(reports, recursive: true);
        Directory.CreateDirectory(reports);
        (await EndToEnd.Program.RunAsync("report", scene.Stick)).Expect(0);
        Assert.Equal(written.Keys.Order(), Directory.GetFiles(reports).Select(path => Path.GetFileName(path)).Order());
        Assert.All(written, file => Assert.Equal(file.Value, File.ReadAllBytes(Path.Combine(reports, file.Key))));

        Assert.DoesNotContain("<script", report, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Scenario.Passphrase, report, StringComparison.Ordinal);
        Assert.Contains("Switch DICOM to TLS", report, StringComparison.Ordinal);
        Assert.Contains("in place", report, StringComparison.Ordinal);
        Assert.Empty(Browser.Look(report, 1280));
        Assert.Empty(Browser.Look(report, 794, dark: true));
        var night = Encoding.UTF8.GetString(written.Single(file => file.Key.StartsWith('N')).Value);
        Assert.Empty(Browser.Look(night, 794));
    }

    [PeerFact("openssl")]
    public async Task A_job_that_was_put_back_shows_the_store_as_it_was()
    {
        using var scene = Scenario.Of("ge-mr/secure-client");
        (await EndToEnd.Program.RunAsync(scene.Run())).Expect(0);
        (await EndToEnd.Program.RunAsync(scene.Undo())).Expect(0);
        var report = await File.ReadAllTextAsync(Path.Combine(scene.Stick, "REPORTS", "R0000001.HTM"));
        Assert.Contains("[PUT BACK]", report, StringComparison.Ordinal);
        Assert.DoesNotContain("<td>new</td>", report, StringComparison.Ordinal);
    }

    [PeerFact("openssl")]
    public async Task The_calendar_says_when_the_scanner_s_own_certificate_ends()
    {
        using var scene = Scenario.Of("orthanc/renew");
        (await EndToEnd.Program.RunAsync(scene.Run())).Expect(0);
        var calendar = await File.ReadAllTextAsync(Path.Combine(scene.Stick, "REPORTS", "DUE.ICS"));
        Assert.StartsWith("BEGIN:VCALENDAR\r\n", calendar, StringComparison.Ordinal);
        Assert.Contains("TRIGGER:-P30D", calendar, StringComparison.Ordinal);
        Assert.Equal(Count(calendar, "BEGIN:VEVENT"), Count(calendar, "END:VEVENT"));
        Assert.True(Count(calendar, "BEGIN:VEVENT") >= 1);
        Assert.All(calendar.Split("\r\n"), line => Assert.True(Encoding.UTF8.GetByteCount(line) <= 75, line));
    }

    [Fact]
    public async Task A_procedure_that_is_not_there_is_wrong_usage()
    {
        (await EndToEnd.Program.RunAsync("procedures", "chart", "ge-mr/nothing")).Expect(2);
        Assert.StartsWith("<svg", (await EndToEnd.Program.RunAsync("procedures", "chart", "orthanc/renew", "--format", "svg")).Expect(0).Output, StringComparison.Ordinal);
        Assert.StartsWith("<!DOCTYPE html>", (await EndToEnd.Program.RunAsync("procedures", "print", "orthanc/renew")).Expect(0).Output, StringComparison.Ordinal);
    }

    private static int Count(string text, string what) => text.Split(what).Length - 1;
}
