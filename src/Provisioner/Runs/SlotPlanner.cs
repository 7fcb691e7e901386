using System.Collections.Immutable;
using System.Text;
using Provisioner.Core.Certificates;
using Provisioner.Core.Certificates.Paths;
using Provisioner.Core.Certificates.Rules;
using Provisioner.Core.Certificates.Writing;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;
using Provisioner.Keys;

namespace Provisioner.Runs;

/// <summary>Plans what a slot of the store gets or loses: a pair that is made here, a request, its completion, a removal. Makes
/// keys, touches nothing.</summary>
internal sealed class SlotPlanner(RunSetup setup, Materials materials)
{
    private readonly Dictionary<Slot, Placed> _made = [];

    /// <summary>Where the pair lies that was planned for the slot in this part of the run; <c>null</c> when none was.</summary>
    public Placed? Made(Slot slot) => _made.GetValueOrDefault(slot);

    public Checked<PlanOrNone> Remove(Verb.Remove remove, RunFacts facts) =>
        (remove.Entry is { } entry ? setup.Store.PlanRemove(remove.From, [facts.Answers[entry].Text]) : setup.Store.PlanRemoveAll(remove.From)).Select(plan => new PlanOrNone(plan));

    /// <summary>Every other certificate of that name goes first; one that is ours and good stays as it is.</summary>
    public Checked<PlanOrNone> Localhost(Verb.Localhost localhost) => setup.Store.Entries(localhost.Into).Then(entries =>
    {
        var kept = entries.FirstOrDefault(entry => entry is { Leaf: { } leaf, Key: not null } && Core.Certificates.Localhost.IsOurs(leaf) && leaf.IsValidAt(setup.Now));
        return WithoutOthers(localhost.Into, kept?.Leaf).Then(plan => kept is not null
            ? Trusting(localhost, kept.Leaf!, plan)
            : Made(localhost, plan));
    });

    private Checked<PlanOrNone> Made(Verb.Localhost localhost, Plan removal) => OfLocalhost(localhost).Then(made =>
    {
        using (made)
        {
            return Put(localhost.Into, made).Then(plan => Trusting(localhost, made.Leaf, removal.Then(plan)));
        }
    });

    private Checked<PlanOrNone> Trusting(Verb.Localhost localhost, HeldCertificate certificate, Plan plan) => !localhost.Trusted ? new PlanOrNone(plan)
        : WithoutOthers(Slot.Trusted, certificate).Then(removal => setup.Store.PlanImport(
            Slot.Trusted, new() { Wanted = EntryName.From(Core.Certificates.Localhost.CommonName), Certificates = [certificate] }, setup.Procedure.Configures)
            .Select(trusted => new PlanOrNone(plan.Then(removal).Then(trusted))));

    /// <param name="kept"><c>null</c>: none is.</param>
    private Checked<Plan> WithoutOthers(Slot slot, HeldCertificate? kept) => setup.Store.Entries(slot).Then(entries => setup.Store.PlanRemove(
        slot, [.. entries.Where(entry => entry.Leaf is { } leaf && leaf != kept && Core.Certificates.Localhost.IsNamedSo(leaf)).Select(entry => entry.Name)]));

    /// <summary>A new pair for programs of one console. The caller disposes of it.</summary>
    public Checked<Identity> OfLocalhost(Verb.Localhost localhost)
    {
        var key = setup.Around.Keys.Make(KeyPairKind.Rsa2048);
        var wanted = new Wanted(
            SubjectText.Read($"CN={Core.Certificates.Localhost.CommonName}, O={Core.Certificates.Localhost.Organization}").Value,
            [Core.Certificates.Localhost.CommonName],
            [TlsRole.Client, TlsRole.Server]);
        return new Identity(setup.Around.Keys.SelfSigned(key, wanted, setup.Now, localhost.Days), [], key);
    }

    public Checked<PlanOrNone> Generate(Verb.Generate generate, RunFacts facts) => SelfSigned(generate, facts).Then(made =>
    {
        using (made)
        {
            return Put(generate.Into, made).Select(plan => new PlanOrNone(plan));
        }
    });

    /// <summary>A new pair that the scanner type's rules let in. The caller disposes of it.</summary>
    public Checked<Identity> SelfSigned(Verb.Generate generate, RunFacts facts) => Wanted(facts.Answers[generate.Subject].Text).Then<Identity>(wanted =>
    {
        var key = setup.Around.Keys.Make(Kind(generate.Key));
        var certificate = setup.Around.Keys.SelfSigned(key, wanted, setup.Now, generate.Days);
        var problems = Judge.Certificate(certificate, Judging.Of(setup, generate.Into));
        if (problems.IsEmpty)
        {
            return new Identity(certificate, [], key);
        }

        key.Dispose();
        return problems;
    });

    /// <summary>Key and request, for the slot where they wait.</summary>
    public Checked<RequestPlan> Request(Verb.Request request, RunFacts facts) => Wanted(facts.Answers[request.Subject].Text).Then(wanted =>
    {
        var layout = setup.Modality.Store.Slots[Slot.Requests];
        return setup.Console.List(layout).Select(now =>
        {
            using var key = setup.Around.Keys.Make(Kind(request.Key));
            var text = PemText.Block("CERTIFICATE REQUEST", setup.Around.Keys.Request(key, wanted));
            var name = FreeName(layout, now, EntryName.From(wanted.Subject["CN"] ?? setup.Identity.Host));
            return new RequestPlan(Waiting(layout, now, name, text, PemText.PlainKey(key), wanted), Encoding.ASCII.GetBytes(text));
        });
    });

