using System.Collections.Immutable;
using Provisioner.Core.Certificates;
using Provisioner.Core.Changes;
using Provisioner.Core.Dicom;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Proof;
using Provisioner.Core.Runs;

namespace Provisioner.Runs;

/// <summary>Handshake and echo: with the candidate files before any change, and with the console's own files after.</summary>
internal sealed class WireDesk(RunSetup setup, Materials materials, Findings findings)
{
    public async Task<RunEvent> TryAsync(int at, Verb.Try verb, RunFacts facts)
    {
        var gathered = Candidates(verb, facts);
        return gathered.TryGet(out var wire, out var problems)
            ? await ProveAsync(at, wire, detail => new RunEvent.StepPassed(at, Detail: detail)).ConfigureAwait(false)
            : findings.Fail(at, problems);
    }

    public async Task<RunEvent> ProveAsync(int at, Verb.Prove prove)
    {
        var gathered = new ConsoleWire(setup).Read(prove.Service);
        return gathered.TryGet(out var wire, out var problems)
            ? await ProveAsync(at, wire, detail => new RunEvent.Proved(at, ProofLevel.Program, detail)).ConfigureAwait(false)
            : findings.Fail(at, problems);
    }

    /// <summary>What was tried before, now that it is in place.</summary>
    public async Task<RunEvent> ProveAsync(int at, Verb.Try tried, RunFacts facts, Func<string, RunEvent> passed) => Candidates(tried, facts).TryGet(out var wire, out var problems)
        ? await ProveAsync(at, wire, passed).ConfigureAwait(false)
        : findings.Fail(at, problems);

    private Checked<Wire> Candidates(Verb.Try verb, RunFacts facts) =>
        Endpoint.TryParse(facts.Answers[verb.Server].Text, out var endpoint)
            ? Titles.Read(facts.Answers[verb.Titles].Text)
                .Then(titles => Identity(verb.Identity, facts)
                    .Then(identity => materials.Certificate(facts.Answers[verb.Trust])
                        .Select(authority => new Wire(endpoint, titles, identity, [authority]))))
            : Problem.Of("RUN-026", ("text", facts.Answers[verb.Server].Text));

    private Checked<Identity> Identity(string name, RunFacts facts) => facts.Answers.TryGetValue(name, out var answer)
        ? materials.Identity(answer, setup.Procedure.Input(name))
        : HeldPair.Find(setup.Store, setup.Procedure.Input(name).Slot ?? Slot.Host, setup.Procedure, facts).Select(found => found.Identity);

    private async Task<RunEvent> ProveAsync(int at, Wire wire, Func<string, RunEvent> passed)
    {
        var result = await setup.Around.Network.EchoAsync(setup, wire).ConfigureAwait(false);
        return result.Ok
            ? passed(result.Tls is { } tls ? $"TLS {tls.Version} {tls.Suite}" : "")
            : findings.Fail(at, [result.Problem!, .. result.Details.Where(detail => detail != result.Problem)], result.Cause!.Slug);
    }
}

/// <summary>What a connection is made with.</summary>
/// <param name="Identity"><c>null</c>: none is shown.</param>
/// <param name="Trust">Authorities; nothing else is trusted.</param>
internal sealed record Wire(Endpoint Endpoint, AeTitles Titles, Identity? Identity, ImmutableArray<HeldCertificate> Trust, bool UseTls = true)
{
    /// <summary>Only to see what is there: nothing is sent that matters.</summary>
    public bool TrustsAnyone { get; init; }
}
