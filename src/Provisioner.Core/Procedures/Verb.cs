using System.Collections.Immutable;
using Provisioner.Core.Changes;
using Provisioner.Core.Procedures.Yaml;

namespace Provisioner.Core.Procedures;

/// <summary>What a step asks for: a closed family with typed arguments, no expressions, no scripts. Names in arguments
/// (<c>Server</c>, <c>Titles</c>, <c>Identity</c>, <c>Trust</c>) are names of <see cref="Procedure.Inputs"/>.</summary>
public abstract record Verb
{
    private Verb()
    {
    }

    /// <summary>Every verb there is, in the order in which authors read of them.</summary>
    internal static ImmutableArray<VerbForm> Forms { get; } =
    [
        Safety.Declared, Notice.Declared, ScannerFree.Declared, Check.Declared, Ask.Declared, Choose.Declared, Instruct.Declared,
        Compare.Declared, Hold.Declared, Wait.Declared, Baseline.Declared, Look.Declared, Try.Declared, Import.Declared, Generate.Declared,
        Localhost.Declared, Request.Declared, Complete.Declared, Configure.Declared, Set.Declared, Remove.Declared, Restart.Declared,
        Listens.Declared, Prove.Declared, Acceptance.Declared, Refusal.Declared, HandOver.Declared, End.Declared,
    ];

    /// <summary>The word in YAML, in the journal and in golden files.</summary>
    public string Word => Form.Word;

    /// <summary>Alters the console, so it has a plan, a probe and an undo.</summary>
    public bool Changes => Form.Changes;

    /// <summary>What it needs from the engineer, or from the answers of an unattended run.</summary>
    public virtual Asking Asks => Form.Asks;

    /// <summary>The words in which it can end, on which later steps can depend; empty: in none.</summary>
    public virtual ImmutableArray<string> Outcomes => [];

    internal abstract VerbForm Form { get; }

    /// <summary>A signal word by ANSI Z535.6 with hazard, consequence and avoidance; acknowledged with initials.</summary>
    public sealed record Safety(SignalWord Level, string Hazard, string Consequence, string Avoid) : Verb
    {
        internal static readonly VerbForm Declared = new("safety", "verb.safety", keys => new Safety(
            keys.Need("level", Yaml.Forms.Word<SignalWord>()),
            keys.Need("hazard", Yaml.Forms.Paragraphs(300)),
            keys.Need("consequence", Yaml.Forms.Paragraphs(300)),
            keys.Need("avoid", Yaml.Forms.Paragraphs(900))))
        {
            Asks = Asking.Initials,
        };

        internal override VerbForm Form => Declared;
    }

    /// <summary>Something to know; acknowledged.</summary>
    public sealed record Notice(string Text) : Verb
    {
        internal static readonly VerbForm Declared = new("notice", "verb.notice", keys => new Notice(
            keys.Need("text", Yaml.Forms.Paragraphs(900)))
        {
            Afterwards = keys.May("afterwards", Yaml.Forms.Flag, false),
        })
        {
            Asks = Asking.Initials,
        };

        /// <summary>Shown once more on the last page: it stays true when the job is done.</summary>
        public bool Afterwards { get; init; }

        internal override VerbForm Form => Declared;
    }

    /// <summary>Asks for queued and failed jobs and an empty room, with initials.</summary>
    public sealed record ScannerFree : Verb
    {
        internal static readonly VerbForm Declared = new("scanner-free", "verb.scanner-free", _ => new ScannerFree())
        {
            Asks = Asking.Initials,
        };

        internal override VerbForm Form => Declared;
    }