    /// <summary>The pair goes into its slot, and what waited for it goes.</summary>
    public Checked<PlanOrNone> Complete(Verb.Complete complete, RunFacts facts) => materials.Certificate(facts.Answers[complete.Certificate])
        .Then(certificate => setup.Console.List(setup.Modality.Store.Slots[Slot.Requests]).Then(now =>
        {
            var waiting = now.Files.Select(file => (Held: file, Read: CertificateFile.Read(file.Path.Text, file.Bytes))).ToArray();
            try
            {
                return PendingRequests.Complete([certificate], [.. waiting.SelectMany(file => file.Read.Keys)], [.. waiting.SelectMany(file => file.Read.Requests)])
                    .Then(identity => Put(complete.Into, identity))
                    .Select(plan => new PlanOrNone(Without(plan, waiting.Where(file => IsOf(file.Read, certificate)).Select(file => file.Held))));
            }
            finally
            {
                foreach (var (_, read) in waiting)
                {
                    read.Dispose();
                }
            }
        }));

    /// <summary>The file's name of an entry.</summary>
    private static ConsolePath Named(SlotLayout layout, string pattern, string name) =>
        layout.Path.Join(pattern.Replace("{name}", name, StringComparison.Ordinal));

    private Checked<Plan> Put(Slot slot, Identity identity) => setup.Store.PlanImport(
        slot,
        new()
        {
            Wanted = EntryName.From(identity.Leaf.Subject["CN"] ?? identity.Leaf.Subject.ToString()),
            Certificates = [identity.Leaf, .. identity.Chain],
            Key = identity.Key,
        },
        setup.Procedure.Configures).Select(plan =>
        {
            _made[slot] = plan.Placed!;
            return plan;
        });

    /// <summary>The console's name stands among the alternative names, and so does the common name: whoever finds alternative names looks
    /// at no other.</summary>
    private Checked<Wanted> Wanted(string subject) => SubjectText.Read(subject).Select(read => new Wanted(
        read,
        [.. new[] { setup.Identity.Host, read["CN"] }.OfType<string>().Where(HostNames.IsNameOrAddress).Distinct(StringComparer.OrdinalIgnoreCase)],
        [TlsRole.Client, TlsRole.Server]));

    private static EntryName FreeName(SlotLayout layout, SlotContents now, EntryName wanted) => Enumerable.Range(1, int.MaxValue)
        .Select(number => number == 1 ? wanted : wanted.Beside(number))
        .First(name => now.Find(Named(layout, layout.CertificateFile, name.Text)) is null && now.Find(Named(layout, layout.KeyFile!, name.Text)) is null);

    private static Plan Waiting(SlotLayout layout, SlotContents now, EntryName name, string request, byte[] key, Wanted wanted)
    {
        var requestBytes = Encoding.ASCII.GetBytes(layout.WindowsLines ? request.ReplaceLineEndings("\r\n") : request);
        var (keyPath, requestPath) = (Named(layout, layout.KeyFile!, name.Text), Named(layout, layout.CertificateFile, name.Text));
        var (keyDigest, requestDigest) = (Sha256.Of(key), Sha256.Of(requestBytes));
        return new()
        {
            Changes =
            [
                .. now.MissingFolders.Select(folder => new Change.CreateFolder(folder, folder == now.MissingFolders[^1])),
                new Change.WriteFile(keyPath, null, keyDigest, OwnerOnly: true),
                new Change.WriteFile(requestPath, null, requestDigest, OwnerOnly: false),
            ],
            Bytes = ImmutableDictionary<Sha256, ReadOnlyMemory<byte>>.Empty.Add(keyDigest, key).Add(requestDigest, requestBytes),
            Differences =
            [
                .. now.MissingFolders.Select(folder => new Difference($"{folder}/ (new folder)", [])),
                new($"{keyPath} (new)", [$"+ private key, file's SHA-256 {keyDigest}"]),
                new($"{requestPath} (new)", [$"+ request for {wanted.Subject}"]),
            ],
        };
    }

    private static Plan Without(Plan plan, IEnumerable<HeldFile> spent) => spent.Aggregate(plan, (so, file) => so with
    {
        Changes = so.Changes.Add(new Change.RemoveFile(file.Path, file.State)),
        Differences = so.Differences.Add(new($"{file.Path} (removed)", [])),
    });

    private static bool IsOf(ReadFile file, HeldCertificate certificate) =>
        file.Keys.Any(key => key.Fits(certificate)) || file.Requests.Any(request => request.Key == certificate.Key);

    private static KeyPairKind Kind(NewKey key) => key switch
    {
        NewKey.Rsa2048 => KeyPairKind.Rsa2048,
        NewKey.Rsa3072 => KeyPairKind.Rsa3072,
        NewKey.Rsa4096 => KeyPairKind.Rsa4096,
        NewKey.P256 => KeyPairKind.P256,
        NewKey.P384 => KeyPairKind.P384,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

/// <param name="Request">PEM, for the stick.</param>
internal sealed record RequestPlan(Plan Plan, byte[] Request);
