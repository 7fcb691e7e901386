using Provisioner.Commands;
using Provisioner.Core.Journal;
using Xunit.Abstractions;

namespace Provisioner.Tests.Journal;

/// <summary>The verdicts that DESIGN.md promises, over a stick with every honest kind of ending.</summary>
public sealed class VerdictTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_way_of_tampering_gives_the_promised_exit_code()
    {
        var tampered = new TamperedSticks().All(flips: 200).ToArray();
        var wrong = tampered.AsParallel().Where(one => ExitOf(one.Evidence, TestOffice.Rehearsal) != one.Exit)
            .Select(one => $"{one.Label}: {ExitOf(one.Evidence, TestOffice.Rehearsal)}, promised {one.Exit}").ToArray();
        output.WriteLine($"{tampered.Length} ways, {tampered.Count(one => one.Exit == ExitCode.NotTrusted)} of them refused");
        Assert.Empty(wrong);
    }

    [Fact]
    public void Without_the_offices_certificate_nothing_is_ever_proven() =>
        Assert.Equal(ExitCode.Problems, ExitOf(new TamperedSticks().Honest, null));

    [Fact]
    public void A_rehearsal_is_proven_by_its_own_office_and_refused_by_a_real_one()
    {
        var rehearsal = new TamperedSticks().Honest;
        Assert.Equal(ExitCode.Done, ExitOf(rehearsal, TestOffice.Rehearsal));
        Assert.Equal(ExitCode.NotTrusted, ExitOf(rehearsal, TestOffice.Real));
    }

    [Fact]
    public void A_rehearsal_that_calls_itself_real_is_refused_by_both_offices()
    {
        var passedOff = new WrittenStick(TestOffice.Rehearsal, isRehearsal: false);
        passedOff.Write();
        Assert.Equal(ExitCode.NotTrusted, ExitOf(passedOff.Evidence, TestOffice.Rehearsal));
        Assert.Equal(ExitCode.NotTrusted, ExitOf(passedOff.Evidence, TestOffice.Real));
    }

    [Fact]
    public void A_real_stick_is_proven_by_its_real_office()
    {
        var real = new WrittenStick(TestOffice.Real, isRehearsal: false);
        real.Write();
        Assert.Equal(ExitCode.Done, ExitOf(real.Evidence, TestOffice.Real));
    }

    [Theory]
    [InlineData("rolled back, nothing known elsewhere", false, ExitCode.Interrupted)]
    [InlineData("rolled back, a receipt known", true, ExitCode.NotTrusted)]
    public void A_stick_that_was_rolled_back_is_seen_with_an_anchor_only(string row, bool known, int exit)
    {
        var stick = new TamperedSticks().Stick;
        var seal = stick.Ledger.Files[^1].Seals[^1];
        Anchor[] anchors = known ? [new("PS-TEST", "R0000005", seal.Head.Grouped, "photograph")] : [];
        stick.Files.RemoveAt(4);
        Assert.True(Judging.Exit(stick, TestOffice.Rehearsal, anchors) == exit, row);
    }

    [Fact]
    public void Copies_of_a_stick_that_went_two_ways_are_a_fork_and_each_alone_is_not_seen()
    {
        var (one, other) = (new TamperedSticks().Stick, default(WrittenStick));
        other = one.Copy();
        one.Write();
        other.Write();
        Assert.Equal(ExitCode.Done, ExitOf(one.Evidence, TestOffice.Rehearsal));
        Assert.Equal(ExitCode.Done, ExitOf(other.Evidence, TestOffice.Rehearsal));
        var both = Verify(TestOffice.Rehearsal, one.Evidence, other.Evidence with { Place = "copy" });
        Assert.Equal(["forked"], Judging.Words(both));
    }

    [Fact]
    public void A_copy_that_is_merely_older_is_no_fork()
    {
        var stick = new TamperedSticks().Stick;
        var copy = stick.Copy();
        stick.Write();
        Assert.Equal(ExitCode.Done, Verify(TestOffice.Rehearsal, stick.Evidence, copy.Evidence with { Place = "copy" }).Exit);
    }

    [Fact]
    public void What_another_stick_witnessed_anchors_this_one()
    {
        var stick = new TamperedSticks().Stick;
        var seal = stick.Ledger.Files[^1].Seals[1];
        var other = new WrittenStick(TestOffice.Rehearsal, name: "PS-OTHER");
        other.Write(open: ("WIT", $"PS-TEST/R0000005/{seal.Head}"));
        var verified = Verify(TestOffice.Rehearsal, stick.Evidence, other.Evidence with { Place = "other" });
        Assert.Equal(("R0000005", seal.Number, "PS-OTHER/R0000001"), (verified.Sticks[0].Anchored!.File, verified.Sticks[0].Anchored!.Seal.Number, verified.Sticks[0].Anchored!.Source));

        stick.Files.RemoveAt(4);
        Assert.Equal(ExitCode.NotTrusted, Verify(TestOffice.Rehearsal, stick.Evidence, other.Evidence with { Place = "other" }).Exit);
    }

    private static int ExitOf(StickEvidence evidence, TestOffice? office) => Verify(office, evidence).Exit;

    private static JournalVerification Verify(TestOffice? office, params StickEvidence[] evidence) =>
        new(StickVerification.Verify([.. evidence], office?.Certificate, []), office?.Certificate);
}