    /// <summary>Looks at something without changing it; what is wrong is a problem with a remedy.</summary>
    /// <param name="Of">Input that it is about; <c>null</c> for kinds that need none.</param>
    /// <param name="AtLeast">Oldest software version that will do; <c>null</c> for the other kinds.</param>
    public sealed record Check(CheckKind That, string? Of, string? AtLeast) : Verb
    {
        internal static readonly VerbForm Declared = new("check", "verb.check", keys => new Check(
            keys.Need("that", Yaml.Forms.Word<CheckKind>()),
            keys.May("of", Yaml.Forms.Input(InputKind.Identity, InputKind.Certificate, InputKind.Subject, InputKind.Port)),
            keys.May("at-least", Yaml.Forms.Line(40)))
        {
            Service = keys.May("service", Yaml.Forms.Service),
            Trust = keys.May("trust", Yaml.Forms.Input(InputKind.Certificate)),
            Assumed = keys.May("assumed", Yaml.Forms.Flag, false),
            Report = keys.May("report", Yaml.Forms.Flag, false),
        });

        /// <summary>The service that it is about; <c>null</c> for kinds that need none.</summary>
        public string? Service { get; init; }

        /// <summary>Input of the authority; <c>null</c> for the other kinds.</summary>
        public string? Trust { get; init; }

        /// <summary>What is looked for is not published; screens say so.</summary>
        public bool Assumed { get; init; }

        /// <summary>What is wrong is told and recorded, and the procedure goes on.</summary>
        public bool Report { get; init; }

        /// <summary>Only the engineer can hold the clock against a watch.</summary>
        public override Asking Asks => That == CheckKind.Clock ? Asking.Initials : Asking.Nothing;

        internal override VerbForm Form => Declared;
    }

    /// <summary>Asks for a fact and records it; never a secret.</summary>
    public sealed record Ask(string Question) : Verb
    {
        internal static readonly VerbForm Declared = new("ask", "verb.ask", keys => new Ask(
            keys.Need("question", Yaml.Forms.Paragraphs(300))))
        {
            Asks = Asking.Value,
        };

        internal override VerbForm Form => Declared;
    }

    /// <summary>One of several answers. An option may end the procedure, because another one applies.</summary>
    public sealed record Choose(string Question, ImmutableArray<ChooseOption> Options) : Verb
    {
        internal static readonly VerbForm Declared = new("choose", "verb.choose", keys => new Choose(
            keys.Need("question", Yaml.Forms.Paragraphs(300)),
            keys.Need("options", Yaml.Forms.Named(Yaml.Forms.Name, ChooseOption.Read, 2, 9))))
        {
            Asks = Asking.Option,
        };

        public override ImmutableArray<string> Outcomes => [.. Options.Select(option => option.Id)];

        internal override VerbForm Form => Declared;
    }

    /// <summary>Work of hands, stated as done with initials.</summary>
    public sealed record Instruct(string Text) : Verb
    {
        internal static readonly VerbForm Declared = new("instruct", "verb.instruct", keys => new Instruct(
            keys.Need("text", Yaml.Forms.Paragraphs(900)))
        {
            Reads = keys.May("reads", Yaml.Forms.Line(80)),
            Proves = keys.May("proves", Yaml.Forms.Service),
            Level = keys.May("level", Yaml.Forms.Word<StatedProof>(), StatedProof.Statement),
        })
        {
            Asks = Asking.Initials,
        };

        /// <summary>What is read off the screen and recorded, e.g. the AE title that it shows; <c>null</c>: initials are enough.</summary>
        public string? Reads { get; init; }

        /// <summary>The service that was seen to work; <c>null</c>: nothing is proven by it.</summary>
        public string? Proves { get; init; }

        public StatedProof Level { get; init; }

        public override Asking Asks => Reads is null ? Asking.Initials : Asking.Value;

        internal override VerbForm Form => Declared;
    }

    /// <summary>Comparison of a certificate's fingerprint with what came by another way.</summary>
    public sealed record Compare(string Input) : Verb
    {
        internal static readonly VerbForm Declared = new("compare", "verb.compare", keys => new Compare(
            keys.Need("fingerprint", Yaml.Forms.Input(InputKind.Certificate))))
        {
            Asks = Asking.Fingerprint,
        };

        internal override VerbForm Form => Declared;
    }

    /// <summary>A witness point: a second person looks, and signs with initials of their own.</summary>
    public sealed record Hold(string Text) : Verb
    {
        internal static readonly VerbForm Declared = new("hold", "verb.hold", keys => new Hold(
            keys.Need("text", Yaml.Forms.Paragraphs(600))))
        {
            Asks = Asking.Witness,
        };

