using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Keys;
using Provisioner.Tests.House;

namespace Provisioner.Tests.Journal;

/// <summary>The one spelling of everything.</summary>
public sealed class GrammarTests
{
    private static readonly int Tests = Environment.GetEnvironmentVariable("PROVISIONER_LONG") == "1" ? 20_000 : 400;

    private static readonly Config Seeded = Config.QuickThrowOnFailure.WithMaxTest(Tests).WithReplay(20260504, 7);

    private static readonly Gen<string> Texts = Gen.Choose(0, 40).SelectMany(length =>
        Gen.Elements("a", "Z", "0", ".", "_", ":", "/", ",", "@", "#", "+", "-", " ", "%", "=", "\n", "\r", "\0", "é", "→", "😀", "\u202E", "~").ArrayOf(length)).Select(string.Concat);

    private static readonly Gen<string> Keys = Gen.Choose(1, 6).SelectMany(length =>
        Gen.Elements([.. "ABCXYZ019-"]).ArrayOf(length)).Select(letters => "K" + new string(letters));

    private static readonly Gen<JournalEntry> Entries = Gen.Choose(0, 6).SelectMany(count =>
        Keys.Zip(Texts).ArrayOf(count)).Select(pairs =>
            new JournalEntry("INTENT", [.. pairs.DistinctBy(pair => pair.Item1).Select(pair => new JournalField(pair.Item1, pair.Item2))]));

    [Fact]
    public void Every_value_reads_back_and_has_one_spelling() => Check.One(Seeded, Prop.ForAll(Texts.ToArbitrary(), text =>
    {
        var spelled = ValueText.Write(text);
        return ValueText.TryRead(spelled, out var read) && read == text && !spelled.AsSpan().ContainsAny(" =\n\r\0");
    }));

    [Theory]
    [InlineData("lower-case digits", "%c3%a9")]
    [InlineData("needless", "%41")]
    [InlineData("not hexadecimal", "%4G")]
    [InlineData("cut", "%4")]
    [InlineData("not UTF-8", "%FF")]
    [InlineData("overlong UTF-8", "%C0%AF")]
    [InlineData("half a surrogate pair", "%ED%A0%80")]
    [InlineData("a character that must be encoded", "a=b")]
    public void Other_spellings_of_values_are_refused(string row, string spelled) => Assert.False(ValueText.TryRead(spelled, out _), row);

    [Fact]
    public void Every_record_reads_back() => Check.One(Seeded, Prop.ForAll(Entries.ToArbitrary(), entry =>
    {
        var line = RecordLine.Write(Record(entry));
        return RecordLine.TryRead(line, out var read) && read.Fields.SequenceEqual(entry.Fields) && RecordLine.Write(read) == line;
    }));

    [Fact]
    public void No_two_lines_read_as_the_same_record() => Check.One(Seeded, Prop.ForAll(
        Entries.Zip(Gen.Choose(0, 10_000)).Zip(Gen.Elements([.. " \t\0\r%=+0aA.:-Ze"])).ToArbitrary(), given =>
        {
            var ((entry, place), letter) = given;
            var line = RecordLine.Write(Record(entry));
            var altered = line[..(place % line.Length)] + letter + line[((place % line.Length) + (place % 2))..];
            return altered == line || !RecordLine.TryRead(altered, out var read) || RecordLine.Write(read) == altered;
        }));

