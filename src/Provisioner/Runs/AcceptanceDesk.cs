using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Proof;
using Provisioner.Core.Runs;

namespace Provisioner.Runs;

/// <summary>The refusal test of a service that listens, with the console's own files: its certificate is let in, what it must
/// refuse is not.</summary>
internal sealed class AcceptanceDesk(RunSetup setup, Findings findings)
{
    public async Task<RunEvent> PerformAsync(int at, Verb.Acceptance acceptance) => new ConsoleWire(setup).Server(acceptance.Service).TryGet(out var wire, out var problems)
        ? await PerformAsync(at, acceptance, wire).ConfigureAwait(false)
        : findings.Fail(at, problems);

    public async Task<RunEvent> PerformAsync(int at, Verb.Acceptance acceptance, Wire wire)
    {
        _ = await LookDesk.AnswersAsync(setup, wire.Endpoint, setup.Modality.Service(acceptance.Service)!).ConfigureAwait(false);
        var cases = acceptance.Extent == AcceptanceExtent.Full ? AcceptanceResult.All : AcceptanceResult.Gentle;
        if (!wire.Identity!.Leaf.IsForClients)
        {
            cases = cases.Remove(AcceptanceCase.Good);
            if (await NotShownAsync(wire).ConfigureAwait(false) is { } other)
            {
                return findings.Fail(at, [other]);
            }
        }

        var result = await setup.Around.Network.TryRefusalsAsync(setup, wire, cases).ConfigureAwait(false);
        return result.Ok
            ? new RunEvent.Proved(at, ProofLevel.Program, Told(result.Cases))
            : findings.Fail(at, [Problem.Of("RUN-045", ("service", acceptance.Service), ("cases", Told(result.Cases.Where(outcome => !outcome.Ok))))]);
    }

    /// <summary>A certificate that is for servers alone cannot be tried as the one that must be let in; so much is seen, that it is in use.</summary>
    private async Task<Problem?> NotShownAsync(Wire wire)
    {
        var own = wire.Identity!.Leaf;
        var result = await setup.Around.Network.ShowAsync(setup, new(wire.Endpoint, null, null, null, own, MachineNetwork.Itself(own))).ConfigureAwait(false);
        return ShowDesk.IsShown(result) ? null : result.Details.FirstOrDefault() ?? result.Problem;
    }

    private static string Told(IEnumerable<AcceptanceOutcome> cases) => string.Join(", ", cases.Select(outcome =>
        $"{outcome.Case.Word()} {outcome.IsLetIn switch { true => "accepted", false => "refused", null => "not tried" }}"));
}
