using System.Globalization;
using Provisioner.Commands;
using Provisioner.Core.Journal;
using Provisioner.Tests.House;
using Xunit.Abstractions;

namespace Provisioner.Tests.Journal;

/// <summary><c>VERIFY.SH</c>, which has openssl and the core utilities only, against the program.</summary>
public sealed class VerifyShTests(ITestOutputHelper output)
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("PROVISIONER_LONG") == "1";

    /// <summary>Twice the aim, as processors are shared and differ.</summary>
    private const double MostSeconds = 4;

    private static readonly string Script = Path.Combine(Repository.Top, "media", "stick", "VERIFY.SH");

    [PeerFact("dash", "busybox", "openssl")]
    public void It_agrees_with_the_program_on_the_untouched_stick_and_on_damaged_ones()
    {
        var all = new TamperedSticks(seed: 7).All(flips: 12).ToArray();
        var tampered = all.Where((_, at) => IsLong || at % 2 == 0).ToArray();
        var wrong = tampered.Select((one, at) => (one, at)).AsParallel().Select(pair => Difference(pair.one, pair.at % 2 == 0)).OfType<string>().ToArray();
        output.WriteLine($"{tampered.Length} sticks");
        Assert.True(tampered.Length > 100);
        Assert.Empty(wrong);
    }

    [PeerFact("dash", "openssl")]
    public void It_proves_a_rehearsal_with_its_own_office_only_and_nothing_without_one()
    {
        using var scratch = new Scratch();
        var honest = new TamperedSticks().Honest;
        Write(scratch, honest);
        File.WriteAllText(scratch["REAL.PEM"], TestOffice.Real.Pem);
        var (code, text) = Peers.Run("dash", null, Script, scratch["LOGS"], scratch["OFFICE.PEM"]);
        Assert.Equal(ExitCode.Done, code);
        Assert.Contains("REHEARSAL", text, StringComparison.Ordinal);
        Assert.Equal(ExitCode.NotTrusted, Peers.Run("dash", null, Script, scratch["LOGS"], scratch["REAL.PEM"]).Code);
        Assert.Equal(ExitCode.Problems, Peers.Run("dash", null, Script, scratch["LOGS"]).Code);
        Assert.Equal(ExitCode.WrongUsage, Peers.Run("dash", null, Script).Code);
    }

    [PeerFact("dash", "openssl")]
    public void A_run_of_a_hundred_records_takes_it_seconds()
    {
        using var scratch = new Scratch();
        var stick = new WrittenStick(TestOffice.Rehearsal);
        stick.Write(Enumerable.Range(0, 98).Select(i => new[] { WrittenStick.Intent(i.ToString(CultureInfo.InvariantCulture)) }));
        Write(scratch, stick.Evidence);
        var began = System.Diagnostics.Stopwatch.StartNew();
        var (code, text) = Peers.Run("dash", null, "-c", "dash \"$@\"; code=$?; times; exit $code", "dash", Script, scratch["LOGS"], scratch["OFFICE.PEM"]);
        var took = text.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1].Split(' ').Sum(Seconds);
        output.WriteLine($"{took:0.00} s of the processor, {began.Elapsed.TotalSeconds:0.00} s by the clock, for 100 records, each with a seal of its own");
        Assert.Equal(ExitCode.Done, code);
        Assert.InRange(took, 0.01, MostSeconds);
    }

    /// <summary>As <c>times</c> prints it: <c>0m1.234s</c>.</summary>
    private static double Seconds(string time) => time.Split('m') is [var minutes, var seconds]
        ? (60 * double.Parse(minutes, CultureInfo.InvariantCulture)) + double.Parse(seconds.TrimEnd('s'), CultureInfo.InvariantCulture)
        : throw new FormatException(time);

    /// <summary>What the two say differently; <c>null</c> when they agree on exit code and verdicts.</summary>
    private static string? Difference(Tampered one, bool dash)
    {
        using var scratch = new Scratch();
        Write(scratch, one.Evidence);
        var program = new JournalVerification(StickVerification.Verify([one.Evidence], TestOffice.Rehearsal.Certificate, []), TestOffice.Rehearsal.Certificate);
        var (code, text) = dash
            ? Peers.Run("dash", null, Script, scratch["LOGS"], scratch["OFFICE.PEM"])
            : Peers.Run("busybox", null, "sh", Script, scratch["LOGS"], scratch["OFFICE.PEM"]);
        var words = text.Split('\n').Where(line => line.StartsWith('[')).Select(line => line[1..line.IndexOf(']', StringComparison.Ordinal)]);
        return code == one.Exit && code == program.Exit && words.ToHashSet().SetEquals(Judging.Words(program))
            ? null
            : $"{one.Label}: promised {one.Exit}, program {program.Exit} {string.Join(' ', Judging.Words(program))}, script {code}\n{text}";
    }

    private static void Write(Scratch scratch, StickEvidence evidence)
    {
        Directory.CreateDirectory(scratch["ID"]);
        Directory.CreateDirectory(scratch["LOGS"]);
        File.WriteAllText(scratch["OFFICE.PEM"], TestOffice.Rehearsal.Pem);
        foreach (var file in evidence.Issues.Concat(evidence.Revocations).Append(evidence.Checkpoint).OfType<SignedFile>())
        {
            File.WriteAllBytes(scratch[file.Name], file.Content);
            if (file.Signature is { } signature)
            {
                File.WriteAllBytes(scratch[file.Name + ".P7S"], signature);
            }
        }

        foreach (var file in evidence.Files)
        {
            File.WriteAllBytes(scratch[$"LOGS/{file.Name}.PAL"], file.Bytes);
        }
    }
}