        internal override VerbForm Form => Declared;
    }

    /// <summary>Waits for somebody else, e.g. until the archive's administrator has entered the scanner.</summary>
    /// <param name="AtMost">Minutes after which the step has failed.</param>
    public sealed record Wait(string Text, int AtMost) : Verb
    {
        internal static readonly VerbForm Declared = new("wait", "verb.wait", keys => new Wait(
            keys.Need("text", Yaml.Forms.Paragraphs(600)),
            keys.Need("at-most", Yaml.Forms.Number(1, 240))))
        {
            Asks = Asking.Initials,
        };

        internal override VerbForm Form => Declared;
    }

    /// <summary>Echoes every configured remote device and fingerprints every TLS listener, to tell later what got worse.</summary>
    public sealed record Baseline : Verb
    {
        internal static readonly VerbForm Declared = new("baseline", "verb.baseline", _ => new Baseline());

        internal override VerbForm Form => Declared;
    }

    /// <summary>Finds out what speaks at an address, with no certificate of its own: a word of <see cref="Speaking"/>.</summary>
    public sealed record Look(string Server, string Titles) : Verb
    {
        internal static readonly VerbForm Declared = new("look", "verb.look", keys => new Look(
            keys.Need("at", Yaml.Forms.Input(InputKind.Endpoint)),
            keys.Need("as", Yaml.Forms.Input(InputKind.AeTitles))));

        public override ImmutableArray<string> Outcomes => [.. Spelling.All<Speaking>()];

        internal override VerbForm Form => Declared;
    }

    /// <summary>Handshake and echo with the candidate files, before any change.</summary>
    public sealed record Try(string Server, string Titles, string Identity, string Trust) : Verb
    {
        internal static readonly VerbForm Declared = new("try", "verb.try", keys => new Try(
            keys.Need("echo", Yaml.Forms.Input(InputKind.Endpoint)),
            keys.Need("as", Yaml.Forms.Input(InputKind.AeTitles)),
            keys.Need("identity", Yaml.Forms.Input(InputKind.Identity)),
            keys.Need("trust", Yaml.Forms.Input(InputKind.Certificate))));

        internal override VerbForm Form => Declared;
    }

    /// <summary>Puts a certificate, or an identity with its key, into a slot.</summary>
    public sealed record Import(string Input, Slot Into) : Verb
    {
        internal static readonly VerbForm Declared = new("import", "verb.import", keys => new Import(
            keys.OneOf<string>("certificate, identity",
            [
                new("certificate", Yaml.Forms.Input(InputKind.Certificate)),
                new("identity", Yaml.Forms.Input(InputKind.Identity)),
            ]),
            keys.Need("into", Yaml.Forms.Word(Slot.Host, Slot.Trusted, Slot.Peers))))
        {
            Changes = true,
        };

        internal override VerbForm Form => Declared;
    }

    /// <summary>Makes a key and a certificate that signs itself, in a slot.</summary>
    /// <param name="Subject">Input of kind subject.</param>
    /// <param name="Days">Of validity.</param>
    public sealed record Generate(string Subject, Slot Into, NewKey Key, int Days) : Verb
    {
        internal static readonly VerbForm Declared = new("generate", "verb.generate", keys => new Generate(
            keys.Need("subject", Yaml.Forms.Input(InputKind.Subject)),
            keys.Need("into", Yaml.Forms.Word(Slot.Host)),
            keys.Need("key", Yaml.Forms.Word<NewKey>()),
            keys.Need("days", Yaml.Forms.Number(1, 1825))))
        {
            Changes = true,
        };

        internal override VerbForm Form => Declared;
    }

    /// <summary>The one certificate for <c>localhost</c> with which programs on one console talk to each other: ours stays, one is made
    /// where there is none, and every other of that name goes.</summary>
    /// <param name="Days">Of validity.</param>
    /// <param name="Trusted">It is trusted too: programs that call each other by it look for it there.</param>
    public sealed record Localhost(Slot Into, bool Trusted, int Days) : Verb
    {
        internal static readonly VerbForm Declared = new("localhost", "verb.localhost", keys => new Localhost(
            keys.Need("into", Yaml.Forms.Word(Slot.Host)),
            keys.May("trusted", Yaml.Forms.Flag, false),
            keys.Need("days", Yaml.Forms.Number(1, 1825))))
        {
            Changes = true,
        };

