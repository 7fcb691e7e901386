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
        Safety.Declared, Notice.Declared, ScannerFree.Declared, Choose.Declared, Instruct.Declared, Compare.Declared, Try.Declared,
        Import.Declared, Configure.Declared, Restart.Declared, Prove.Declared, HandOver.Declared,
    ];

    /// <summary>The word in YAML, in the journal and in golden files.</summary>
    public string Word => Form.Word;

    /// <summary>Alters the console, so it has a plan, a probe and an undo.</summary>
    public bool Changes => Form.Changes;

    /// <summary>What it needs from the engineer, or from the answers of an unattended run.</summary>
    public Asking Asks => Form.Asks;

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
            keys.Need("text", Yaml.Forms.Paragraphs(900))))
        {
            Asks = Asking.Initials,
        };

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

    /// <summary>One of several answers. An option may end the procedure, because another one applies.</summary>
    public sealed record Choose(string Question, ImmutableArray<ChooseOption> Options) : Verb
    {
        internal static readonly VerbForm Declared = new("choose", "verb.choose", keys => new Choose(
            keys.Need("question", Yaml.Forms.Paragraphs(300)),
            keys.Need("options", Yaml.Forms.Named(Yaml.Forms.Name, ChooseOption.Read, 2, 9))))
        {
            Asks = Asking.Option,
        };

        internal override VerbForm Form => Declared;
    }

    /// <summary>Work of hands, stated as done with initials.</summary>
    public sealed record Instruct(string Text) : Verb
    {
        internal static readonly VerbForm Declared = new("instruct", "verb.instruct", keys => new Instruct(
            keys.Need("text", Yaml.Forms.Paragraphs(900))))
        {
            Asks = Asking.Initials,
        };

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
            keys.Need("trust", Yaml.Forms.Input(InputKind.Certificate))))
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

    /// <summary>Handshake and echo with the console's own files.</summary>
    public sealed record Prove(string Server, string Titles, string Service) : Verb
    {
        internal static readonly VerbForm Declared = new("prove", "verb.prove", keys => new Prove(
            keys.Need("echo", Yaml.Forms.Input(InputKind.Endpoint)),
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
}

public enum SignalWord
{
    Notice,
    Caution,
    Warning,
    Danger,
}

public enum Role
{
    Client,
    Server,
}

/// <summary>What can be handed over.</summary>
public enum HandOverForm
{
    /// <summary>Nothing is needed by the other side.</summary>
    Nothing,

    /// <summary>The certificate alone, PEM, in <c>CERTS/OUT</c>.</summary>
    Certificate,

    /// <summary>The certificate with its private key, encrypted PKCS#12, in <c>KEYS/OUT</c>.</summary>
    Key,
}

/// <param name="Id">The answer's word.</param>
/// <param name="Ends">Why the procedure ends here when this is chosen; <c>null</c> when it goes on.</param>
public sealed record ChooseOption(string Id, string Text, string? Ends = null)
{
    internal static ChooseOption Read(string id, Keys keys) => new(
        id,
        keys.Need("text", Forms.Line(160)),
        keys.May("ends", Forms.Paragraphs(300)));
}
