using System.Collections.Immutable;
using Provisioner.Commands;
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

/// <summary>Writes to the stick what the vendor's dialogs read, in the forms that they take: only what is needed, keys only
/// encrypted, never over another file.</summary>
internal sealed class HandFiles(RunSetup setup, Materials materials)
{
    private static Catalogue Say => Catalogue.English;

    /// <summary>The files of this step; where the stick is carried, also of every later one, so that it is carried once.</summary>
    /// <returns>Answers that name them.</returns>
    public Checked<ImmutableArray<RunEvent>> Prepare(int at, RunFacts facts)
    {
        var events = ImmutableArray.CreateBuilder<RunEvent>();
        foreach (var step in setup.Procedure.Steps.Skip(at).Take(setup.Hand.IsAttended ? int.MaxValue : 1).Where(step => Source(step.Verb, facts) is not null && !IsThere(step, facts)))
        {
            var (input, slot) = Source(step.Verb, facts)!.Value;
            var made = input.Kind == InputKind.Identity
                ? materials.Identity(facts.Answers[input.Name], input).Then(identity => Pair(step, slot, identity))
                : materials.Certificate(facts.Answers[input.Name]).Then(certificate => Certificate(step, slot, certificate));
            if (!made.TryGet(out var files, out var problems))
            {
                return problems;
            }

            events.AddRange(files);
        }

        return events.ToImmutable();
    }

    /// <summary>Certificate with its key. In PEM the encrypted key is a second file.</summary>
    public Checked<ImmutableArray<RunEvent>> Pair(Step step, Slot slot, Identity identity)
    {
        var form = Form(slot, DialogForm.P12, DialogForm.Pem, DialogForm.P12, DialogForm.P12Compatible);
        return Password(step.Id, form).Then(password => form == DialogForm.Pem
            ? Write(HandQuestion.File(step.Id), setup.Stick.CertificatesOut, "CERTS/OUT", Name(slot, identity.Leaf), ".pem", PemText.Certificates([identity.Leaf, .. identity.Chain]))
                .Then(first => Write(HandQuestion.KeyFile(step.Id), setup.Stick.KeysOut, "KEYS/OUT", Name(slot, identity.Leaf), ".key", setup.Around.Keys.Protected($"key {identity.Leaf.Fingerprint}", password, () => HandOver.EncryptedKey(identity.Key, password)))
                    .Select(second => first.AddRange(second)))
            : Write(HandQuestion.File(step.Id), setup.Stick.KeysOut, "KEYS/OUT", Name(slot, identity.Leaf), form == DialogForm.P12 ? ".p12" : ".pfx", setup.Around.Keys.Protected($"{form.Word()} {identity.Leaf.Fingerprint}", password, () => CertificateForms.WithKey(form.Word(), identity, password))));
    }

    /// <summary>The slot that a pair is made into, here and not by the scanner; <c>null</c>: the verb makes none.</summary>
    public static Slot? MadeInto(Verb verb) => verb switch
    {
        Verb.Generate generate => generate.Into,
        Verb.Localhost localhost => localhost.Into,
        _ => null,
    };

    /// <summary>Key files go from the stick once the scanner has them, and nobody else is to be given the pair any more.</summary>
    /// <param name="isOver">The run is.</param>
    public IEnumerable<Problem> Clear(RunFacts facts, bool isOver) =>
        from step in setup.Procedure.Steps.Select((step, index) => (step.Id, step.Verb, Index: index))
        where facts.Results.GetValueOrDefault(step.Index) is { Mark: StepMark.Pass } && (isOver || !IsAwaited(step.Verb, facts))
        from name in (string[])[HandQuestion.File(step.Id), HandQuestion.KeyFile(step.Id)]
        let file = facts.Answers.GetValueOrDefault(name)?.Text
        where file is not null && file.StartsWith("KEYS/OUT/", StringComparison.Ordinal) && setup.Disk.IsFile(OnStick(file))
        let problem = Guarded.Do(file, () => setup.Disk.Delete(OnStick(file)))
        where problem is not null
        select problem;

    /// <summary>A pair that was made here is yet to be handed over.</summary>
    private bool IsAwaited(Verb verb, RunFacts facts) => MadeInto(verb) is { } slot && setup.Procedure.Steps
        .Select((step, index) => step.Verb is Verb.HandOver handOver && handOver.Of == slot && handOver.Offer.Any(form => form != HandOverForm.Nothing) && !facts.Results.ContainsKey(index)).Any(isOpen => isOpen);

