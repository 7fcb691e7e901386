namespace Provisioner.Core.Journal;

/// <summary>The extended key usages of an office's signer: our own, for what the office says of sticks and for nothing else.
/// Below 2.25, so that nobody had to assign them (ITU-T X.667, 7).</summary>
public static class OfficeUse
{
    private const string Arc = "2.25.255938176615703084475927370737342524600";

    /// <summary>Signs GENESIS, the manifest and the office's other statements of real sticks.</summary>
    public const string Real = Arc + ".1";

    /// <summary>The same for training and demonstrations.</summary>
    public const string Rehearsal = Arc + ".2";
}
