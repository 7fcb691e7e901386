using System.Collections.Immutable;
using System.CommandLine;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Provisioner.Core.Problems;
using Provisioner.Core.Proof;
using Provisioner.Network;
using Command = System.CommandLine.Command;

namespace Provisioner.Commands;

/// <summary><c>prove acceptance</c>: the refusal test of a secure listener.</summary>
internal static class AcceptanceCommand
{
    public static Command Create()
    {
        var options = new ProveOptions(ProofKind.Echo);
        var all = new Option<bool>("--all") { Description = Catalogue.English.Text("prove.all") };
        var consent = WireOptions.Text("--consent", "prove.consent");
        var authority = WireOptions.Text("--authority", "prove.authority");
        var given = new Option<string[]>("--case") { Description = Catalogue.English.Text("prove.case") };
        var command = new Command("acceptance", Catalogue.English.Text("prove.acceptance"));
        options.AddTo(command);
        foreach (var option in (Option[])[all, consent, authority, given])
        {
            command.Add(option);
        }

        command.SetAction((parsed, cancellation) =>
        {
            var certificates = new Certificates(options.Wire, parsed, parsed.GetValue(authority), parsed.GetValue(given) ?? []);
            return RunAsync(options, parsed, parsed.GetValue(all), parsed.GetValue(consent), certificates, cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        ProveOptions options, ParseResult parsed, bool all, string? consent, Certificates certificates, CancellationToken cancellation)
    {
        var output = Output.Of(parsed, options.Wire.Json);
        var request = options.Read(ProofKind.Echo, parsed, TimeProvider.System.GetUtcNow(), out var identity);
        using var held = identity;
        using var further = certificates;
        ImmutableArray<Problem> problems =
        [
            .. request.Problems, .. certificates.Problems, .. string.IsNullOrWhiteSpace(consent) ? [Problem.Of("PROOF-085")] : ImmutableArray<Problem>.Empty,
        ];
        if (!problems.IsEmpty)
        {
            Report.Problems(output.Error, problems);
            return problems.Any(ProveOptions.IsUsage) ? ExitCode.WrongUsage : ExitCode.Problems;
        }

        var result = await AcceptanceTest.RunAsync(
            new()
            {
                Good = request.Value,
                Cases = all ? AcceptanceResult.All : AcceptanceResult.Gentle,
                Authority = certificates.Authority,
                Given = certificates.Given,
            },
            cancellation).ConfigureAwait(false);
        Write(output.ForPeople, result);
        if (output.AsJson)
        {
            Report.Json(output.Out, json => Write(json, result));
        }

        return result.Ok ? ExitCode.Done : ExitCode.Problems;
    }

    private static void Write(TextWriter to, AcceptanceResult result)
    {
        foreach (var outcome in result.Cases)
        {
            var mark = outcome.IsLetIn is null ? "SKIP" : outcome.Ok ? "PASS" : "FAIL";
            to.WriteLine($"[{mark}] {Word(outcome.Case),-20} {Text(outcome.IsLetIn),-9} {outcome.How}");
        }
    }

    private static void Write(Utf8JsonWriter json, AcceptanceResult result)
    {
        json.WriteBoolean("ok", result.Ok);
        json.WriteStartArray("cases");
        foreach (var outcome in result.Cases)
        {
            json.WriteStartObject();
            json.WriteString("name", Word(outcome.Case));
            json.WriteString("expected", outcome.ShouldBeLetIn ? "accepted" : "refused");
            if (outcome.IsLetIn is { } letIn)
            {
                json.WriteString("got", letIn ? "accepted" : "refused");
                json.WriteBoolean("ok", outcome.Ok);
            }
            else
            {
                json.WriteBoolean("skipped", true);
            }

            json.WriteString("how", outcome.How);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Text(bool? isLetIn) => Catalogue.English.Text(isLetIn switch
    {
        true => "prove.accepted",
        false => "prove.refused",
        null => "prove.untried",
    });

    public static string Word(AcceptanceCase tried) => JsonNamingPolicy.KebabCaseLower.ConvertName(tried.ToString());

    /// <summary>The certificates that the listener's own authority made for the test.</summary>
    private sealed class Certificates : IDisposable
    {
        private readonly List<TlsIdentity> _held = [];

        public Certificates(WireOptions wire, ParseResult parsed, string? authority, string[] cases)
        {
            var problems = new List<Problem>();
            if (authority is not null && Take(wire.ReadIdentity(parsed, authority)) is { } made)
            {
                Authority = made.Certificate;
            }

            foreach (var given in cases)
            {
                var at = given.IndexOf('=', StringComparison.Ordinal);
                if (at < 0 || AcceptanceResult.All.Where(tried => Word(tried) == given[..at]).ToArray() is not [var tried])
                {
                    problems.Add(Problem.Of("PROOF-086", ("text", given)));
                }
                else if (Take(wire.ReadIdentity(parsed, given[(at + 1)..])) is { } identity)
                {
                    Given = Given.SetItem(tried, identity.Certificate);
                }
            }

            Problems = [.. problems];

            TlsIdentity? Take(Checked<TlsIdentity> read)
            {
                problems.AddRange(read.Problems);
                if (read.IsGood)
                {
                    _held.Add(read.Value);
                }

                return read.IsGood ? read.Value : null;
            }
        }

        public ImmutableArray<Problem> Problems { get; }

        public X509Certificate2? Authority { get; }

        public ImmutableDictionary<AcceptanceCase, X509Certificate2> Given { get; } = ImmutableDictionary<AcceptanceCase, X509Certificate2>.Empty;

        public void Dispose() => _held.ForEach(identity => identity.Dispose());
    }
}
