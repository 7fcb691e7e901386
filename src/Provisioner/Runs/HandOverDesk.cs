using System.Collections.Immutable;
using Provisioner.Core.Certificates;
using Provisioner.Core.Certificates.Writing;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;
using Provisioner.Core.Screens;
using Provisioner.Keys;
using Provisioner.Stores;

namespace Provisioner.Runs;

/// <summary>Gives the scanner's certificate, or its key encrypted, to a third party: a file on the stick, never over another.</summary>
internal sealed class HandOverDesk(RunSetup setup, Materials materials, Findings findings)
{
    /// <summary>Shortest password for a private key that leaves the console, in characters.</summary>
    public const int ShortestPassword = 12;

    /// <summary>Bytes of the largest file that is handed over.</summary>
    private const int Largest = 1024 * 1024;

    private readonly SecondPersonDesk _secondPerson = new(setup, findings);
    private byte[] _bytes = [];

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
        if (form == HandOverForm.Nothing)
        {
            return [answered, new RunEvent.HandedOver(at, form, null, null)];
        }

        ImmutableArray<RunEvent> second = form == HandOverForm.Key ? _secondPerson.ForKey(at, facts) : [];
        return form == HandOverForm.Key && second is not [RunEvent.SecondPerson] ? second : [answered, .. second, .. Give(at, id, handOver, form, facts)];
    }

    /// <summary>After the intent is sealed.</summary>
    public RunEvent HandOut(Outgoing file)
    {
        if (OutgoingFile.Write(setup, file.Name, _bytes) is { } problem)
        {
            return findings.Fail(file.Step, [problem]);
        }

        setup.People.Show(Page.Empty.Text(Say.Text(file.Form == HandOverForm.Certificate ? "hand-over.certificate.done" : "hand-over.key.done", ("file", file.Name))));
        return new RunEvent.HandedOver(file.Step, file.Form, file.Name, file.Digest);
    }

    /// <summary>An intent without outcome: the file's own bytes tell.</summary>
    public RunEvent Settle(Outgoing file) => !OutgoingFile.IsThere(setup, file.Name, file.Digest, Largest).TryGet(out var isThere, out var problems)
        ? findings.Fail(file.Step, problems)
        : isThere ? new RunEvent.HandedOver(file.Step, file.Form, file.Name, file.Digest) : new RunEvent.HandOverDropped(file.Step);

    private ImmutableArray<RunEvent> Give(int at, string id, Verb.HandOver handOver, HandOverForm form, RunFacts facts)
    {
        var made = form == HandOverForm.Certificate && setup.Hand.OfStore && Completed(handOver) is { } completed
            ? materials.Certificate(facts.Answers[completed]).Select(own => PemText.Certificates([own]))
            : Pair(handOver, facts).Then<byte[]>(identity => form == HandOverForm.Certificate
                ? PemText.Certificates([identity.Leaf, .. identity.Chain])
                : Password(id).Select(password => setup.Around.Keys.Protected($"p12 {identity.Leaf.Fingerprint}", password, () => HandOver.Pkcs12(identity, password))));
        if (!made.TryGet(out var bytes, out var problems))
        {
            return [findings.Fail(at, problems)];
        }

        _bytes = bytes;
        var name = form == HandOverForm.Certificate ? OutgoingFile.FreeName(setup, "CERTS/OUT", ".pem") : OutgoingFile.FreeName(setup, "KEYS/OUT", ".p12");
        return [new RunEvent.HandOverIntended(new(at, form, name, Sha256.Of(bytes)))];
    }

    /// <summary>The input of the certificate that came back for a key which only the scanner has; <c>null</c>: there was none.</summary>
    private string? Completed(Verb.HandOver handOver) => setup.Procedure.Steps.Select(step => step.Verb).OfType<Verb.Complete>()
        .FirstOrDefault(complete => complete.Into == handOver.Of)?.Certificate;

    /// <summary>Where the store cannot be read, the pair that came from the stick.</summary>
    private Checked<Identity> Pair(Verb.HandOver handOver, RunFacts facts) => !setup.Hand.OfStore
        ? HeldPair.Find(setup.Store, handOver.Of, setup.Procedure, facts).Select(found => found.Identity)
        : setup.Procedure.Inputs.FirstOrDefault(input => input.Kind == InputKind.Identity && input.Slot == handOver.Of && facts.Answers.ContainsKey(input.Name)) is { } own
            ? materials.Identity(facts.Answers[own.Name], own)
            : materials.Made(handOver.Of) is { } made ? made
            : Kept(handOver.Of, facts);

    /// <summary>A pair that was made for the vendor's dialog in an earlier part lies encrypted on the stick until it is handed over.</summary>
    private Checked<Identity> Kept(Slot slot, RunFacts facts)
    {
        var step = setup.Procedure.Steps.FirstOrDefault(step => HandFiles.MadeInto(step.Verb) == slot);
        return step is not null && facts.Answers.GetValueOrDefault(HandQuestion.File(step.Id)) is { } file
            ? materials.Kept(slot, file, facts.Answers.GetValueOrDefault(HandQuestion.KeyFile(step.Id)), step.Id)
            : Problem.Of("RUN-148");
    }

    private Checked<Secret> Password(string id) => setup.People.NewSecret(id, Say.Text("hand-over.password")) is not { } password
        ? Conversations.NoPassword(setup.People, Say.Text("hand-over.key"), id)
        : password.Characters.Length < ShortestPassword ? Problem.Of("RUN-028", ("fewest", $"{ShortestPassword}"))
        : password;
}
