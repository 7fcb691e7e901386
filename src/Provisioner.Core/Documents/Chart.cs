using System.Collections.Immutable;

namespace Provisioner.Core.Documents;

/// <summary>A flowchart as it lies on a sheet of A4, in millimetres from the upper left corner.</summary>
public sealed record Chart
{
    /// <summary>Of A4, upright.</summary>
    public const double Width = 210, Height = 297;

    public required string Title { get; init; }

    /// <summary>What stands in small letters below the title.</summary>
    public required string Source { get; init; }

    /// <summary>The same in sentences, for those who do not see it.</summary>
    public required string Description { get; init; }

    public required ImmutableArray<ChartBox> Boxes { get; init; }

    public required ImmutableArray<ChartLine> Lines { get; init; }

    /// <summary>What is explained in the last line.</summary>
    public required ImmutableArray<ChartText> Texts { get; init; }

    /// <summary>Whether a way crosses another; what is put back does not count.</summary>
    public bool HasCrossings
    {
        get
        {
            var pieces = Lines.Where(line => !line.IsPutBack).SelectMany((line, at) => line.Points.Zip(line.Points.Skip(1)).Select(piece => (Line: at, From: piece.First, To: piece.Second))).ToArray();
            var (upright, level) = (pieces.Where(piece => piece.From.X == piece.To.X), pieces.Where(piece => piece.From.Y == piece.To.Y).ToArray());
            return upright.Any(one => level.Any(other => one.Line != other.Line
                && IsWithin(one.From.X, other.From.X, other.To.X) && IsWithin(other.From.Y, one.From.Y, one.To.Y)));
        }
    }

    private static bool IsWithin(double at, double one, double other) => at > Math.Min(one, other) && at < Math.Max(one, other);
}

public enum ChartBoxKind
{
    Start,
    Step,
    Choice,
    Warning,
    Witness,

    /// <summary>Alters the scanner.</summary>
    Change,

    /// <summary>The procedure ends here.</summary>
    End,

    /// <summary>A circle with a letter: goes on at the other of the same letter.</summary>
    Joint,

    /// <summary>All is put back.</summary>
    PutBack,
}

/// <param name="Lines">Of its text, each of which fits.</param>
/// <param name="Tag">A word above the text, e.g. WARNING; <c>null</c>: none.</param>
public sealed record ChartBox(ChartBoxKind Kind, double X, double Y, double Width, double Height, ImmutableArray<string> Lines, string? Tag = null)
{
    public double Right => X + Width;

    public double Bottom => Y + Height;

    public double Middle => X + (Width / 2);

    public bool Overlaps(ChartBox other) => X < other.Right && other.X < Right && Y < other.Bottom && other.Y < Bottom;
}

/// <summary>Straight pieces from point to point, an arrow at the end.</summary>
/// <param name="IsPutBack">Drawn broken.</param>
/// <param name="HasArrow">At its last point.</param>
public sealed record ChartLine(ImmutableArray<(double X, double Y)> Points, bool IsPutBack = false, bool HasArrow = true);

/// <param name="IsUpright">Read from bottom to top, around its middle.</param>
public sealed record ChartText(double X, double Y, string Text, double Size, bool IsUpright = false);
