using Provisioner.Core.Documents;
using Provisioner.Core.Problems;
using Provisioner.Core.Runs;

namespace Provisioner.Tests.Runs;

/// <summary>A report that is made from the log alone says a problem as the screen said it.</summary>
public sealed class ProblemValuesTests
{
    private static readonly Problem NotThere = Problem.Of("RUN-107", ("service", "DICOM"), ("port", "2762"), ("seconds", "1"));

    [Fact]
    public void The_report_says_what_the_screen_said()
    {
        var told = Told(ProblemValues.Of(NotThere));
        Assert.Equal((NotThere.Seen, NotThere.Remedy), (told.Seen, told.Remedy));
    }

    [Fact]
    public void What_an_older_log_does_not_have_is_left_open()
    {
        var told = Told(null);
        Assert.Equal("… does not listen on port … after … s.", told.Seen);
        Assert.DoesNotContain('{', told.Remedy);
    }

    [Fact]
    public void What_somebody_typed_is_not_kept() =>
        Assert.Null(ProblemValues.Of(Problem.Of("RUN-026", ("text", "a passphrase in the wrong field"))));

    [Theory]
    [InlineData("a line of its own", "one\ntwo")]
    [InlineData("longer than anything that is told", null)]
    public void A_value_that_is_no_plain_word_is_left_open(string row, string? value) =>
        Assert.True(Lines(value ?? new string('x', 401)) is null or { Length: < 400 }, row);

    private static string? Lines(string value) => ProblemValues.Of(Problem.Of("RUN-020", ("file", value)));

    private static ReportedTrouble Told(string? values) =>
        ReportedTrouble.Of(new RunEvent.StepFailed(0, NotThere.Code, NotThere.Who, null, values), [("listens", 1, "It listens")])!;
}