    [Fact]
    public void What_was_appended_is_read_group_by_group() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(Tests / 10).WithReplay(20260504, 9),
        Prop.ForAll(Entries.NonEmptyListOf().Select(list => list.Take(4).ToArray()).ListOf().Select(groups => groups.Take(6).ToArray()).ToArbitrary(), groups =>
        {
            var stick = new WrittenStick();
            var file = stick.Write(groups);
            var read = JournalFile.Read(file.Name, file.Bytes, stick.Genesis.FirstEpoch);
            return read.Ending == JournalEnding.Closed
                && read.Seals.Length == groups.Length + 2
                && read.Records.Select(RecordLine.Write).SequenceEqual(Lines(file.Bytes));
        }));

    [Fact]
    public void A_group_of_which_any_whole_sectors_are_missing_reads_as_torn_and_keeps_all_before() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(Tests / 4).WithReplay(20260504, 11),
        Prop.ForAll(Gen.Choose(0, 6000).Zip(Gen.Choose(0, 65_535)).ToArbitrary(), given =>
        {
            var stick = new WrittenStick();
            stick.Write([[WrittenStick.Intent("before")], [WrittenStick.Intent(new string('w', given.Item1))]], close: false);
            var whole = JournalFile.Read("R0000001", stick.Files[0].Bytes, stick.Genesis.FirstEpoch);
            stick.Tear(1, sector => (given.Item2 >> (sector % 16) & 1) != 0);
            var torn = JournalFile.Read("R0000001", stick.Files[0].Bytes, stick.Genesis.FirstEpoch);
            return torn.Seals.Length == 3
                ? torn.Digest == whole.Digest
                : torn.Seals.SequenceEqual(whole.Seals.Take(2)) && torn.Ending is JournalEnding.Torn or JournalEnding.Open;
        }));

    [Fact]
    public void No_bytes_make_the_reader_fail() => Check.One(Seeded, Prop.ForAll(
        Gen.Choose(0, 3000).SelectMany(length => Gen.Elements([.. "\n\nRSn= 1.0+EVENT=OPEN-Z\0\u0080%"]).ArrayOf(length)).ToArbitrary(), letters =>
        {
            var text = JournalGrammar.Read("R0000001", Encoding.Latin1.GetBytes("R 1 " + new string(letters)));
            return text.Groups.IsEmpty && text.Ending != JournalEnding.Closed;
        }));

    [Theory]
    [InlineData("EV,AC,OC,STEP", true)]
    [InlineData("AC,STEP", true)]
    [InlineData("AC,EV", false)]
    [InlineData("STEP,EV", false)]
    [InlineData("STEP,STEP", false)]
    [InlineData("EVENT", false)]
    public void Fields_come_once_and_codes_first(string keys, bool good) =>
        Assert.Equal(good, JournalEntry.AreFields([.. keys.Split(',').Select(key => new JournalField(key, ""))]));

    [Theory]
    [InlineData(JournalEntry.MostFields, true)]
    [InlineData(JournalEntry.MostFields + 1, false)]
    public void A_record_has_at_most_64_fields(int count, bool good) =>
        Assert.Equal(good, JournalEntry.AreFields([.. Enumerable.Range(0, count).Select(i => new JournalField($"K{i}", ""))]));

    [Theory]
    [InlineData("+0.000", true)]
    [InlineData("+10.500", true)]
    [InlineData("+00.000", false)]
    [InlineData("+.000", false)]
    [InlineData("+1.00", false)]
    [InlineData("+1.0000", false)]
    [InlineData("-1.000", false)]
    [InlineData("+1.00\0", false)]
    [InlineData("+1\0.000", false)]
    public void Seconds_have_three_decimals_and_no_leading_zero(string seconds, bool good) =>
        Assert.Equal(good, RecordLine.TryRead($"R 2 2026-05-04T09:30:47.123Z {seconds} EVENT=PASS", out _));

    [Fact]
    public void Time_never_goes_back_within_a_file()
    {
        var stick = new WrittenStick();
        var bytes = stick.Write([[WrittenStick.Intent("one")], [WrittenStick.Intent("two")]]).Bytes;
        var text = Encoding.ASCII.GetString(bytes).Replace(" +0.040 ", " +0.010 ", StringComparison.Ordinal);
        Assert.Equal(1, JournalGrammar.Read("R0000001", Encoding.ASCII.GetBytes(text)).Groups.Length - 1);
    }

    /// <summary>The bytes themselves: written with the signatures of the golden file, everything else must come out the same.</summary>
    [Fact]
    public void The_bytes_of_a_journal_are_those_of_the_golden_file()
    {
        var path = Path.Combine(Repository.Top, "tests", "golden", "journal", "R0000001.txt");
        if (Environment.GetEnvironmentVariable("PROVISIONER_GOLDEN") == "update")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, GoldenJournal.Make());
        }

        var golden = File.ReadAllBytes(path);
        var read = JournalGrammar.Read("R0000001", [.. golden, .. Enumerable.Repeat((byte)'\n', JournalWriter.Step - golden.Length)]);
        Assert.Equal(JournalEnding.Closed, read.Ending);
        Assert.Equal(golden, GoldenJournal.Again(read));
    }

    private static JournalRecord Record(JournalEntry entry) => new()
    {
        Number = 2,
        Utc = WrittenStick.At(2),
        Since = TimeSpan.FromMilliseconds(1234567),
        Event = entry.Event,
        Fields = entry.Fields,
    };

    private static string[] Lines(byte[] bytes) =>
        [.. Encoding.ASCII.GetString(bytes).Split('\n').Where(line => line.StartsWith("R ", StringComparison.Ordinal))];
}

