using System.Collections.Immutable;
using Provisioner.Core.Certificates.Writing;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;
using Provisioner.Core.Screens;
using Provisioner.Keys;
using Provisioner.Stores;

namespace Provisioner.Runs;

/// <summary>Gives the scanner's certificate, or its key encrypted, to a third party: a file on the stick, never over another.</summary>
internal sealed class HandOverDesk(RunSetup setup, Findings findings)
{
    /// <summary>Shortest password for a private key that leaves the console, in characters.</summary>
    public const int ShortestPassword = 12;

    private static Catalogue Say => Catalogue.English;

    public ImmutableArray<RunEvent> Perform(int at, Verb.HandOver handOver, RunFacts facts)
    {
        var id = setup.Procedure.Steps[at].Id;
        var options = handOver.Offer.Select(form => (Words.Of(form), Say.Text($"hand-over.{Words.Of(form)}"))).ToImmutableArray();
        var chosen = setup.People.Choose(id, Say.Text("hand-over.ask"), options);
        if (!options.Any(option => option.Item1 == chosen))
        {
            return [];
        }

        var form = Words.Form(chosen!);
        var answered = new RunEvent.Answered(id, chosen!, null);
        return form == HandOverForm.Nothing
            ? [answered, new RunEvent.HandedOver(at, form, null, null)]
            : [answered, .. Give(at, id, handOver, form, facts)];
    }

    private ImmutableArray<RunEvent> Give(int at, string id, Verb.HandOver handOver, HandOverForm form, RunFacts facts)
    {
        var made = HeldPair.Find(setup.Store, handOver.Of, facts).Then(found => form == HandOverForm.Certificate
            ? OutgoingFile.Write(setup, setup.Stick.CertificatesOut, "CERTS/OUT", ".pem", PemText.Certificates([found.Identity.Leaf, .. found.Identity.Chain]))
            : Password(id).Then(password => OutgoingFile.Write(setup, setup.Stick.KeysOut, "KEYS/OUT", ".p12", HandOver.Pkcs12(found.Identity, password))));
        if (!made.TryGet(out var file, out var problems))
        {
            return [findings.Fail(at, problems)];
        }

        setup.People.Show(Page.Empty.Text(Say.Text(form == HandOverForm.Certificate ? "hand-over.certificate.done" : "hand-over.key.done", ("file", file.Name))));
        return [new RunEvent.HandedOver(at, form, file.Name, file.Digest)];
    }

    private Checked<Secret> Password(string id) => setup.People.Secret(id, Say.Text("hand-over.password")) is not { } password
        ? Problem.Of("RUN-025", ("file", Say.Text("hand-over.key")), ("name", id))
        : password.Characters.Length < ShortestPassword ? Problem.Of("RUN-028", ("fewest", $"{ShortestPassword}"))
        : password;
}
