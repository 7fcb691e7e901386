using System.Text;
using Provisioner.Commands;
using Provisioner.Core.Journal;
using Provisioner.Keys;

namespace Provisioner.Tests.Journal;

public sealed class TamperingTests
{
    private static readonly OfficeCertificate Office = TestOffice.Rehearsal.Certificate;

    private readonly WrittenStick _stick = new(TestOffice.Rehearsal);
    private readonly WrittenFile _file;

    public TamperingTests() => _file = _stick.Write();

    [Fact]
    public void An_untouched_journal_is_proven() => Assert.Equal(ExitCode.Done, ExitOf(_file.Bytes));

    [Theory]
    [InlineData(0x01)]
    [InlineData(0x04)]
    [InlineData(0x80)]
    [InlineData(0xFF)]
    public void Every_byte_of_the_groups_flipped_is_tampering(byte mask)
    {
        var passed = new List<int>();
        Parallel.For(0, _file.End, at =>
        {
            if (ExitOf(Flipped(at, mask)) != ExitCode.NotTrusted)
            {
                lock (passed)
                {
                    passed.Add(at);
                }
            }
        });
        Assert.Empty(passed);
    }

    [Fact]
    public void Every_byte_of_the_filler_flipped_is_damage()
    {
        var file = new WrittenStick().Write([]);
        var passed = 0;
        Parallel.For(0, 64, slice =>
        {
            var bytes = file.Bytes.ToArray();
            for (var at = file.End + slice; at < bytes.Length; at += 64)
            {
                bytes[at] ^= 0x01;
                _ = JournalGrammar.Read("R0000001", bytes).Ending == JournalEnding.Damaged ? 0 : Interlocked.Increment(ref passed);
                bytes[at] ^= 0x01;
            }
        });
        Assert.Equal(0, passed);
        Assert.All(
            [_file.End, (_file.End + _file.Bytes.Length) / 2, _file.Bytes.Length - 1],
            at => Assert.Equal(ExitCode.NotTrusted, ExitOf(Flipped(at, 0x01))));
    }

    [Fact]
    public void Every_truncation_is_recognised_and_none_reads_as_complete()
    {
        Parallel.For(1, _file.End + 1, length => Assert.Equal(ExitCode.NotTrusted, ExitOf(_file.Bytes[..length])));
        Assert.Equal(ExitCode.Interrupted, ExitOf([]));

        // Behind CLOSE only the length changes, which CLOSE itself says.
        for (var length = _file.End; length < _file.Bytes.Length; length += 509)
        {
            Assert.Equal(ExitCode.NotTrusted, ExitOf(_file.Bytes[..length]));
        }

        Assert.Equal(ExitCode.NotTrusted, ExitOf(_file.Bytes[..^1]));
        Assert.Equal(ExitCode.NotTrusted, ExitOf([.. _file.Bytes, (byte)'\n']));
    }

    [Fact]
    public void Cut_at_a_seal_and_filled_up_again_it_reads_as_interrupted_and_an_anchor_shows_the_cut()
    {
        foreach (var seal in _file.Seals.SkipLast(1))
        {
            var end = (int)(seal.Offset + seal.SealLine.Length + JournalWriter.Sector) / JournalWriter.Sector * JournalWriter.Sector;
            var cut = Refilled(end);
            Assert.Equal(ExitCode.Interrupted, ExitOf(cut));
            Assert.Equal(ExitCode.NotTrusted, ExitOf(cut, _file.Seals[^1].ToReceipt().ToAnchor("receipt")));
            Assert.Equal(ExitCode.Interrupted, ExitOf(cut, seal.ToReceipt().ToAnchor("receipt")));
        }
    }

    [Fact]
    public void Cut_and_sealed_again_with_a_key_that_the_ladder_did_not_name_is_refused()
    {
        for (var groups = 1; groups < _file.Seals.Count; groups++)
        {
            var end = EndOf(_file.Seals[groups - 1]);
            using var key = SealKey.Create();
            var forged = JournalWriter.Close(_file.StateAfter(groups), [new("OUTCOME", "done")], WrittenStick.At(50), TimeSpan.FromSeconds(9), key);
            var bytes = Refilled(end);
            forged.Block.CopyTo(bytes, end);
            Assert.Equal(JournalEnding.Closed, JournalGrammar.Read("R0000001", bytes).Ending);
            Assert.True(ExitOf(bytes) == ExitCode.NotTrusted, $"after {groups} groups");
        }
    }

