using System.Text.RegularExpressions;
using Provisioner.Core.Problems;
using Provisioner.Sticks;
using Provisioner.Stores;
using Provisioner.Tests.EndToEnd;
using Provisioner.Tests.House;
using Provisioner.Tests.Procedures;

namespace Provisioner.Tests.Scenarios;

/// <summary>The example of <c>procedures/README.md</c>, one job on two computers, is prepared as it stands there and done.</summary>
public sealed partial class RisJobTests
{
    [PeerFact("openssl")]
    public async Task The_job_of_two_computers_does_what_its_page_says()
    {
        using var scratch = new Scratch();
        var (stick, server, client) = (Prepare(scratch), scratch["server"], scratch["client"]);
        var port = Describe(server, client);
        Issue(server, Path.Combine(stick, "CERTS/IN"));
        var (serverBefore, clientBefore) = (Tree.Of(server), Tree.Of(client));
        using var ris = new ConsoleListener(server, "clearcanvas-ris", "ris");

        Assert.Equal(1, (await GoAsync("RIS#2", client, "hazards free restart connects")).Code);
        Assert.Equal(clientBefore, Tree.Of(client));

        (await GoAsync("RIS", server, "hazards free restart clients never-rename optional")).Expect(0);
        (await GoAsync("RIS", client, "hazards free restart connects")).Expect(0);
        Assert.Equal(Stored(server, "Root"), Stored(client, "Root"));
        foreach (var root in Directory.GetFiles(Path.Combine(client, "STORES/LocalMachine/Root")))
        {
            Runs("openssl", "verify", "-CAfile", root, Directory.GetFiles(Path.Combine(server, "STORES/LocalMachine/My")).Single());
        }

        var told = (await EndToEnd.Program.RunAsync(["journal", "show", stick])).Expect(0).Output;
        Assert.Equal(2, Shown().Matches(told).Select(line => line.Groups["step"].Value).Distinct().Count());
        Assert.Contains($":{port}/ClearCanvas", told, StringComparison.Ordinal);
        (await EndToEnd.Program.RunAsync(["journal", "verify", stick, "--office", scratch["office/OFFICE.PEM"]])).Expect(0);

        (await UndoAsync(client)).Expect(0);
        (await UndoAsync(server)).Expect(0);
        Assert.Equal((serverBefore, clientBefore), (Tree.Of(server), Tree.Of(client)));

        Task<Result> GoAsync(string job, string console, string initials)
        {
            File.WriteAllLines(scratch["answers.yaml"], initials.Split(' ').Select(id => $"{id}: FE"));
            return EndToEnd.Program.RunAsync(["run", "--job", job, .. Place(console), "--answers", scratch["answers.yaml"]]);
        }

        Task<Result> UndoAsync(string console) => EndToEnd.Program.RunAsync(["undo", .. Place(console)]);

        string[] Place(string console) => ["--stick", stick, "--console", console, "--passphrase-file", scratch["passphrase"]];
    }

    /// <summary>As the office does it, with the page's own list; only the fingerprint is another, for the authority is.</summary>
    private static string Prepare(Scratch scratch)
    {
        var page = File.ReadAllText(Path.Combine(Shipped.Folder, "README.md"));
        var list = string.Join('\n', Example().Match(page).Value.Split('\n').Select(line => line.Length > 4 ? line[4..] : ""));
        Directory.CreateDirectory(scratch["jobs"]);
        File.WriteAllText(scratch["jobs/RIS.YAML"], Fingerprint().Replace(list, Training.Authority.Fingerprint.ToString()));
        File.WriteAllText(scratch["passphrase"], Scenario.Passphrase);
        using var passphrase = new Secret(Scenario.Passphrase);
        using var office = Provisioner.Keys.Office.Create(scratch["office"], "Test", rehearsal: true, passphrase, new Disk(), TimeProvider.System).Value;
        return StickPreparer.Prepare(
            scratch["stick"], new() { Engineer = "FE-042", Name = "RIS", Sources = new() { Jobs = scratch["jobs"] } }, office, passphrase, new Disk(), TimeProvider.System).Value.Folder;
    }

    /// <summary>Both computers are this one, so that names are found.</summary>
    private static int Describe(string server, string client)
    {
        var port = StoreScp.FreePort();
        foreach (var (console, from, file) in new[] { (server, "clearcanvas-ris", "RIS Server/RisServer.config"), (client, "clearcanvas-workstation", "Workstation/Workstation.config") })
        {
            Tree.Copy(Path.Combine(ScenarioFile.Folder, "consoles", from), console);
            Directory.CreateDirectory(Path.Combine(console, "var/lib"));
            var settings = Path.Combine(console, "Program Files/ClearCanvas", file);
            File.WriteAllText(settings, File.ReadAllText(settings).Replace("ris-1.hospital.local", "localhost", StringComparison.Ordinal).Replace("{port}", $"{port}", StringComparison.Ordinal));
        }

        return port;
    }

    /// <summary>The key waits on the server; what it asked for has come back.</summary>
    private static void Issue(string server, string into)
    {
        var requests = Directory.CreateDirectory(Path.Combine(server, "ProgramData/ClearCanvas/Requests")).FullName;
        var (key, request) = (Path.Combine(requests, "ris-1.key"), Path.Combine(requests, "ris-1.csr"));
        Runs(
            "openssl", "req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", request, "-subj", "/CN=ris-1",
            "-addext", "subjectAltName=DNS:ris-1,DNS:localhost", "-addext", "extendedKeyUsage=serverAuth");
        HospitalIt.Sign(request, Path.Combine(into, "ris-1.cer"));
        File.Copy(HospitalIt.File("authority.pem"), Path.Combine(into, "root.cer"));
    }

    private static IEnumerable<string> Stored(string console, string store) =>
        Directory.GetFiles(Path.Combine(console, "STORES/LocalMachine", store)).Select(Path.GetFileName).Order(StringComparer.Ordinal)!;

    private static void Runs(string program, params string[] arguments)
    {
        var (code, output) = Peers.Run(program, null, arguments);
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)}\n{output}");
    }

    [GeneratedRegex("    schema: provisioner-jobs/1\n    title: RIS certificate.*?\n(?=\n\\S)", RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex Fingerprint();

    [GeneratedRegex("PROVED.*?(?<step>shown|inspected)")]
    private static partial Regex Shown();
}