        internal override VerbForm Form => Declared;
    }

    /// <summary>Makes a key that stays in the slot <c>requests</c>, and a request for its certificate in <c>CERTS/OUT</c>.</summary>
    public sealed record Request(string Subject, NewKey Key) : Verb
    {
        internal static readonly VerbForm Declared = new("request", "verb.request", keys => new Request(
            keys.Need("subject", Yaml.Forms.Input(InputKind.Subject)),
            keys.Need("key", Yaml.Forms.Word<NewKey>())))
        {
            Changes = true,
        };

        internal override VerbForm Form => Declared;
    }

    /// <summary>Joins the certificate that came back with the key that waits for it.</summary>
    public sealed record Complete(string Certificate, Slot Into) : Verb
    {
        internal static readonly VerbForm Declared = new("complete", "verb.complete", keys => new Complete(
            keys.Need("certificate", Yaml.Forms.Input(InputKind.Certificate)),
            keys.Need("into", Yaml.Forms.Word(Slot.Host))))
        {
            Changes = true,
        };

        internal override VerbForm Form => Declared;
    }

    /// <summary>Points a service to the certificates.</summary>
    /// <param name="Remote">Input of kind endpoint; <c>null</c> for servers.</param>
    public sealed record Configure(string Service, Role Role, string? Remote, string? Titles, Slot Identity, string Trust) : Verb
    {
        internal static readonly VerbForm Declared = new("configure", "verb.configure", keys => new Configure(
            keys.Need("service", Yaml.Forms.Service),
            keys.Need("role", Yaml.Forms.Word<Role>()),
            keys.May("remote", Yaml.Forms.Input(InputKind.Endpoint)),
            keys.May("as", Yaml.Forms.Input(InputKind.AeTitles)),
            keys.Need("identity", Yaml.Forms.Word(Slot.Host)),
            keys.Need("trust", Yaml.Forms.Input(InputKind.Certificate)))
        {
            Listen = keys.May("listen", Yaml.Forms.Input(InputKind.Port)),
        })
        {
            Changes = true,
        };

        /// <summary>Input of kind port that a server listens on; <c>null</c>: the port stays as it is.</summary>
        public string? Listen { get; init; }

        internal override VerbForm Form => Declared;
    }

    /// <summary>Sets settings of a service that are not about certificates, or all of them to the vendor's defaults.</summary>
    /// <param name="Role">Whose settings; <c>null</c>: the only ones that the service has.</param>
    /// <param name="Values">By the word of a term or the name of an option.</param>
    /// <param name="From">Inputs, likewise.</param>
    public sealed record Set(string Service, Role? Role, ImmutableDictionary<string, string> Values, ImmutableDictionary<string, string> From, bool Defaults) : Verb
    {
        /// <returns><c>null</c> when the service has none of the role, or several and none is said.</returns>
        public ServiceSettings? SettingsOf(Service service) =>
            Role is { } role ? service.Settings.GetValueOrDefault(role) : service.Settings.Count == 1 ? service.Settings.Values.Single() : null;

        internal static readonly VerbForm Declared = new("set", "verb.set", keys => new Set(
            keys.Need("service", Yaml.Forms.Service),
            keys.MayWord<Role>("role"),
            keys.May("values", Yaml.Forms.Table(Yaml.Forms.Name, Yaml.Forms.Line(100)), ImmutableDictionary<string, string>.Empty),
            keys.May(
                "from",
                Yaml.Forms.Table(Yaml.Forms.Name, Yaml.Forms.Input(InputKind.Text, InputKind.Number, InputKind.Port, InputKind.AeTitle)),
                ImmutableDictionary<string, string>.Empty),
            keys.May("defaults", Yaml.Forms.Flag, false)))
        {
            Changes = true,
        };

