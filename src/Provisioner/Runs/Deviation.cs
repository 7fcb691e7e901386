using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;

namespace Provisioner.Runs;

/// <summary>Offers to leave out a step that may be left out, and asks for the reason.</summary>
internal sealed class Deviation(RunSetup setup)
{
    private static Catalogue Say => Catalogue.English;

    /// <returns><c>null</c>: the step is to be done; no events: the run is left.</returns>
    public ImmutableArray<RunEvent>? Ask(int at)
    {
        var step = setup.Procedure.Steps[at];
        if (!step.MayDeviate)
        {
            return null;
        }

        return setup.People.LeaveOut(step.Id, Say.Text("ask.deviate")) switch
        {
            null => ImmutableArray<RunEvent>.Empty,
            { Reason: null } => null,
            { Reason: { } reason } => [new RunEvent.StepDeviated(at, reason)],
        };
    }
}
