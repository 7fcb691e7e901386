using System.Collections.Immutable;
using Provisioner.Core.Changes;
using Provisioner.Core.Procedures.Yaml;

namespace Provisioner.Core.Procedures;

/// <summary>Verbs that alter the scanner, have it use what was altered, or give something out of it away.</summary>
public abstract partial record Verb
{
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
