using Provisioner.Core.Journal;
using Provisioner.Keys;

namespace Provisioner.Tests.Journal;

/// <summary>One way to tamper with a stick, or a state that it can honestly be in.</summary>
/// <param name="Exit">What the design promises.</param>
internal sealed record Tampered(string Label, StickEvidence Evidence, int Exit);

/// <summary>A stick with five files: R1 complete; R2 interrupted, gone on with in R3; R4 torn, gone on with in R5; and the
/// ways to tamper with it, each with the exit code that the design promises.</summary>
internal sealed class TamperedSticks
{
    private const int Good = 0, Known = 1, NotTrusted = 3, Interrupted = 4;

    private readonly Random _chance;

    public TamperedSticks(int seed = 1)
    {
        _chance = new(seed);
        Stick = Story();
    }

    public WrittenStick Stick { get; }

    public StickEvidence Honest => Stick.Evidence;

    /// <param name="flips">Random single-byte flips for each file.</param>
    public IEnumerable<Tampered> All(int flips) =>
    [
        new("untouched", Honest, Good), .. Flipped(flips), .. Removed(), .. Cut(), .. Groups(), .. Exchanged(), .. Sealed(), .. Torn(), .. Office(), .. Chain(), .. GoneOn(),
    ];

    private static WrittenStick Story()
    {
        var stick = new WrittenStick(TestOffice.Rehearsal);
        stick.Write();
        stick.Write(close: false);
        stick.Write([[WrittenStick.Intent("go on")]], part: stick.Ledger.Runs[1]);
        stick.Write([[WrittenStick.Intent("small")], [WrittenStick.Intent(new string('y', 1500))]], close: false);
        stick.Tear(4, keep: sector => sector != 1);
        stick.Write([[WrittenStick.Intent("go on")]], part: stick.Ledger.Runs[2]);
        return stick;
    }

    private IEnumerable<Tampered> Flipped(int times) =>
        from file in Stick.Files
        from i in Enumerable.Range(0, times)
        let at = i % 5 == 4 ? _chance.Next(file.Bytes.Length) : _chance.Next(EndOf(file.Bytes))
        let mask = (byte)(1 << _chance.Next(8))
        select new Tampered($"{file.Name} byte {at} flipped by {mask:x2}", With(file.Number, bytes => bytes[at] ^= mask), NotTrusted);

    /// <summary>Whoever takes the newest file away leaves an older state: only an anchor shows it.</summary>
    private IEnumerable<Tampered> Removed()
    {
        foreach (var file in Stick.Files)
        {
            var rest = Honest with { Files = Honest.Files.Remove(file) };
            yield return new($"{file.Name} removed", rest, file.Number == Stick.Files.Count ? Interrupted : NotTrusted);
        }

        yield return new("all files removed", Honest with { Files = [] }, Known);
        yield return new("first four removed", Honest with { Files = [Honest.Files[^1]] }, NotTrusted);
    }

    private IEnumerable<Tampered> Cut()
    {
        foreach (var file in Stick.Files)
        {
            var newest = file.Number == Stick.Files.Count;
            var ends = EndsOf(file.Bytes);
            var grows = file.Number == 2 ? Good : NotTrusted; // filler behind a file that was never closed says nothing
            foreach (var end in ends.SkipLast(1))
            {
                yield return new($"{file.Name} filled up from {end}", With(file.Number, bytes => bytes.AsSpan(end).Fill((byte)'\n')), newest ? Interrupted : NotTrusted);
                yield return new($"{file.Name} cut at {end}", Replaced(file.Number, file.Bytes[..end]), NotTrusted);
            }

            yield return new($"{file.Name} one byte short", Replaced(file.Number, file.Bytes[..^1]), NotTrusted);
            yield return new($"{file.Name} one byte more", Replaced(file.Number, [.. file.Bytes, (byte)'\n']), grows);
            yield return new($"{file.Name} one step more", Replaced(file.Number, [.. file.Bytes, .. Filler()]), grows);
            yield return new($"{file.Name} cut in a group", Replaced(file.Number, file.Bytes[..(ends[^1] - 700)]), NotTrusted);
            yield return new($"{file.Name} empty", Replaced(file.Number, []), newest ? Interrupted : NotTrusted);
            yield return new($"{file.Name} all filler", Replaced(file.Number, Filler()), newest ? Interrupted : NotTrusted);
        }
    }

