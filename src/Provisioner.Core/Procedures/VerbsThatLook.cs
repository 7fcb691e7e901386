using System.Collections.Immutable;
using Provisioner.Core.Procedures.Yaml;

namespace Provisioner.Core.Procedures;

/// <summary>Verbs that look at the scanner, or at what it talks to, and change nothing.</summary>
public abstract partial record Verb
{
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

    /// <summary>A service listens on its port again after its restart.</summary>
    public sealed record Listens(string Service) : Verb
    {
        internal static readonly VerbForm Declared = new("listens", "verb.listens", keys => new Listens(keys.Need("service", Yaml.Forms.Service)));

        internal override VerbForm Form => Declared;
    }

    /// <summary>Which certificate a service shows to those who connect: the one that it should, of an authority that is trusted, for
    /// the name by which it is found, today.</summary>
    /// <param name="Certificate">Input of the one that it should be; <c>null</c>: the console's own pair.</param>
    /// <param name="Trust">Input of the authority by which it is judged before that one is in place; <c>null</c>: those that the console
    /// trusts now.</param>
    public sealed record Shows(string Service, string? Certificate, string? Trust) : Verb
    {
        internal static readonly VerbForm Declared = new("shows", "verb.shows", keys => new Shows(
            keys.Need("service", Yaml.Forms.Service),
            keys.May("certificate", Yaml.Forms.Input(InputKind.Certificate)),
            keys.May("trust", Yaml.Forms.Input(InputKind.Certificate))));

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
}
