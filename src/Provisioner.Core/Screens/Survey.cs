using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;

namespace Provisioner.Core.Screens;

/// <summary>The stick that the program was started from.</summary>
public sealed record StickFacts(string Name, string Engineer, bool IsTraining);

/// <summary>A scanner that its own files tell apart, or that somebody typed in.</summary>
public sealed record ScannerFacts(Modality Type, string Serial, string Host)
{
    /// <summary>The program runs on a laptop beside it: what is done there is done by hand.</summary>
    public bool IsByHand { get; init; }
}

/// <summary>A job that was begun on this scanner and has not ended, or has ended and can be put back.</summary>
/// <param name="Step">The step at which it stands, from 0; <c>null</c>: before the first.</param>
public sealed record OpenJob(string Run, Procedure Procedure, int? Step, int Changes, bool IsDone)
{
    /// <summary>The scanner that it is done on by hand; <c>null</c>: this computer.</summary>
    public ScannerFacts? ByHand { get; init; }
}

/// <summary>What stick and scanner are found to be before a job begins. Nothing is altered for it.</summary>
public sealed record Survey
{
    public static Survey Nothing { get; } = new();

    /// <summary>Scanner types that recognise this computer; more than one only where their files lie on one console.</summary>
    public ImmutableArray<ScannerFacts> Scanners { get; init; } = [];

    /// <summary>All service methods on the stick.</summary>
    public ImmutableArray<Procedure> Methods { get; init; } = [];

    /// <summary>Every scanner type on the stick.</summary>
    public ImmutableArray<Modality> Types { get; init; } = [];

    public ImmutableArray<OpenJob> Jobs { get; init; } = [];

    /// <summary>The office's list for the night, with what has become of each row.</summary>
    public ImmutableArray<JobSoFar> Prepared { get; init; } = [];

    /// <summary>Jobs on the stick, all scanners together.</summary>
    public int Logged { get; init; }

    /// <summary>How many files of the office's lie on the stick as its manifest says; <c>null</c>: they do not, or nothing says so.</summary>
    public int? Undamaged { get; init; }

    public ImmutableArray<Problem> Problems { get; init; } = [];
}