    private IEnumerable<Tampered> Groups()
    {
        foreach (var file in Stick.Files.Where(file => file.Number != 4))
        {
            int[] ends = [0, .. EndsOf(file.Bytes)];
            var groups = ends.Skip(1).Select((end, i) => file.Bytes[ends[i]..end]).ToArray();
            yield return new($"{file.Name} group 2 deleted", Replaced(file.Number, Joined([groups[0], .. groups[2..]])), NotTrusted);
            yield return new($"{file.Name} group 2 doubled", Replaced(file.Number, Joined([groups[0], groups[1], .. groups[1..]])), NotTrusted);
            yield return new($"{file.Name} groups swapped", Replaced(file.Number, Joined([groups[1], groups[0], .. groups[2..]])), NotTrusted);
            yield return new($"{file.Name} last group doubled", Replaced(file.Number, Joined([.. groups, groups[^1]])), NotTrusted);
            yield return new($"{file.Name} a sector of filler between groups", Replaced(file.Number, Joined([groups[0], Filler()[..512], .. groups[1..]])), NotTrusted);
        }
    }

    private IEnumerable<Tampered> Exchanged()
    {
        var other = Story();
        for (var number = 1; number <= Stick.Files.Count; number++)
        {
            yield return new($"R{number} of another stick", Replaced(number, other.Files[number - 1].Bytes), NotTrusted);
            yield return new($"R{number} in the place of the next", Honest with { Files = Honest.Files.Add(new(Stick.Files.Count + 1, Stick.Files[number - 1].Bytes)) }, NotTrusted);
        }

        yield return new("two files swapped", Honest with { Files = [new(1, Stick.Files[1].Bytes), new(2, Stick.Files[0].Bytes), .. Stick.Files[2..]] }, NotTrusted);
        yield return new("a file of nonsense", Honest with { Files = Honest.Files.Add(new(6, "nonsense\n"u8.ToArray())) }, NotTrusted);
        yield return new("all files of another stick", Honest with { Files = [.. other.Files] }, NotTrusted);
    }

    /// <summary>With keys: of nobody, and of the stick itself.</summary>
    private IEnumerable<Tampered> Sealed()
    {
        var forger = Stick.Copy();
        var forged = new WrittenFile(forger, part: forger.Ledger.Runs[0]);
        forged.Close(("OUTCOME", "done"));
        yield return new("the next run, honestly sealed", Honest with { Files = Honest.Files.Add(new(6, forged.Bytes)) }, Good);

        var stranger = Stick.Copy();
        stranger.Steal(SealKey.Create());
        var strange = new WrittenFile(stranger);
        strange.Close();
        yield return new("a run opened with a key that nobody named", Honest with { Files = Honest.Files.Add(new(6, strange.Bytes)) }, NotTrusted);

        var older = Stick.Copy();
        older.Steal(Stick.Keys[2]);
        var old = new WrittenFile(older);
        old.Close();
        yield return new("a run opened with an epoch key that was used", Honest with { Files = Honest.Files.Add(new(6, old.Bytes)) }, NotTrusted);

        var rewritten = Stick.Copy();
        rewritten.Steal(Stick.Epoch);
        rewritten.Files.RemoveRange(2, 3);
        rewritten.GoOnAfter("R0000002");
        var late = new WrittenFile(rewritten);
        late.Close();
        yield return new("R3 written again with the newest epoch key", Replaced(3, late.Bytes), NotTrusted);

        foreach (var (label, spelled) in OtherSeals())
        {
            yield return new($"{label} of R5's last seal", spelled, NotTrusted);
        }
    }

    private IEnumerable<(string, StickEvidence)> OtherSeals()
    {
        var bytes = Stick.Files[4].Bytes;
        var text = System.Text.Encoding.ASCII.GetString(bytes);
        var at = text.LastIndexOf(" s=", StringComparison.Ordinal) + 3;
        var end = text.IndexOf('\n', at);
        foreach (var (label, other) in Spellings.Of(text[at..end]))
        {
            var altered = System.Text.Encoding.Latin1.GetBytes(text[..at] + other);
            yield return (label, Replaced(5, [.. altered, .. bytes[(at + other.Length)..].Select(_ => (byte)'\n')]));
        }
    }

