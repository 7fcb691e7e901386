using System.Globalization;
using Provisioner.Core.Certificates;
using Provisioner.Core.Problems;
using Provisioner.Core.Proof;
using Provisioner.Network;

namespace Provisioner.Commands;

/// <summary>A proof for people.</summary>
internal static class ProofText
{
    public static void Write(TextWriter to, ProofRequest asked, ProofResult result, DateTimeOffset now)
    {
        foreach (var stage in result.Stages)
        {
            to.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"[{Mark(stage.Outcome)}] {Word(stage.Name),-10}{(stage.Outcome == StageOutcome.Skip ? "" : $"{stage.Milliseconds,9:F1} ms")}"));
        }

        if (result.Tls is { } tls)
        {
            to.WriteLine(Catalogue.English.Text("prove.agreed", ("version", tls.Version), ("suite", tls.Suite)));
            foreach (var certificate in tls.Peer)
            {
                Certificate(to, "prove.peer", certificate, now);
            }

            if (tls.Local is { } local)
            {
                Certificate(to, "prove.local", local, now);
            }
        }

        foreach (var instance in result.StoredInstances)
        {
            to.WriteLine(Catalogue.English.Text("prove.stored", ("instance", instance)));
        }

        foreach (var passedOver in asked.Images?.PassedOver ?? [])
        {
            to.WriteLine(Catalogue.English.Text("prove.passed-over", ("file", Printable.Of(passedOver))));
        }

        to.WriteLine();
        if (result is not { Problem: { } problem, Cause: { } cause })
        {
            to.WriteLine(Catalogue.English.Text("prove.ok"));
            return;
        }

        Report.Problems(to, [problem]);
        to.WriteLine($"          {Catalogue.English.Text("prove.say", ("say", result.Say!))}");
        to.WriteLine($"          {Catalogue.English.Text("prove.side", ("side", Word(cause.Side)), ("cause", cause.Slug))}");
        foreach (var detail in result.Details)
        {
            to.WriteLine($"          {detail}");
        }
    }

    public static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Mark(StageOutcome outcome) => outcome switch
    {
        StageOutcome.Pass => "PASS",
        StageOutcome.Fail => "FAIL",
        _ => "SKIP",
    };

    private static void Certificate(TextWriter to, string key, HeldCertificate held, DateTimeOffset now) => to.WriteLine(Catalogue.English.Text(
        key,
        ("subject", held.Subject.ToString()),
        ("issuer", held.Issuer.ToString()),
        ("names", held.Names.IsEmpty ? "-" : string.Join(", ", held.Names)),
        ("key", held.Key.ToString()),
        ("days", held.DaysLeft(now).ToString(CultureInfo.InvariantCulture))));
}