/// <summary>A small journal, made anew from the keys and signatures of one that was made before.</summary>
internal static class GoldenJournal
{
    private static readonly JournalEntry[][] Groups =
    [
        [JournalEntry.Of("OPEN", ("EV", "110100/110120"), ("AC", "E"), ("OC", "0"), ("STICK", "PS-GOLDEN"), ("FILE", "R0000001"), ("RUN", "R0000001"), ("PART", "1"), ("AFTER", "-"), ("PREV", "-"))],
        [JournalEntry.Of("INTENT", ("EV", "110113/110129"), ("STEP", "9"), ("WHAT", "port 104 → 2762"), ("EMPTY", "")), JournalEntry.Of("INTENT", ("STEP", "9"), ("WHAT", new string('x', 600)))],
        [JournalEntry.Of("APPLIED", ("STEP", "9"))],
    ];

    public static byte[] Make()
    {
        var keys = Enumerable.Range(0, 4).Select(_ => SealKey.Create()).ToArray();
        return Write(keys, keys[1..].Select(key => key.Public).ToArray(), SealKey.Create().Public);
    }

    public static byte[] Again(JournalText golden) => Write(
        [.. golden.Groups.Select(group => new Replayed(group, golden.Groups[0].Seal.Next!))], [.. golden.Groups.Select(group => group.Seal.Next).OfType<VerifyingKey>()], golden.Groups[0].Records[0].NextEpoch!);

    private static byte[] Write(ISealKey[] keys, VerifyingKey[] next, VerifyingKey epoch)
    {
        var state = JournalState.Begin("PS-GOLDEN", "R0000001");
        var bytes = new List<byte>();
        for (var i = 0; i < Groups.Length; i++)
        {
            var appended = JournalWriter.Append(
                state, [.. Groups[i]], WrittenStick.At(i), TimeSpan.FromMilliseconds(i * 1500), keys[i], next[i], i == 0 ? epoch : null);
            bytes.AddRange(appended.Block);
            state = appended.State;
        }

        bytes.AddRange(JournalWriter.Close(state, [new("OUTCOME", "done"), new("PROOF", "program")], WrittenStick.At(9), TimeSpan.FromSeconds(75), keys[3]).Block);
        return [.. bytes];
    }

    /// <summary>Signs as it was signed.</summary>
    private sealed class Replayed(JournalGroup group, VerifyingKey key) : ISealKey
    {
        /// <summary>Not in the bytes.</summary>
        public VerifyingKey Public => key;

        public byte[] Sign(Sha256 hash) => hash == group.Head.Digest ? group.Seal.Signature : throw new InvalidOperationException("other bytes");

        public void Dispose()
        {
        }
    }
}
