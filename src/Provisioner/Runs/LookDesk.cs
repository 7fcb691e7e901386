using System.Collections.Immutable;
using System.Globalization;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Proof;
using Provisioner.Core.Runs;
using Provisioner.Core.Screens;

namespace Provisioner.Runs;

/// <summary>Looks over the wire without the console's own certificate: what is there at all, who lets in whom, who listens again.</summary>
internal sealed class LookDesk(RunSetup setup, Findings findings)
{
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(200);

    /// <summary>The other side wants a certificate, or another one.</summary>
    public static readonly ImmutableHashSet<Cause> Refusals =
        [Cause.ClientCertificateMissing, Cause.ClientCertificateNotSent, Cause.ClientCertificateRefused, Cause.TlsRefused];

    private static readonly ImmutableHashSet<Cause> Rejections =
    [
        Cause.CalledTitleUnknown, Cause.CallingTitleUnknown, Cause.AssociationRefused, Cause.AssociationRefusedForNow, Cause.AssociationRefusedProtocol,
        Cause.AssociationAborted,
    ];

    private static Catalogue Say => Catalogue.English;

    /// <summary>First with TLS, taking any certificate, then without.</summary>
    public async Task<ImmutableArray<RunEvent>> LookAsync(int at, Verb.Look look, RunFacts facts)
    {
        if (!Called(look.Server, look.Titles, facts).TryGet(out var plain, out var problems))
        {
            return [findings.Fail(at, problems)];
        }

        var (word, detail) = await SpeakingAsync(plain).ConfigureAwait(false);
        var seen = Say.Text($"look.{word.Word()}", ("detail", detail));
        setup.People.Show(Page.Empty.Text(seen, word == Speaking.Plain ? Tone.Warning : Tone.Plain));
        return [new RunEvent.Answered(setup.Procedure.Steps[at].Id, word.Word(), null), new RunEvent.StepPassed(at, Detail: seen)];
    }

    /// <summary>Who shows no certificate must be sent away, and for that reason: one that is not there at all refuses nobody.</summary>
    public async Task<RunEvent> RefusalAsync(int at, Verb.Refusal refusal, RunFacts facts)
    {
        var wire = Called(refusal.Server, refusal.Titles, facts).Then(called => new ConsoleWire(setup).Read(refusal.Service)
            .Select(own => own with { Endpoint = called.Endpoint, Titles = called.Titles, Identity = null }));
        if (!wire.TryGet(out var nobody, out var problems))
        {
            return findings.Fail(at, problems);
        }

        var result = await setup.Around.Network.EchoAsync(setup, nobody).ConfigureAwait(false);
        return result.Ok ? findings.Fail(at, [Problem.Of("RUN-108", ("endpoint", nobody.Endpoint.ToString()))])
            : IsRefusal(result) ? new RunEvent.Proved(at, ProofLevel.Program, Say.Text("refusal.refused", ("detail", result.Cause!.Slug)))
            : findings.Fail(at, [result.Problem!, .. result.Details.Where(detail => detail != result.Problem)], result.Cause!.Slug);
    }

    /// <summary>As long as the service's restart takes, and once more.</summary>
    public async Task<RunEvent> ListensAsync(int at, Verb.Listens listens)
    {
        var service = setup.Modality.Service(listens.Service)!;
        if (new ConsoleWire(setup).Address(service) is not { } endpoint)
        {
            return findings.Fail(at, [Problem.Of("RUN-047", ("service", service.Title))]);
        }

        var (port, seconds) = (endpoint.Port.ToString(CultureInfo.InvariantCulture), service.RestartSeconds.ToString(CultureInfo.InvariantCulture));
        setup.People.Show(Page.Empty.Text(Say.Text("listens.waiting", ("port", port), ("seconds", seconds)), Tone.Faint));
        return await AnswersAsync(setup, endpoint, service).ConfigureAwait(false)
            ? new RunEvent.Proved(at, ProofLevel.Program, Say.Text("listens.listening", ("port", port)))
            : findings.Fail(at, [Problem.Of("RUN-107", ("service", service.Title), ("port", port), ("seconds", seconds))]);
    }

    /// <summary>Whether the service takes connections, waited for as long as its restart takes.</summary>
    public static async Task<bool> AnswersAsync(RunSetup setup, Endpoint endpoint, Service service)
    {
        var began = setup.Clock.GetTimestamp();
        while (true)
        {
            if (await setup.Around.Network.ConnectsAsync(setup, endpoint).ConfigureAwait(false))
            {
                return true;
            }

            if (setup.Clock.GetElapsedTime(began) > TimeSpan.FromSeconds(service.RestartSeconds))
            {
                return false;
            }

            await Task.Delay(Breath, setup.Clock, setup.Waiting).ConfigureAwait(false);
        }
    }

    private async Task<(Speaking Word, string Detail)> SpeakingAsync(Wire plain)
    {
        var secure = await setup.Around.Network.EchoAsync(setup, plain with { UseTls = true, TrustsAnyone = true }).ConfigureAwait(false);
        if (secure.Ok || secure.Tls is not null || IsRefusal(secure))
        {
            return (Speaking.Encrypted, secure.Tls is { } tls ? $"TLS {tls.Version} {tls.Suite}" : secure.Cause!.Slug);
        }

        var open = await setup.Around.Network.EchoAsync(setup, plain).ConfigureAwait(false);
        return open.Ok || IsDicom(open) ? (Speaking.Plain, open.Cause?.Slug ?? "") : (Speaking.Silent, open.Cause!.Slug);
    }

    /// <summary>The other side wants a certificate.</summary>
    private static bool IsRefusal(ProofResult result) => result.Cause is { } cause && Refusals.Contains(cause);

    /// <summary>It answered in DICOM, if only to say no.</summary>
    private static bool IsDicom(ProofResult result) => result.Cause is not null && result.Stages.Any(stage => stage is { Name: ProofStage.Associate, Outcome: StageOutcome.Pass })
        || result.Cause is { } cause && Rejections.Contains(cause);

    private static Checked<Wire> Called(string server, string titles, RunFacts facts) => Endpoint.TryParse(facts.Answers[server].Text, out var endpoint)
        ? Titles.Read(facts.Answers[titles].Text).Select(read => new Wire(endpoint, read, null, [], UseTls: false))
        : Problem.Of("RUN-026", ("text", facts.Answers[server].Text));
}
