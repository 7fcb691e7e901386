using System.Collections.Immutable;
using Provisioner.Core.Procedures;

namespace Provisioner.Core.Runs;

/// <summary>What stays true when a job is done: notices that say so, and that were read on its way. Nothing of it is true where
/// everything was put back.</summary>
public static class Afterwards
{
    public static ImmutableArray<string> Of(Procedure procedure, RunState state) => state.Phase is RunPhase.Closed { Outcome: Outcome.PutBack or Outcome.Unchanged } ? [] :
    [
        .. from at in Enumerable.Range(0, procedure.Steps.Length)
           where procedure.Steps[at].Verb is Verb.Notice { Afterwards: true } && state.Facts.Results.GetValueOrDefault(at)?.Mark == StepMark.Pass
           select ((Verb.Notice)procedure.Steps[at].Verb).Text,
    ];
}