    /// <summary>What the step puts into the store from the stick; <c>null</c>: nothing.</summary>
    private (Input Input, Slot Slot)? Source(Verb verb, RunFacts facts) => !setup.Hand.Of(verb) ? null : verb switch
    {
        Verb.Import import when facts.Answers.ContainsKey(import.Input) => (setup.Procedure.Input(import.Input), import.Into),
        Verb.Complete complete => (setup.Procedure.Input(complete.Certificate), complete.Into),
        _ => null,
    };

    /// <summary>On the stick, or with it at the scanner. A file of an earlier try whose password was made and shown then is made anew.</summary>
    private bool IsThere(Step step, RunFacts facts) => facts.Answers.GetValueOrDefault(HandQuestion.File(step.Id)) is { Digest: { } digest } file
        && (facts.IsCarried || IsWhole(file, digest));

    private bool IsWhole(RunEvent.Answered file, Sha256 digest) => !file.Text.EndsWith(".pfx", StringComparison.Ordinal) && setup.Disk.Read(OnStick(file.Text)) is { } bytes && Sha256.Of(bytes) == digest;

    private Checked<ImmutableArray<RunEvent>> Certificate(Step step, Slot slot, HeldCertificate certificate)
    {
        var form = Form(slot, DialogForm.Pem, DialogForm.Pem, DialogForm.Der, DialogForm.Cer, DialogForm.P7b, DialogForm.Trust);
        var password = form == DialogForm.Trust ? Password(step.Id, form).Select(secret => new MaybeSecret(secret)) : new MaybeSecret(null);
        return password.Then(secret => Write(
            HandQuestion.File(step.Id), setup.Stick.CertificatesOut, "CERTS/OUT", Name(slot, certificate), form == DialogForm.Trust ? ".p12" : $".{form.Word()}",
            secret.Secret is { } protects ? setup.Around.Keys.Protected($"{form.Word()} {certificate.Fingerprint}", protects, Bytes) : Bytes()));

        byte[] Bytes() => CertificateForms.Certificates(form.Word(), [certificate], password.Value.Secret);
    }

    private DialogForm Form(Slot slot, DialogForm otherwise, params ReadOnlySpan<DialogForm> able)
    {
        foreach (var form in setup.Modality.Store.Slots[slot].Accepts)
        {
            if (able.Contains(form))
            {
                return form;
            }
        }

        return otherwise;
    }

    /// <summary>Old forms are too weak for a password that somebody chose.</summary>
    private Checked<Secret> Password(string id, DialogForm form)
    {
        if (form == DialogForm.P12Compatible)
        {
            return setup.People.CanAnswerAgain ? Generated() : Problem.Of("CERT-188");
        }

        return setup.People.NewSecret(id, Say.Text("hand.password", ("fewest", $"{HandOverDesk.ShortestPassword}"))) is not { } password
            ? Conversations.NoPassword(setup.People, Say.Text("hand-over.key"), id)
            : password.Characters.Length < HandOverDesk.ShortestPassword ? Problem.Of("RUN-028", ("fewest", $"{HandOverDesk.ShortestPassword}"))
            : password;
    }

    private Secret Generated()
    {
        var secret = setup.Around.Keys.Password();
        setup.People.Show(Page.Empty.Text(Say.Text("hand.generated"), Tone.Warning).Block([new string(secret.Characters)], "    "));
        return secret;
    }

    private Checked<ImmutableArray<RunEvent>> Write(string answer, string folder, string shown, string stem, string ending, byte[] bytes) => Guarded.Get<ImmutableArray<RunEvent>>(folder, () =>
    {
        setup.Disk.CreateFolder(folder);
        var digest = Sha256.Of(bytes);
        var name = Enumerable.Range(1, int.MaxValue).Select(number => number == 1 ? stem + ending : $"{stem}-{number}{ending}")
            .First(name => !setup.Disk.IsFile(Path.Combine(folder, name)) || Sha256.Of(setup.Disk.Read(Path.Combine(folder, name)) ?? []) == digest);
        if (!setup.Disk.IsFile(Path.Combine(folder, name)))
        {
            Beside.Replace(setup.Disk, Path.Combine(folder, name), bytes, ownerOnly: true);
        }

        setup.People.Show(Page.Empty.Text(Say.Text("hand.file", ("file", $"{shown}/{name}"))));
        return ImmutableArray.Create<RunEvent>(new RunEvent.Answered(answer, $"{shown}/{name}", digest));
    });

    private string Name(Slot slot, HeldCertificate own) =>
        $"{EntryName.From(setup.Identity.Serial).Text}-{EntryName.From(setup.Modality.Store.Slots[slot].FixedName ?? own.Subject["CN"] ?? slot.Word()).Text}";

    private string OnStick(string file) => Path.Combine([setup.Stick.Folder, .. file.Split('/')]);

    private sealed record MaybeSecret(Secret? Secret);
}
