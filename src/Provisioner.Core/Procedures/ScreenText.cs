namespace Provisioner.Core.Procedures;

/// <summary>How much room a step's text takes on the smallest screen: 80 by 24, its texts in lines of 60 (DESIGN.md, "Screens").</summary>
internal static class ScreenText
{
    /// <summary>Characters in a line.</summary>
    public const int Width = 60;

    /// <summary>24 without the two head lines, the rules, the title and the keys.</summary>
    public const int MostLines = 17;

    /// <summary>Lines that the step's own text takes, with its caution, and one between paragraphs.</summary>
    public static int Lines(Step step) => Texts(step).Append(step.Caution).OfType<string>().Sum(text => Lines(text) + 1) - 1;

    public static int Lines(string text) => text.Split('\n').Sum(LinesOfParagraph);

    private static IEnumerable<string?> Texts(Step step) => step.Verb switch
    {
        Verb.Safety safety => [safety.Hazard, safety.Consequence, safety.Avoid],
        Verb.Notice notice => [notice.Text],
        Verb.Instruct instruct => [instruct.Text],
        Verb.Choose choose => [choose.Question, .. choose.Options.Select(option => $"1  {option.Text}")],
        Verb.Ask ask => [ask.Question],
        Verb.Hold hold => [hold.Text],
        Verb.Wait wait => [wait.Text],
        Verb.End end => [end.Text],
        _ => [],
    };

    private static int LinesOfParagraph(string paragraph)
    {
        var (lines, column) = (1, 0);
        foreach (var word in paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (column > 0 && column + 1 + word.Length > Width)
            {
                (lines, column) = (lines + 1, 0);
            }

            column += (column > 0 ? 1 : 0) + word.Length;
            lines += column / (Width + 1);
            column %= Width + 1;
        }

        return lines;
    }
}