    private IEnumerable<Tampered> Torn()
    {
        for (var i = 0; i < 12; i++)
        {
            var stick = Story();
            stick.Write([[WrittenStick.Intent("one")], [WrittenStick.Intent(new string('z', 600 + (i * 400)))]], close: false);
            var kept = _chance.Next(1 << 8);
            stick.Tear(6, sector => sector > 0 ? (kept >> (sector % 8) & 1) != 0 && sector != 1 : (kept & 1) != 0);
            yield return new($"newest torn, kept {kept:x2}", stick.Evidence, Interrupted);
        }

        var damaged = Story();
        damaged.Write([[WrittenStick.Intent(new string('z', 900))]], close: false);
        damaged.Tear(6, sector => sector == 0);
        var text = System.Text.Encoding.ASCII.GetString(damaged.Files[5].Bytes);
        var inside = text.IndexOf("INTENT", StringComparison.Ordinal);
        foreach (var (label, at) in new[] { ("in its first word", inside - 4), ("in its number", text.LastIndexOf("\nR ", StringComparison.Ordinal) + 3) })
        {
            var evidence = damaged.Evidence;
            var bytes = evidence.Files[5].Bytes.ToArray();
            bytes[at] = 0x07;
            yield return new($"torn and altered {label}", evidence with { Files = evidence.Files.SetItem(5, new(6, bytes)) }, NotTrusted);
        }
    }

    private IEnumerable<Tampered> Office()
    {
        var genesis = Honest.Issues[0];
        yield return new("GENESIS not signed", Honest with { Issues = [genesis with { Signature = null }] }, NotTrusted);
        yield return new("GENESIS signed by another office", Honest with { Issues = [genesis with { Signature = new TestOffice().Sign(genesis.Content) }] }, NotTrusted);
        yield return new("signature over something else", Honest with { Issues = [genesis with { Signature = TestOffice.Rehearsal.Sign([1, 2, 3]) }] }, NotTrusted);
        yield return new("no GENESIS", Honest with { Issues = [] }, NotTrusted);
        yield return new("GENESIS altered", Honest with { Issues = [genesis with { Content = [.. genesis.Content, (byte)'\n'] }] }, NotTrusted);
        var renamed = Stick.Genesis with { Engineer = "someone" };
        yield return new("another engineer in GENESIS", Honest with { Issues = [genesis with { Content = renamed.ToBytes() }] }, NotTrusted);
        foreach (var (label, isAuthority, uses) in new[]
        {
            ("TLS certificate", false, new[] { "1.3.6.1.5.5.7.3.2" }), ("signer of real sticks", false, [OfficeUse.Real]),
            ("two usages", false, [OfficeUse.Rehearsal, "1.3.6.1.5.5.7.3.2"]), ("authority", true, [OfficeUse.Rehearsal]),
        })
        {
            var (certificate, key) = TestOffice.Rehearsal.Issue(isAuthority, uses);
            yield return new($"signed with an office-issued {label}", Honest with { Issues = [genesis with { Signature = TestOffice.Sign(genesis.Content, certificate, key) }] }, NotTrusted);
        }
    }

    /// <summary>R6 was full, and the same program went on in R7, opened by R6's ladder.</summary>
    private IEnumerable<Tampered> GoneOn()
    {
        var stick = Stick.Copy();
        var full = stick.Write([[WrittenStick.Intent("much")]], close: false);
        var run = stick.Ledger.Runs[^1];
        Tampered Next(string label, int exit, Func<WrittenFile> write)
        {
            var next = write();
            next.Close();
            return new(label, stick.Evidence with { Files = [.. stick.Files, new(7, next.Bytes)] }, exit);
        }

        yield return new("a full part alone", stick.Evidence, Interrupted);
        yield return Next("gone on in the next part", Good, () => new(stick, run, full));
        yield return Next("gone on, but as a run of its own", NotTrusted, () => new(stick, null, full));
        yield return Next("gone on, but in another run", NotTrusted, () => new(stick, stick.Ledger.Runs[0], full));
        yield return Next("gone on with another epoch key", NotTrusted, () => new(stick, run, full, SealKey.Create()));
        var whole = Next("", Good, () => new(stick, run, full)).Evidence;
        yield return new("gone on, the full part removed", whole with { Files = whole.Files.RemoveAt(5) }, NotTrusted);
        yield return new("gone on, the full part cut", whole with { Files = whole.Files.SetItem(5, new(6, [.. stick.Files[5].Bytes[..1024], .. Filler()[1024..]])) }, NotTrusted);
        yield return new("gone on twice", whole with { Files = whole.Files.Add(new(8, whole.Files[6].Bytes)) }, NotTrusted);
    }

