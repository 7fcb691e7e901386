using Provisioner.Commands;
using Provisioner.Core.Runs;

namespace Provisioner.Runs;

/// <summary>The exit code of a part of a run.</summary>
internal static class RunExit
{
    public static int Of(RunEnd end) => end switch
    {
        { WrongUsage: true } => ExitCode.WrongUsage,
        { NotTrusted: true } => ExitCode.NotTrusted,
        { Part: { } part, Release.IsSafe: false } => Of(part) is ExitCode.Done ? ExitCode.Problems : Of(part),
        { Part: { } part } => Of(part),
        _ when end.Problems.Any(problem => problem.Code is "RUN-003" or "RUN-054") => ExitCode.Interrupted,
        { Problems.IsEmpty: false } => ExitCode.Problems,
        _ => ExitCode.Done,
    };

    private static int Of(Part part) => part.State.Phase switch
    {
        RunPhase.Closed { Outcome: Outcome.Done or Outcome.NotApplicable } => ExitCode.Done,
        RunPhase.Closed when part.Purpose is Purpose.Undo or Purpose.Abandon => ExitCode.Done,
        RunPhase.Closed => ExitCode.Problems,
        _ => ExitCode.Interrupted,
    };
}
