using Provisioner.Sticks;
using Provisioner.Stores;
using Provisioner.Tests.House;

namespace Provisioner.Tests.EndToEnd;

public sealed class DemoTests : IDisposable
{
    private readonly Scratch _scratch = new();

    private string[] Demo => ["demo", "--unattended", "--into", _scratch["demo"]];

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task A_rehearsal_whose_program_was_killed_goes_on_with_its_server()
    {
        using var another = new Scratch();
        var acts = OwnProcess.Run(0, "whole", ["demo", "--unattended", "--into", another["demo"]]).Acts;
        Assert.NotEqual(0, OwnProcess.Run(acts * 4 / 5, "whole", Demo).Code);

        var goesOn = (await Program.RunAsync(Demo)).Expect(0);
        Assert.Contains("A job is interrupted here; it goes on where it was.", goesOn.OneLine, StringComparison.Ordinal);
        var run = Assert.Single(StickHistory.Read(Stick.Open(_scratch["demo/stick"], new Disk()).Value).Value.Runs);
        Assert.Equal((2, true), (run.Parts.Length, run.IsComplete));

        Assert.DoesNotContain("interrupted", (await Program.RunAsync(Demo)).Expect(0).Output, StringComparison.Ordinal);
    }
}
