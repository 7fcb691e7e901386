using Provisioner.Commands;
using Provisioner.Core.Journal;
using Provisioner.Keys;
using Xunit.Abstractions;

namespace Provisioner.Tests.Journal;

/// <summary>A stick of fifty runs, tampered with at places drawn by lot; every kind of tampering with what the design promises.</summary>
public sealed class SampledTests(ITestOutputHelper output)
{
    private const int Runs = 50;

    private static readonly int Samples = Environment.GetEnvironmentVariable("PROVISIONER_LONG") == "1" ? 4_000 : 60;

    private static readonly WrittenStick Stick = Fifty();

    private static readonly WrittenStick Other = Fifty();

    private readonly Random _chance = new(20260504);

    [Fact]
    public void Every_sample_gives_what_the_design_promises()
    {
        Assert.Equal(ExitCode.Done, ExitOf(Stick.Evidence));
        var samples = Enumerable.Range(0, Samples).Select(at => One(at % Kinds)).ToArray();
        var wrong = samples.AsParallel().Select(sample => (sample.Label, sample.Exit, Found: ExitOf(sample.Evidence)))
            .Where(sample => sample.Exit != sample.Found).Select(sample => $"{sample.Label}: {sample.Found}, promised {sample.Exit}").ToArray();
        output.WriteLine($"{Samples} samples of a stick of {Runs} runs in {Stick.Files.Count} files: {string.Join(", ", samples.CountBy(sample => sample.Label.Split(':')[0]).Select(kind => $"{kind.Value} {kind.Key}"))}");
        Assert.Empty(wrong);
    }

    /// <summary>The newest file can be taken away, cut at a seal or written anew by who holds stick and passphrase: without a head
    /// known elsewhere nobody sees it, with one everybody does.</summary>
    [Fact]
    public void Behind_the_newest_anchor_whoever_holds_the_stick_can_rewrite_and_up_to_it_nobody()
    {
        var newest = Stick.Ledger.Files[^1];
        var anchor = new Anchor("PS-TEST", newest.Name, newest.Head!.Value.Grouped, "heads");
        var earlier = new Anchor("PS-TEST", "R0000001", Stick.Ledger.Files[0].Head!.Value.ToString(), "receipt");
        var rewritten = Stick.Copy();
        rewritten.Files.RemoveAt(rewritten.Files.Count - 1);
        rewritten.Steal(Stick.Keys[^2]);
        rewritten.GoOnAfter(rewritten.Ledger.Files[^1].Name);
        rewritten.Write();
        foreach (var (label, evidence) in new[] { ("taken away", Stick.Evidence with { Files = [.. Stick.Files[..^1]] }), ("written anew", rewritten.Evidence) })
        {
            Assert.True(ExitOf(evidence) == ExitCode.Done, label);
            Assert.True(ExitOf(evidence, earlier) == ExitCode.Done, label);
            Assert.True(ExitOf(evidence, anchor) == ExitCode.NotTrusted, label);
        }
    }

    private const int Kinds = 10;

    private Tampered One(int kind)
    {
        var number = _chance.Next(1, Stick.Files.Count);
        var bytes = Stick.Files[number - 1].Bytes;
        int[] ends = [0, .. Ends(bytes)];
        var group = _chance.Next(ends.Length - 2);
        return kind switch
        {
            0 => Put($"flipped: R{number}", number, With(bytes, copy => copy[_chance.Next(ends[^1])] ^= (byte)(1 << _chance.Next(8)))),
            1 => Put($"group deleted: R{number} {group}", number, Joined(bytes, ends, order => order.RemoveAt(group))),
            2 => Put($"group doubled: R{number} {group}", number, Joined(bytes, ends, order => order.Insert(group + 1, group))),
            3 => Put($"groups swapped: R{number} {group}", number, Joined(bytes, ends, order => (order[group], order[group + 1]) = (order[group + 1], order[group]))),
            4 => Put($"cut: R{number}", number, bytes[.._chance.Next(1, bytes.Length)]),
            5 => new($"removed: R{number}", Stick.Evidence with { Files = [.. Stick.Files.Where(file => file.Number != number)] }, ExitCode.NotTrusted),
            6 => Put($"of another stick: R{number}", number, Other.Files[number - 1].Bytes),
            7 => Put($"filled up after a seal: R{number} {group}", number, With(bytes, copy => copy.AsSpan(ends[group + 1]).Fill((byte)'\n'))),
            8 => Put($"re-signed with the current epoch key: R{number}", number, ReSigned(number)),
            _ => Put($"another spelling of a seal: R{number}", number, Respelled(bytes)),
        };
    }

    private static Tampered Put(string label, int number, byte[] bytes) =>
        new(label, Stick.Evidence with { Files = Stick.Evidence.Files.SetItem(number - 1, new(number, bytes)) }, ExitCode.NotTrusted);

    private static byte[] ReSigned(int number)
    {
        var forger = Stick.Copy();
        forger.Files.RemoveRange(number - 1, forger.Files.Count - number + 1);
        forger.Steal(Stick.Epoch);
        if (number > 1)
        {
            forger.GoOnAfter(FileNumber.Write(number - 1));
        }

        return forger.Write().Bytes;
    }

    private byte[] Respelled(byte[] bytes)
    {
        var text = System.Text.Encoding.Latin1.GetString(bytes);
        var seals = JournalGrammar.Read("R0000001", bytes).Groups;
        var seal = seals[_chance.Next(seals.Length)];
        var at = (int)seal.SealOffset + seal.SealText.IndexOf(" s=", StringComparison.Ordinal) + 3;
        var end = (int)seal.SealOffset + seal.SealText.Length;
        var (_, other) = Spellings.Of(text[at..end]).ElementAt(_chance.Next(8));
        return System.Text.Encoding.Latin1.GetBytes((text[..at] + other + text[end..]).PadRight(bytes.Length, '\n')[..bytes.Length]);
    }

    private static byte[] Joined(byte[] bytes, int[] ends, Action<List<int>> alter)
    {
        List<int> order = [.. Enumerable.Range(0, ends.Length - 1)];
        alter(order);
        var joined = order.SelectMany(group => bytes[ends[group]..ends[group + 1]]).ToArray();
        return With(bytes, copy =>
        {
            copy.AsSpan().Fill((byte)'\n');
            joined.AsSpan(0, Math.Min(joined.Length, copy.Length)).CopyTo(copy);
        });
    }

    private static byte[] With(byte[] bytes, Action<byte[]> alter)
    {
        var copy = bytes.ToArray();
        alter(copy);
        return copy;
    }

    private static int[] Ends(byte[] bytes) => [.. JournalGrammar.Read("R0000001", bytes).Groups
        .Select(group => (int)(group.SealOffset + group.SealText.Length + JournalWriter.Sector) / JournalWriter.Sector * JournalWriter.Sector)];

    private static int ExitOf(StickEvidence evidence, params Anchor[] anchors) =>
        new JournalVerification(StickVerification.Verify([evidence], TestOffice.Rehearsal.Certificate, [.. anchors]), TestOffice.Rehearsal.Certificate).Exit;

    /// <summary>Every fifth interrupted and gone on with.</summary>
    private static WrittenStick Fifty()
    {
        var stick = new WrittenStick(TestOffice.Rehearsal);
        for (var run = 0; run < Runs; run++)
        {
            var interrupted = run % 5 == 3;
            stick.Write(close: !interrupted);
            if (interrupted)
            {
                stick.Write([[WrittenStick.Intent("go on")]], part: stick.Ledger.Runs[^1]);
            }
        }

        return stick;
    }
}
