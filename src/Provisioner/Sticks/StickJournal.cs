using System.Collections.Immutable;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Stores;

namespace Provisioner.Sticks;

/// <summary>Where an interrupted run goes on: its name, the number of the part to be opened, the head of the part before.</summary>
internal sealed record NextPart(string Run, int Part, Head After)
{
    public static NextPart Of(RunHistory run) => new(run.Run, run.Parts.Length + 1, run.Head);
}

/// <summary>The journal of a run while it is being written. After the first write or flush that fails it refuses everything.</summary>
internal sealed class StickJournal : IDisposable
{
    private StickJournal()
    {
    }

    /// <summary>Name of the run: that of its first part's file.</summary>
    public string Run => throw new NotImplementedException();

    /// <summary>From 1.</summary>
    public int Part => throw new NotImplementedException();

    /// <summary>This part's file name without ending.</summary>
    public string File => throw new NotImplementedException();

    /// <summary>The newest seal; OPEN's at first.</summary>
    public SealedAt Newest => throw new NotImplementedException();

    /// <summary>Verifies the stick, takes its lock unless this object's caller holds it, finds the wanted epoch key and deletes
    /// every other, decrypts it, writes the next one, appends OPEN and flushes, deletes the used one. On return OPEN is durable.</summary>
    /// <param name="openFields">STICK, RUN, PART, AFTER, PREV and <c>e=</c> are filled in; give the rest: CONSOLE.., ENGINEER,
    /// PROGRAM.., PROC.., MODE, WIT.</param>
    /// <param name="next">The run that goes on; <c>null</c> for a new one.</param>
    public static Checked<StickJournal> Open(
        Stick stick, IDisk disk, Secret passphrase, ImmutableArray<JournalField> openFields, TimeProvider clock, NextPart? next = null) =>
        throw new NotImplementedException();

    /// <summary>One group: these records and their seal, in one write, flushed. On return they are durable.</summary>
    public Checked<SealedAt> Append(params ReadOnlySpan<JournalEntry> entries) => throw new NotImplementedException();

    /// <summary>CLOSE, whose seal names no further key. Afterwards nothing can be appended.</summary>
    /// <param name="fields">OUTCOME, PROOF..; LEN is filled in.</param>
    public Checked<SealedAt> Close(ImmutableArray<JournalField> fields) => throw new NotImplementedException();

    /// <summary>Destroys the key in memory and gives the lock back. Without CLOSE the run is interrupted.</summary>
    public void Dispose() => throw new NotImplementedException();
}
