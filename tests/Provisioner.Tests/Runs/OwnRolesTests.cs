using Provisioner.Core.Procedures;
using Provisioner.Tests.EndToEnd;
using Provisioner.Tests.House;
using Provisioner.Tests.Procedures;
using Provisioner.Tests.Scenarios;

namespace Provisioner.Tests.Runs;

/// <summary>The scanner's own certificate is judged for every role that a procedure gives it.</summary>
public sealed class OwnRolesTests
{
    [Theory]
    [InlineData("ge-mr/secure-client", "client")]
    [InlineData("ge-mr/secure-server", "client server")]
    [InlineData("ge-mr/renew", "client")]
    [InlineData("ge-mr/self-signed", "")]
    [InlineData("ge-ultrasound/secure-client", "client")]
    [InlineData("clearcanvas-ris/complete", "server")]
    [InlineData("clearcanvas-workstation/trust-server", "")]
    [InlineData("inobitec-viewer/secure-listener", "server")]
    [InlineData("dcmtk/secure-server", "server")]
    public void The_steps_say_what_it_is_for(string procedure, string roles) =>
        Assert.Equal(roles, string.Join(' ', OwnRoles.Of(Shipped.Procedure(procedure)).Select(role => role.Word())));

    /// <summary>Label, procedure, the certificate's usages, and what is wrong with it; empty: nothing that refuses it.</summary>
    public static TheoryData<string, string, string, string> Rows => new()
    {
        { "for clients, as client", "ge-mr/secure-client", "clientonly", "" },
        { "for servers, as client", "ge-mr/secure-client", "serveronly", "clientAuth" },
        { "for clients, as both", "ge-mr/secure-server", "clientonly", "serverAuth" },
        { "for servers, as both", "ge-mr/secure-server", "serveronly", "clientAuth" },
        { "for both, as both", "ge-mr/secure-server", "host", "" },
    };

    [PeerTheory("openssl"), MemberData(nameof(Rows))]
    public async Task A_usage_that_one_of_its_roles_lacks_is_refused_before_anything_is_changed(string row, string procedure, string identity, string usage)
    {
        using var scene = Scenario.Of(procedure);
        File.Copy(HospitalIt.File($"{identity}-identity.pem"), Path.Combine(scene.Stick, "CERTS/IN/it.pem"));
        var start = scene.Tree();
        var told = await EndToEnd.Program.RunAsync(scene.Answer("identity", "CERTS/IN/it.pem").Run("--dry-run", "--json"));
        Assert.True(told.Output.Contains("CERT-153", StringComparison.Ordinal) == (usage.Length > 0) && told.Output.Contains(usage, StringComparison.Ordinal), $"{row}: {told.Output}");
        Assert.Equal(start, scene.Tree());
    }

    /// <summary>Those who connect may know the scanner by another name: that is told, and does not stop anybody.</summary>
    [PeerTheory("openssl")]
    [InlineData("ge-mr/secure-server", true)]
    [InlineData("ge-mr/secure-client", false)]
    public async Task A_server_whose_certificate_names_another_machine_is_told(string procedure, bool isTold)
    {
        using var scene = Scenario.Of(procedure);
        File.Copy(HospitalIt.File("elsewhere-identity.pem"), Path.Combine(scene.Stick, "CERTS/IN/it.pem"));
        var told = (await EndToEnd.Program.RunAsync(scene.Answer("identity", "CERTS/IN/it.pem").Run("--dry-run"))).Expect(0);
        Assert.Equal(isTold, told.OneLine.Contains("CERT-129", StringComparison.Ordinal));
    }

    [PeerFact("openssl")]
    public async Task A_listener_takes_a_certificate_that_is_for_servers_alone()
    {
        using var scene = Scenario.Of("inobitec-viewer/secure-listener");
        File.Copy(HospitalIt.File("serveronly.pem"), Path.Combine(scene.Stick, "CERTS/IN/it.crt"));
        File.Copy(HospitalIt.File("host.enc"), Path.Combine(scene.Stick, "CERTS/IN/it.key"));
        (await EndToEnd.Program.RunAsync(scene.Answer("identity", "CERTS/IN/it.crt").Run())).Expect(0);
    }
}
