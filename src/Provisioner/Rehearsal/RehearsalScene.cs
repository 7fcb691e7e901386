using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Provisioner.Core.Certificates;
using Provisioner.Core.Certificates.Rules;
using Provisioner.Core.Certificates.Writing;
using Provisioner.Core.Changes;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Keys;
using Provisioner.Runs;
using Provisioner.Sticks;
using Provisioner.Stores;

namespace Provisioner.Rehearsal;

/// <summary>Where a procedure is rehearsed: a stick and a console in memory, made from the procedure's and the scanner type's files
/// alone, with the certificates that they ask for.</summary>
internal sealed class RehearsalScene
{
    public const string Passphrase = "rehearsal only";

    private const string StickName = "REHEARSAL";

    private readonly CertificateAuthorities _authorities;
    private readonly Dictionary<string, string> _answers = [];
    private readonly Dictionary<string, string> _passwords = [];

    private RehearsalScene(Shelved shelved, bool isHeld, bool isByHand)
    {
        (Shelved, IsHeld, IsByHand) = (shelved, isHeld, isByHand);
        _authorities = new(shelved.Modality);
    }

    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.DirectorySeparatorChar.ToString(), "rehearsal"));

    public static string StickFolder { get; } = Path.Combine(Root, "stick");

    public static string ConsoleFolder { get; } = Path.Combine(Root, "console");

    public Shelved Shelved { get; }

    /// <summary>The console holds a pair of its own already, so that inputs which keep it are not asked for.</summary>
    public bool IsHeld { get; }

    /// <summary>The console is the engineer's laptop: what is altered, the vendor's own screens show.</summary>
    public bool IsByHand { get; }

    public HandWork Work => new(Shelved.Modality, IsByHand);

    /// <summary>As everything was before; to be copied.</summary>
    public MemoryDisk Start { get; } = new();

    /// <summary>The state folder, below the console's root.</summary>
    public string State { get; private set; } = "";

    public SealPool Pool { get; } = new();

    public SharedKeys Keys { get; } = new();

    public SharedFiles Opened { get; } = new();

    public ImmutableArray<HeldCertificate> Authorities => _authorities.All;

    /// <summary>By the name of an input.</summary>
    public IReadOnlyDictionary<string, string> Answers => _answers;

    /// <summary>By the name under which they are asked for.</summary>
    public IReadOnlyDictionary<string, string> Passwords => _passwords;

    private ConsoleFiles Files => ConsoleFiles.Open(ConsoleFolder, Start).Value;

    /// <param name="isHeld">See <see cref="IsHeld"/>.</param>
    /// <param name="isByHand">See <see cref="IsByHand"/>.</param>
    /// <returns>Problems where the files ask for what no console can have.</returns>
    public static Checked<RehearsalScene> Make(Shelved shelved, bool isHeld, bool isByHand = false)
    {
        var scene = new RehearsalScene(shelved, isHeld, isByHand);
        return RehearsalSettings.Of(shelved.Procedure, shelved.Modality).Then(settings => scene.Furnish(settings) is { IsEmpty: false } problems ? problems : Good(scene));
    }

    private static Checked<RehearsalScene> Good(RehearsalScene scene) => scene;

    private ImmutableArray<Problem> Furnish(ImmutableDictionary<ConsolePath, byte[]> settings)
    {
        MakeStick();
        Start.CreateFolder(ConsoleFolder);
        if (!IsByHand)
        {
            FurnishConsole(settings);
        }

        State = StateFolder.PathOn(Files).Text;
        Folders(Path.GetDirectoryName(Path.Combine([ConsoleFolder, .. State.Split('/')]))!);
        ImmutableArray<Problem> problems = [.. Held().SelectMany(problem => problem), .. Shelved.Procedure.Inputs.SelectMany(input => Answer(input))];
        new RehearsalScreens(this, Start).Furnish();
        return problems;
    }

    private void FurnishConsole(ImmutableDictionary<ConsolePath, byte[]> settings)
    {
        if (Shelved.Modality.Store.Kind == StoreKind.Windows)
        {
            Folders(Path.Combine(ConsoleFolder, "Windows", "System32"));
        }

        foreach (var (place, bytes) in settings.OrderBy(file => file.Key.Text, StringComparer.Ordinal))
        {
            Put(Path.Combine([ConsoleFolder, .. place.Text.Split('/')]), bytes);
        }

        foreach (var slot in Shelved.Modality.Store.Slots.Where(slot => Shelved.Modality.Store.KindOf(slot.Key) == StoreKind.Registry))
        {
            Folders(Path.Combine([ConsoleFolder, DescribedItems.Registry.Text, .. slot.Value.Path.Text.Split('/')]));
        }
    }

    private void MakeStick()
    {
        Start.CreateFolder(Root);
        Start.CreateFolder(StickFolder);
        foreach (var folder in (string[])["BIN", "PROCS", "ID", "CERTS", "CERTS/IN", "CERTS/OUT", "KEYS", "KEYS/OUT", "LOGS", "REPORTS", "JOBS"])
        {
            Folders(Path.Combine([StickFolder, .. folder.Split('/')]));
        }

        using var passphrase = new Secret(Passphrase);
        var epoch = Pool.Key(-1);
        Put(Path.Combine(StickFolder, "ID", SealKey.FileOf(epoch.Public)), epoch.Protect(passphrase));
        Put(Stick.GenesisOf(StickFolder), new Genesis
        {
            Stick = StickName,
            Engineer = "FE-042",
            FirstEpoch = epoch.Public,
            Issue = 1,
            NotAfter = RehearsalClock.At(0).AddYears(1),
            IsRehearsal = true,
        }.ToBytes());
        var procedure = Shelved.Procedure;
        Put(Path.Combine([StickFolder, "PROCS", .. $"{procedure.Id}.yaml".Split('/')]), Shelved.ProcedureBytes.ToArray());
        Put(Path.Combine(StickFolder, "PROCS", "modalities", $"{Shelved.Modality.Id}.yaml"), Shelved.ModalityBytes.ToArray());
    }

    /// <summary>What must lie in the console's store before the job: a pair to keep, an entry to remove, a request to complete.</summary>
    private IEnumerable<ImmutableArray<Problem>> Held()
    {
        var verbs = Shelved.Procedure.Steps.Select(step => step.Verb).ToArray();
        var makes = verbs.Any(verb => verb is Verb.Import { Into: Slot.Host } or Verb.Generate or Verb.Complete or Verb.Localhost);
        var needs = verbs.Any(verb => verb is Verb.HandOver or Verb.Configure or Verb.Acceptance or Verb.Prove);
        if (IsHeld || (needs && !makes))
        {
            yield return Install(Slot.Host, "held");
        }

        foreach (var remove in verbs.OfType<Verb.Remove>())
        {
            yield return Install(remove.From, "old", remove.Entry);
        }
    }

    private ImmutableArray<Problem> Install(Slot slot, string name, string? input = null)
    {
        if (Work.OfStore)
        {
            if (input is not null)
            {
                _answers[input] = name;
            }

            return [];
        }

        var store = new ConsoleStore(Files, Shelved.Modality, _ => new(RehearsalSettings.StorePassword));
        var rules = Shelved.Modality.RulesFor(slot, Role.Client);
        var (certificate, pkcs8) = _authorities.First.Issue($"{name}.hospital.local", RehearsalSettings.Host, rules);
        using var key = HeldKey.Read(pkcs8).Value;
        var import = new StoreImport { Wanted = EntryName.From(certificate.Subject["CN"] ?? name), Certificates = [certificate], Key = slot is Slot.Host or Slot.Requests ? key : null };
        if (!store.PlanImport(slot, import, ImmutableHashSet<string>.Empty).TryGet(out var plan, out var problems))
        {
            return problems;
        }

        foreach (var change in plan.Changes)
        {
            var place = Path.Combine([ConsoleFolder, .. change.Path.Text.Split('/')]);
            if (change is Change.WriteFile write)
            {
                Put(place, plan.Bytes[write.After].ToArray(), write.OwnerOnly);
            }
            else if (change is Change.PutItem { After: { } after } item)
            {
                Folders(Path.GetDirectoryName(place)!);
                new ItemSource(Files, Start).For(item.Kind)!.Put(item.Path, plan.Bytes[after].Span);
            }
        }

        if (input is not null)
        {
            _answers[input] = plan.Placed!.Name.Text;
        }

        return [];
    }

    /// <summary>One would be given: files on the stick, the archive's address, names.</summary>
    private ImmutableArray<Problem> Answer(Input input)
    {
        if (_answers.ContainsKey(input.Name))
        {
            return [];
        }

        _answers[input.Name] = input.Kind switch
        {
            InputKind.Certificate => Delivered(input, CertificateFor(input)),
            InputKind.Identity => Delivered(input, IdentityFor(input)),
            InputKind.Endpoint => RehearsalNetwork.Archive.ToString(),
            InputKind.AeTitles => $"{RehearsalSettings.OwnTitle}/{RehearsalNetwork.Title}",
            InputKind.Port => "12762",
            InputKind.Subject => RehearsalAuthority.Subject($"{RehearsalSettings.Host}.hospital.local"),
            _ when input.Example is { } example && AnswerForms.Read(input, example).IsGood => example,
            _ => "rehearsed",
        };
        return [];
    }

    private byte[] CertificateFor(Input input) => Shelved.Procedure.Steps.Select(step => step.Verb).OfType<Verb.Complete>().FirstOrDefault(complete => complete.Certificate == input.Name) is { } complete
        ? Form(complete.Into, Completed(complete.Into))
        : input.Slot is Slot.Peers
            ? Form(Slot.Peers, _authorities.First.Issue("archive.hospital.local", "archive.hospital.local", Shelved.Modality.RulesFor(Slot.Peers, Role.Client)).Certificate)
            : Form(input.Slot ?? Slot.Trusted, _authorities.For(input.Name).Certificate);

    /// <summary>The certificate of a request whose key waits on the console.</summary>
    private HeldCertificate Completed(Slot into)
    {
        var layout = Shelved.Modality.Store.Slots[Slot.Requests];
        using var key = Keys.Make(KeyPairKind.Rsa2048);
        var request = Request(key);
        if (!Work.OfStore)
        {
            Waiting(layout, layout.CertificateFile, Encoding.ASCII.GetBytes(PemText.Block("CERTIFICATE REQUEST", request)));
            Waiting(layout, layout.KeyFile!, PemText.PlainKey(key));
        }

        return _authorities.First.Sign(request, RehearsalSettings.Host, Shelved.Modality.RulesFor(into, Role.Client));
    }

    /// <summary>The request that a scanner's own screen makes.</summary>
    public byte[] Waiting()
    {
        using var key = Keys.Make(KeyPairKind.Rsa2048);
        return Encoding.ASCII.GetBytes(PemText.Block("CERTIFICATE REQUEST", Request(key)));
    }

    private byte[] Request(HeldKey key) => Keys.Request(
        key, new(SubjectText.Read(RehearsalAuthority.Subject($"{RehearsalSettings.Host}.hospital.local")).Value, [RehearsalSettings.Host], [TlsRole.Client, TlsRole.Server]));

    private void Waiting(SlotLayout layout, string pattern, byte[] bytes) =>
        Put(Path.Combine([ConsoleFolder, .. layout.Path.Join(pattern.Replace("{name}", "waiting", StringComparison.Ordinal)).Text.Split('/')]), bytes, ownerOnly: true);

    private byte[] IdentityFor(Input input)
    {
        var rules = Shelved.Modality.RulesFor(input.Slot ?? Slot.Host, Role.Client);
        var (certificate, pkcs8) = _authorities.First.Issue($"{RehearsalSettings.Host}.hospital.local", RehearsalSettings.Host, rules);
        using var key = HeldKey.Read(pkcs8).Value;
        if (Format(rules) != "pem")
        {
            using var password = new Secret(_passwords[input.Name] = "rehearsal key store");
            return HandOver.Pkcs12(new(certificate, [], key), password);
        }

        return rules.EncryptedKey == true
            ? [.. PemText.Certificates([certificate]), .. Encrypted(pkcs8, _passwords[input.Name] = "rehearsal key")]
            : [.. PemText.Certificates([certificate]), .. PemText.PlainKey(key)];
    }

    private static byte[] Encrypted(byte[] pkcs8, string password)
    {
        using var pair = RSA.Create();
        pair.ImportPkcs8PrivateKey(pkcs8, out _);
        return Encoding.ASCII.GetBytes(pair.ExportEncryptedPkcs8PrivateKeyPem(password, new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 2048)) + "\n");
    }

    private byte[] Form(Slot slot, HeldCertificate certificate) =>
        Format(Shelved.Modality.RulesFor(slot, Role.Client)) == "der" ? certificate.Der.ToArray() : PemText.Certificates([certificate]);

    /// <summary>The first form that the rules name.</summary>
    private static string Format(CertificateRules rules) => rules.Formats is [var first, ..] ? first : "pem";

    private string Delivered(Input input, byte[] bytes)
    {
        var ending = Shelved.Modality.RulesFor(input.Slot ?? (input.Kind == InputKind.Identity ? Slot.Host : Slot.Trusted), Role.Client).Endings is [var first, ..] ? first : ".pem";
        Put(Path.Combine(StickFolder, "CERTS", "IN", input.Name + ending), bytes);
        return $"CERTS/IN/{input.Name}{ending}";
    }

    private void Put(string path, byte[] bytes, bool ownerOnly = false)
    {
        Folders(Path.GetDirectoryName(path)!);
        Start.Create(path, bytes, ownerOnly);
    }

    private void Folders(string path)
    {
        if (Start.Look(path) is null)
        {
            Folders(Path.GetDirectoryName(path)!);
            Start.CreateFolder(path);
        }
    }

    /// <summary>One authority for each input that names one; they all signed the archive's certificate.</summary>
    private sealed class CertificateAuthorities(Modality modality)
    {
        private readonly Dictionary<string, RehearsalAuthority> _byInput = [];
        private readonly CertificateRules _rules = modality.RulesFor(Slot.Trusted, Role.Client);
        private RehearsalAuthority? _first;

        public RehearsalAuthority First => _first ??= new("St. Anna authority (rehearsal)", _rules, RehearsalClock.At(0));

        public ImmutableArray<HeldCertificate> All => [First.Certificate, .. _byInput.Values.Select(authority => authority.Certificate)];

        public RehearsalAuthority For(string input) => _byInput.TryGetValue(input, out var known) ? known
            : _byInput[input] = _byInput.Count == 0 ? First : new($"St. Anna authority {_byInput.Count + 1} (rehearsal)", _rules, RehearsalClock.At(0));
    }
}