    private IEnumerable<Tampered> Chain()
    {
        var ledger = Stick.Ledger;
        var checkpoint = new Checkpoint { Stick = "PS-TEST", Last = 3, Previous = ledger.Files[2].AsPrevious, Next = ledger.Files[2].Opening!.NextEpoch! };
        var archived = Honest with { Files = [.. Honest.Files[3..]], Checkpoint = Signed("ID/CHECKPOINT", checkpoint.ToBytes()) };
        yield return new("three files taken off with the office's word", archived, Good);
        yield return new("checkpoint with all files there", Honest with { Checkpoint = archived.Checkpoint }, Good);
        yield return new("checkpoint, its middle files gone", archived with { Files = [Honest.Files[0], .. Honest.Files[3..]] }, Good);
        yield return new("checkpoint, a later file gone", archived with { Files = [Honest.Files[4]] }, NotTrusted);
        yield return new("checkpoint not signed", archived with { Checkpoint = archived.Checkpoint! with { Signature = null } }, NotTrusted);
        yield return new("checkpoint of another stick", archived with { Checkpoint = Signed("ID/CHECKPOINT", (checkpoint with { Stick = "PS-OTHER" }).ToBytes()) }, NotTrusted);
        yield return new("checkpoint with another end", archived with { Checkpoint = Signed("ID/CHECKPOINT", (checkpoint with { Previous = "-" }).ToBytes()) }, NotTrusted);

        foreach (var (label, last, head, exit) in new[]
        {
            ("revoked behind its newest entry", 5, ledger.Files[4].Head, Good), ("revoked before its newest run", 4, ledger.Files[3].Head, NotTrusted),
            ("revoked in the middle of its newest run", 5, (Head?)ledger.Files[4].Seals[0].Head, NotTrusted), ("revoked altogether", 0, null, NotTrusted),
        })
        {
            yield return new(label, Honest with { Revocations = [Signed("ID/REVOKED", new Revocation { Stick = "PS-TEST", Last = last, Head = head }.ToBytes())] }, exit);
        }

        var renewed = Stick.Copy();
        renewed.Renew(TestOffice.Rehearsal);
        renewed.Write();
        yield return new("gone on with under a new GENESIS", renewed.Evidence, Good);
        yield return new("a new GENESIS not signed", renewed.Evidence with { Issues = renewed.Evidence.Issues.SetItem(1, renewed.Evidence.Issues[1] with { Signature = null }) }, NotTrusted);
        var dropped = renewed.Evidence;
        yield return new("gone on with, and R5 filled up before", dropped with { Files = dropped.Files.SetItem(4, new(5, [.. dropped.Files[4].Bytes[..1024], .. Filler()[1024..]])) }, NotTrusted);

        var late = new WrittenStick(TestOffice.Rehearsal, lasts: TimeSpan.FromDays(-1));
        late.Write();
        yield return new("opened after the office's last day", late.Evidence, Known);
    }

    private static SignedFile Signed(string name, byte[] content) => new(name, content, TestOffice.Rehearsal.Sign(content));

    private StickEvidence With(int number, Action<byte[]> alter)
    {
        var bytes = Stick.Files[number - 1].Bytes.ToArray();
        alter(bytes);
        return Replaced(number, bytes);
    }

    private StickEvidence Replaced(int number, byte[] bytes) => Honest with { Files = Honest.Files.SetItem(number - 1, new(number, bytes)) };

    private static byte[] Filler()
    {
        var filler = new byte[JournalWriter.Step];
        Array.Fill(filler, (byte)'\n');
        return filler;
    }

    private static byte[] Joined(byte[][] groups)
    {
        var bytes = Filler();
        groups.SelectMany(group => group).ToArray().CopyTo(bytes, 0);
        return bytes;
    }

    private static int[] EndsOf(byte[] bytes) =>
        [.. JournalGrammar.Read("R0000001", bytes).Groups.Select(group => (int)(group.SealOffset + group.SealText.Length + 512) / 512 * 512)];

    private static int EndOf(byte[] bytes) => EndsOf(bytes)[^1];
}
