using System.Globalization;

namespace Provisioner.Core.Runs;

/// <summary>Jobs on the scanner, as people read them off its own list.</summary>
public readonly record struct JobCounts(int Queued, int Failed)
{
    /// <summary>As the journal has it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"queued {Queued}, failed {Failed}");

    /// <returns><c>null</c>: they were not counted.</returns>
    public static JobCounts? Read(string? text) =>
        text?.Split(' ') is ["queued", [.. var queued, ','], "failed", var failed]
        && int.TryParse(queued, NumberStyles.None, CultureInfo.InvariantCulture, out var waiting)
        && int.TryParse(failed, NumberStyles.None, CultureInfo.InvariantCulture, out var lost)
            ? new(waiting, lost)
            : null;
}
