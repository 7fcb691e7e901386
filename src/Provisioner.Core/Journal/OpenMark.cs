namespace Provisioner.Core.Journal;

/// <summary>What a console keeps while a run has changes in place on it: which stick can go on with them or put them back.
/// Hostile input when read; it only ever forbids.</summary>
/// <param name="Stick">Name of the stick.</param>
/// <param name="Run">E.g. <c>R0000017</c>.</param>
public sealed record OpenMark(string Stick, string Run)
{
    /// <summary>Most bytes of a mark.</summary>
    public const int Most = 512;

    public byte[] ToBytes() => StatementText.Write(("KIND", "OPEN-RUN"), ("STICK", Stick), ("RUN", Run));

    /// <summary>The mark; of a damaged one the stick as its file is named, and no run: it still says that something is open.</summary>
    /// <param name="file">The file's name.</param>
    public static OpenMark Read(string file, ReadOnlySpan<byte> bytes) =>
        StatementText.Read(bytes, Most, "KIND", "STICK", "RUN") is ["OPEN-RUN", var stick, var run] && StickName.IsName(stick) && FileNumber.TryRead(run, out _)
            ? new(stick, run)
            : new(file, "-");
}
