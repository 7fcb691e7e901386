using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Provisioner.Core.Certificates.Paths;
using Provisioner.Core.Dicom;
using Provisioner.Core.Problems;
using Provisioner.Core.Proof;
using Provisioner.Network;
using Command = System.CommandLine.Command;

namespace Provisioner.Commands;

/// <summary><c>prove tls|echo|store|acceptance HOST:PORT</c>: tries a remote device and says in one sentence why not.</summary>
internal static class ProveCommand
{
    public static Command Create() => new("prove", Catalogue.English.Text("prove.help"))
    {
        Of(ProofKind.Tls, "tls", "prove.tls"),
        Of(ProofKind.Echo, "echo", "prove.echo"),
        Of(ProofKind.Store, "store", "prove.store"),
        AcceptanceCommand.Create(),
    };

    private static Command Of(ProofKind kind, string name, string help)
    {
        var options = new ProveOptions(kind);
        var command = new Command(name, Catalogue.English.Text(help));
        options.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(kind, options, parsed, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ProofKind kind, ProveOptions options, ParseResult parsed, CancellationToken cancellation)
    {
        var output = Output.Of(parsed, options.Wire.Json);
        var now = TimeProvider.System.GetUtcNow();
        var request = options.Read(kind, parsed, now, out var identity);
        using var held = identity;
        if (!request.TryGet(out var asked, out var problems))
        {
            Report.Problems(output.Error, problems);
            if (output.AsJson)
            {
                Report.Json(output.Out, json =>
                {
                    json.WriteBoolean("ok", false);
                    Report.Problems(json, problems);
                });
            }

            return problems.Any(problem => ProveOptions.IsUsage(problem)) ? ExitCode.WrongUsage : ExitCode.Problems;
        }

        var result = await Prover.ProveAsync(asked, cancellation).ConfigureAwait(false);
        ProofText.Write(output.ForPeople, asked, result, now);
        if (output.AsJson)
        {
            Report.Json(output.Out, json => ProofJson.Write(json, result, now));
        }

        return result.Ok ? ExitCode.Done : ExitCode.Problems;
    }
}

/// <summary>The words of <c>prove</c> and the request they make.</summary>
internal sealed class ProveOptions(ProofKind kind)
{
    private readonly Argument<string> _endpoint = new("HOST:PORT") { Description = Catalogue.English.Text("prove.endpoint") };

    private readonly Option<string?> _image = WireOptions.Text("--image", "prove.image");

    private readonly Option<double> _timeout = new("--timeout") { Description = Catalogue.English.Text("prove.timeout"), DefaultValueFactory = _ => 10 };

    private readonly Option<bool> _noTls = new("--no-tls") { Description = Catalogue.English.Text("prove.no-tls") };

    private readonly Option<bool> _anyName = new("--any-name") { Description = Catalogue.English.Text("prove.any-name") };

    private readonly Option<bool> _mutual = new("--require-mutual") { Description = Catalogue.English.Text("prove.require-mutual") };

    public WireOptions Wire { get; } = new();

    /// <summary>Whether the command line itself is wrong.</summary>
    public static bool IsUsage(Problem problem) => problem.Code is "PROOF-080" or "PROOF-081" or "PROOF-085" or "PROOF-086" or "DICOM-001";

    public void AddTo(Command command)
    {
        command.Add(_endpoint);
        Option[] tls = [Wire.Identity, Wire.Password, Wire.Trusted, Wire.ProfileOption, _anyName, _mutual, _timeout, Wire.Json];
        Option[] dicom = kind == ProofKind.Tls ? [] : [Wire.Calling, Wire.Called, _noTls];
        Option[] store = kind == ProofKind.Store ? [_image] : [];
        foreach (var option in (Option[])[.. dicom, .. store, .. tls])
        {
            command.Add(option);
        }
    }

    /// <summary>The request, or all that is wrong with the words and the files they name.</summary>
    /// <param name="identity">To be disposed after the proof; <c>null</c> when none was named or readable.</param>
    public Checked<ProofRequest> Read(ProofKind asked, ParseResult parsed, DateTimeOffset now, out TlsIdentity? identity)
    {
        var problems = new List<Problem>();
        var own = Take(Wire.ReadIdentity(parsed));
        var trust = Take(Wire.ReadTrust(parsed, PathPurpose.Server, now, !parsed.GetValue(_anyName)));
        var calling = Take(WireOptions.Title(parsed, Wire.Calling, "PROVISIONER"));
        var called = Take(WireOptions.Title(parsed, Wire.Called, "ANY-SCP"));
        var images = kind == ProofKind.Store && parsed.GetValue(_image) is { } path ? Take(OpenImages(path)) : null;
        var (written, via) = Address(parsed.GetValue(_endpoint) ?? "");
        if (!Endpoint.TryParse(written, out var endpoint))
        {
            problems.Add(Problem.Of("PROOF-080", ("text", parsed.GetValue(_endpoint) ?? "")));
        }

        if (parsed.GetValue(_timeout) is not (>= 0.1 and <= 600))
        {
            problems.Add(Problem.Of("PROOF-081", ("text", parsed.GetValue(_timeout).ToString(CultureInfo.InvariantCulture))));
        }

        identity = own?.Value;
        return problems.Count > 0 ? problems.ToImmutableArray() : new ProofRequest
        {
            Endpoint = endpoint!,
            Kind = asked,
            Via = via,
            Titles = asked == ProofKind.Tls ? null : new AeTitles(calling!, called!),
            UseTls = asked == ProofKind.Tls || !parsed.GetValue(_noTls),
            Identity = identity?.Certificate,
            IdentityChain = identity?.Chain ?? [],
            Trust = trust,
            Timeout = TimeSpan.FromSeconds(parsed.GetValue(_timeout)),
            Profile = Wire.Profile(parsed),
            RequireMutual = parsed.GetValue(_mutual),
            Images = images,
            Now = now,
        };

        T? Take<T>(Checked<T> value)
            where T : class
        {
            problems.AddRange(value.Problems);
            return value.IsGood ? value.Value : null;
        }
    }

    /// <summary>Host and port; of a service of .NET, whose certificate alone can be looked at, its whole address besides.</summary>
    private (string Endpoint, string? Via) Address(string text) =>
        kind == ProofKind.Tls && Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == MessageFraming.Scheme && address.Host.Length > 0
            ? ($"{address.Host}:{address.Port}", address.OriginalString)
            : (text, null);

    private static Checked<OutgoingImages> OpenImages(string path) => OutgoingImages.Open(path) switch
    {
        { IsGood: true } good => good,
        var bad => Cause.ImageUnreadable.ToProblem(("file", path), ("reason", bad.Problems[0].Seen)),
    };
}