    [Fact]
    public void Earlier_entries_sealed_again_with_the_stolen_epoch_key_are_refused()
    {
        var forger = _stick.Copy();
        forger.Files.Clear();
        var forged = new WrittenFile(forger);
        forged.Close(("OUTCOME", "done"));
        Assert.Equal(ExitCode.NotTrusted, ExitOf(forged.Bytes));
    }

    [Fact]
    public void Groups_deleted_doubled_or_swapped_are_tampering()
    {
        var groups = _file.Seals.Select((seal, at) => _file.Bytes[(at == 0 ? 0 : EndOf(_file.Seals[at - 1]))..EndOf(seal)]).ToArray();
        for (var i = 0; i < groups.Length; i++)
        {
            for (var k = 0; k < groups.Length; k++)
            {
                var swapped = groups.ToArray();
                (swapped[i], swapped[k]) = (swapped[k], swapped[i]);
                Assert.True(i == k || ExitOf(Joined(swapped)) == ExitCode.NotTrusted, $"{i} and {k} swapped");
                Assert.True(ExitOf(Joined([.. groups[..(k + 1)], groups[i], .. groups[(k + 1)..]])) == ExitCode.NotTrusted, $"{i} again after {k}");
            }

            Assert.True(i == groups.Length - 1 || ExitOf(Joined([.. groups[..i], .. groups[(i + 1)..]])) == ExitCode.NotTrusted, $"{i} deleted");
        }
    }

    [Theory]
    [InlineData("carriage return", "\nS ", "\r\nS ")]
    [InlineData("NUL", "\nS 4", "\nS 4\0")]
    [InlineData("no padding of base64", "== s=", "= s=")]
    [InlineData("leading zero", "\nR 3 ", "\nR 03 ")]
    [InlineData("lower-case percent", "%E2", "%e2")]
    [InlineData("needless percent", "STEP=3", "STEP=%33")]
    [InlineData("two spaces", " STEP=3", "  STEP=3")]
    [InlineData("space at the end", " STEP=3 ", " STEP=3  ")]
    [InlineData("lower-case key", "STEP=3", "Step=3")]
    [InlineData("short time", ".123Z", ".12Z")]
    [InlineData("offset for Z", "123Z +0.000", "123+00:00 +0.000")]
    public void Another_spelling_is_damage(string row, string from, string to)
    {
        var stick = new WrittenStick(TestOffice.Rehearsal);
        var text = Encoding.Latin1.GetString(stick.Write([[WrittenStick.Intent("a → b")]]).Bytes);
        var at = text.IndexOf(from, StringComparison.Ordinal);
        Assert.True(at >= 0, row);
        var altered = string.Concat(text.AsSpan(0, at), to, text.AsSpan(at + from.Length));
        stick.Replace(1, Encoding.Latin1.GetBytes(altered.PadRight(text.Length, '\n')[..text.Length]));
        Assert.True(Judging.Exit(stick, TestOffice.Rehearsal) == ExitCode.NotTrusted, row);
    }

    [Fact]
    public void Signatures_in_their_other_spellings_are_damage()
    {
        foreach (var seal in _file.Seals)
        {
            var start = seal.SealLine[..(seal.SealLine.IndexOf(" s=", StringComparison.Ordinal) + 3)];
            foreach (var (label, other) in Spellings.Of(seal.SealLine[start.Length..]))
            {
                Assert.False(SealLine.TryRead(start + other, out _, out _), label);
            }
        }
    }

    private static int EndOf(SealedAt seal) =>
        (int)(seal.Offset + seal.SealLine.Length + JournalWriter.Sector) / JournalWriter.Sector * JournalWriter.Sector;

    private byte[] Flipped(int at, byte mask)
    {
        var bytes = _file.Bytes.ToArray();
        bytes[at] ^= mask;
        return bytes;
    }

    private byte[] Refilled(int end)
    {
        var bytes = _file.Bytes.ToArray();
        bytes.AsSpan(end).Fill((byte)'\n');
        return bytes;
    }

    private byte[] Joined(byte[][] groups)
    {
        var bytes = Refilled(0);
        groups.SelectMany(group => group).ToArray().CopyTo(bytes, 0);
        return bytes;
    }

    private int ExitOf(byte[] bytes, params Anchor[] anchors)
    {
        var evidence = _stick.Evidence with { Files = [new(1, bytes)] };
        return new JournalVerification(StickVerification.Verify([evidence], Office, [.. anchors]), Office).Exit;
    }
}
