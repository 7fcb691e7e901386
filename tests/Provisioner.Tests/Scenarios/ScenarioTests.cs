using Provisioner.Tests.House;
using Provisioner.Tests.Procedures;

namespace Provisioner.Tests.Scenarios;

/// <summary>Every shipped procedure, unattended, against real files and wires.</summary>
public sealed class ScenarioTests
{
    public static TheoryData<string> Procedures => [.. Shipped.ProcedureFiles.Select(file => Path.ChangeExtension(file, null))];

    [Fact]
    public void Every_shipped_procedure_has_a_scenario() =>
        Assert.Equal(Shipped.ProcedureFiles.Select(file => Path.ChangeExtension(file, null)).Order(StringComparer.Ordinal), ScenarioFile.All);

    [PeerTheory("openssl", "keytool"), MemberData(nameof(Procedures))]
    public async Task It_runs_to_its_end_others_read_what_was_installed_and_after_put_back_the_console_equals_its_start(string procedure)
    {
        using var scene = Scenario.Of(procedure);
        SceneCanaries.Plant(scene);
        var (start, held) = (scene.Tree(), Installed.On(scene));
        var done = (await EndToEnd.Program.RunAsync(scene.Run())).Expect(0);
        var told = (await EndToEnd.Program.RunAsync(["journal", "show", scene.Stick])).Expect(0);
        Assert.Empty(SceneCanaries.LetSlip(scene, done.Output + done.Errors + told.Output));
        (await EndToEnd.Program.RunAsync(scene.Verify())).Expect(0);
        Assert.True(Installed.ReadByOthers(scene, held) > 0 || !Installed.IsExpected(Shipped.Procedure(procedure)), "nothing was installed");
        if (Shipped.Procedure(procedure).FirstChange is not null)
        {
            Assert.NotEqual(start, scene.Tree());
            (await EndToEnd.Program.RunAsync(scene.Undo())).Expect(0);
        }

        Assert.Equal(start, scene.Tree());
    }
}
