using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Core.Runs;

namespace Provisioner.Core.Screens;

/// <summary>What a screen wants done outside: a closed family. The shell does it, and answers with messages.</summary>
public abstract record Errand
{
    private Errand()
    {
    }

    /// <summary>Whether it is the engineer's passphrase. Ends in <see cref="Message.SignedOn"/>.</summary>
    public sealed record SignOn(Secret Passphrase) : Errand;

    /// <summary>As <see cref="SignOn"/>, to open a locked screen. Ends in <see cref="Message.Unlocked"/>.</summary>
    public sealed record Unlock(Secret Passphrase) : Errand;

    /// <summary>Ends in <see cref="Message.Surveyed"/>.</summary>
    public sealed record LookAround : Errand;

    /// <summary>Ends in <see cref="Message.Ended"/> or <see cref="Message.NotBegun"/>; much is told before.</summary>
    /// <param name="Watch">The engineer's watch less the computer's clock; <c>null</c>: not told.</param>
    public sealed record Begin(JobOrder Order, TimeSpan? Watch) : Errand;

    /// <summary>Answers the question that was asked.</summary>
    public sealed record Answer(Reply Reply) : Errand;

    /// <summary>The job is left as soon as it can be, whatever it does now.</summary>
    public sealed record Depart(AwayTo To) : Errand;

    /// <summary>Ends the wait for the network.</summary>
    public sealed record EndWait : Errand;

    /// <summary>Writes <c>ASK-IT.TXT</c> to the stick.</summary>
    public sealed record WriteAskIt(ImmutableArray<Problem> Problems) : Errand;

    /// <summary>Ends in <see cref="Message.CertificatesListed"/>.</summary>
    public sealed record ListCertificates(ScannerFacts Scanner) : Errand;

    /// <summary>Ends in <see cref="Message.LogListed"/>.</summary>
    public sealed record ListLog : Errand;

    /// <summary>Destroys what is not needed any more.</summary>
    public sealed record Forget(Secret Secret) : Errand;

    /// <summary>Ends the program.</summary>
    public sealed record Quit : Errand;
}

/// <summary>The job that is to begin.</summary>
/// <param name="Run">The job that goes on or is put back; <c>null</c> for a new one.</param>
public sealed record JobOrder(Purpose Purpose, string Procedure, string? Run = null)
{
    /// <summary>The office's row, e.g. <c>NIGHT1#3</c>; <c>null</c>: none.</summary>
    public string? Prepared { get; init; }

    /// <summary>The scanner that it is done on by hand; <c>null</c>: this computer.</summary>
    public ScannerFacts? ByHand { get; init; }
}
