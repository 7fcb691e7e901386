using System.Collections.Immutable;
using Provisioner.Core.Certificates;
using Provisioner.Core.Certificates.Paths;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Proof;
using Provisioner.Core.Runs;
using Provisioner.Core.Screens;
using Provisioner.Network;

namespace Provisioner.Runs;

/// <summary>Asks a service for the certificate that it shows to those who connect, and judges it as they would.</summary>
internal sealed class ShowDesk(RunSetup setup, Materials materials, Findings findings)
{
    private const string OtherShown = "RUN-111";

    private static Catalogue Say => Catalogue.English;

    /// <summary>With an authority that is not in place yet it is a trial; else it proves that the service works for those who connect.</summary>
    public async Task<RunEvent> PerformAsync(int at, Verb.Shows shows, RunFacts facts)
    {
        var service = setup.Modality.Service(shows.Service)!;
        var console = new ConsoleWire(setup);
        if (console.Shown(service) is not { } place)
        {
            return new RunEvent.StepSkipped(at, Say.Text("shows.nowhere", ("service", service.Title)));
        }

        if (!Should(shows, facts).Then(should => Authorities(console, place, shows, facts).Select(authorities => Asked(console, place, should, authorities))).TryGet(out var asked, out var problems))
        {
            return findings.Fail(at, problems);
        }

        setup.People.Show(Page.Empty.Text(Say.Text("shows.asking", ("address", place.ToString())), Tone.Faint));
        if (place.IsOwn)
        {
            _ = await LookDesk.AnswersAsync(setup, place.Endpoint, service).ConfigureAwait(false);
        }

        var result = await setup.Around.Network.ShowAsync(setup, asked).ConfigureAwait(false);
        return !IsShown(result) ? Failed(at, result)
            : shows.Trust is not null ? new RunEvent.StepPassed(at, Detail: Told(place, result.Presented))
            : new RunEvent.Proved(at, ProofLevel.Program, Told(place, result.Presented));
    }

    /// <summary>It came and was trusted; whether ours pleased the other side is another question.</summary>
    public static bool IsShown(ProofResult result) => !result.Presented.IsEmpty && (result.Cause is not { } cause || LookDesk.Refusals.Contains(cause));

    private static string Told(ShownAt place, ImmutableArray<HeldCertificate> shown) => Say.Text(
        "shows.shown", ("address", place.ToString()), ("subject", shown[0].Subject.ToString()), ("fingerprint", shown[0].Fingerprint.ToGroups()),
        ("authority", shown[^1].Issuer.ToString()));

    /// <summary>One that should not be there at all is said first: what else is wrong with it does not matter.</summary>
    private RunEvent Failed(int at, ProofResult result) => findings.Fail(
        at,
        result.Details.FirstOrDefault(detail => detail.Code == OtherShown) is { } other ? [other] : [result.Problem!, .. result.Details.Where(detail => detail != result.Problem)],
        result.Cause!.Slug);

    private Checked<HeldCertificate> Should(Verb.Shows shows, RunFacts facts) => shows.Certificate is { } input
        ? materials.Certificate(facts.Answers[input])
        : HeldPair.Find(setup.Store, Slot.Host, setup.Procedure, facts).Select(found => found.Identity.Leaf);

    private Checked<ImmutableArray<HeldCertificate>> Authorities(ConsoleWire console, ShownAt place, Verb.Shows shows, RunFacts facts) => shows.Trust is { } input
        ? materials.Certificate(facts.Answers[input]).Select(authority => ImmutableArray.Create(authority))
        : console.Trust(place.Settings);

    /// <summary>Shows the console's own certificate where the service asks for one.</summary>
    private Showing Asked(ConsoleWire console, ShownAt place, HeldCertificate should, ImmutableArray<HeldCertificate> authorities) => new(
        place.Endpoint, place.Name, place.Via, console.Pair(place.Settings).TryGet(out var identity, out _) ? identity : null, should,
        (presented, _) => Judge(place, should, authorities, presented));

    private ImmutableArray<Problem> Judge(ShownAt place, HeldCertificate should, ImmutableArray<HeldCertificate> authorities, ImmutableArray<byte[]> presented)
    {
        if (!HeldCertificate.Read(presented[0]).TryGet(out var shown, out var unreadable))
        {
            return unreadable;
        }

        if (shown != should)
        {
            return
            [
                Problem.Of(OtherShown, ("address", place.ToString()), ("subject", shown.Subject.ToString()), ("fingerprint", shown.Fingerprint.ToGroups()), ("expected", should.Fingerprint.ToGroups())),
            ];
        }

        var above = presented.Skip(1).Select(der => HeldCertificate.Read(der)).Where(read => read.IsGood).Select(read => read.Value);
        return
        [
            .. PathValidator.Validate(shown, above, authorities, PathPurpose.Server, setup.Now, null).Problems,
            .. place.Name is { } name && !CertificateChecks.IsFor(shown, name)
                ? [Problem.Of("CERT-161", ("certificate", shown.Subject.ToString()), ("host", name), ("names", CertificateChecks.Told(CertificateChecks.NamesOf(shown))))]
                : ImmutableArray<Problem>.Empty,
        ];
    }
}

/// <summary>What a handshake that looks at a certificate is made with.</summary>
/// <param name="Name">By which the other side is known; <c>null</c>: by the endpoint's host.</param>
/// <param name="Via">Its address, where it is a service of .NET.</param>
/// <param name="Identity">Shown where it asks; <c>null</c>: none is.</param>
/// <param name="Should">What it should show.</param>
internal sealed record Showing(Endpoint Endpoint, string? Name, string? Via, Identity? Identity, HeldCertificate Should, TrustDecision Trust);