        internal override VerbForm Form => Declared;
    }

    /// <summary>Takes an entry out of a slot, or all of them; what is in use elsewhere stays.</summary>
    /// <param name="Entry">Input of kind entry; <c>null</c>: every entry.</param>
    public sealed record Remove(string? Entry, Slot From) : Verb
    {
        internal static readonly VerbForm Declared = new("remove", "verb.remove", keys => new Remove(
            keys.OneOf<string?>("entry, everything",
            [
                new("entry", Yaml.Forms.As(Yaml.Forms.Input(InputKind.Entry), name => (string?)name)),
                new("everything", Yaml.Forms.As(Yaml.Forms.Exactly("true"), _ => (string?)null)),
            ]),
            keys.Need("from", Yaml.Forms.Word<Slot>())))
        {
            Changes = true,
        };

        internal override VerbForm Form => Declared;
    }

    /// <summary>A service reads its settings anew; where the scanner type has no command for it, by hand with initials.</summary>
    public sealed record Restart(string Service) : Verb
    {
        internal static readonly VerbForm Declared = new("restart", "verb.restart", keys => new Restart(
            keys.Need("service", Yaml.Forms.Service)))
        {
            Asks = Asking.Initials,
        };

        internal override VerbForm Form => Declared;
    }

    /// <summary>A service listens on its port again after its restart.</summary>
    public sealed record Listens(string Service) : Verb
    {
        internal static readonly VerbForm Declared = new("listens", "verb.listens", keys => new Listens(keys.Need("service", Yaml.Forms.Service)));

        internal override VerbForm Form => Declared;
    }

    /// <summary>Handshake and echo with the console's own files.</summary>
    public sealed record Prove(string Server, string Titles, string Service) : Verb
    {
        internal static readonly VerbForm Declared = new("prove", "verb.prove", keys => new Prove(
            keys.Need("echo", Yaml.Forms.Input(InputKind.Endpoint)),
            keys.Need("as", Yaml.Forms.Input(InputKind.AeTitles)),
            keys.Need("service", Yaml.Forms.Service)));

        internal override VerbForm Form => Declared;
    }

    /// <summary>Does a service that listens refuse what it must?</summary>
    public sealed record Acceptance(string Service, AcceptanceExtent Extent) : Verb
    {
        internal static readonly VerbForm Declared = new("acceptance", "verb.acceptance", keys => new Acceptance(
            keys.Need("service", Yaml.Forms.Service),
            keys.May("extent", Yaml.Forms.Word<AcceptanceExtent>(), AcceptanceExtent.Brief)));

        internal override VerbForm Form => Declared;
    }

    /// <summary>Does a server refuse who shows no certificate? Tried with what the service's settings trust.</summary>
    public sealed record Refusal(string Server, string Titles, string Service) : Verb
    {
        internal static readonly VerbForm Declared = new("refusal", "verb.refusal", keys => new Refusal(
            keys.Need("by", Yaml.Forms.Input(InputKind.Endpoint)),
            keys.Need("as", Yaml.Forms.Input(InputKind.AeTitles)),
            keys.Need("service", Yaml.Forms.Service)));

        internal override VerbForm Form => Declared;
    }

    /// <summary>Gives the scanner's certificate, or its key encrypted, to a third party.</summary>
    public sealed record HandOver(Slot Of, ImmutableArray<HandOverForm> Offer) : Verb
    {
        internal static readonly VerbForm Declared = new("hand-over", "verb.hand-over", keys => new HandOver(
            keys.Need("of", Yaml.Forms.Word(Slot.Host)),
            keys.Need("offer", Yaml.Forms.List(Yaml.Forms.Word<HandOverForm>(), 1, 3))))
        {
            Asks = Asking.HandOver,
        };

        internal override VerbForm Form => Declared;
    }

    /// <summary>The procedure ends here, and says why.</summary>
    public sealed record End(string Text) : Verb
    {
        internal static readonly VerbForm Declared = new("end", "verb.end", keys => new End(
            keys.Need("text", Yaml.Forms.Paragraphs(600))));

        internal override VerbForm Form => Declared;
    }
}
