using System.Collections.Immutable;
using Provisioner.Core.Changes;

namespace Provisioner.Core.Procedures;

/// <summary>What a step asks for: a closed family with typed arguments, no expressions, no scripts. Names in arguments
/// (<c>Server</c>, <c>Titles</c>, <c>Identity</c>, <c>Trust</c>) are names of <see cref="Procedure.Inputs"/>.</summary>
public abstract record Verb
{
    private Verb()
    {
    }

    /// <summary>The word in YAML, in the journal and in golden files.</summary>
    public abstract string Word { get; }

    /// <summary>Alters the console, so it has a plan, a probe and an undo.</summary>
    public virtual bool Changes => false;

    /// <summary>A signal word by ANSI Z535.6 with hazard, consequence and avoidance; acknowledged with initials.</summary>
    public sealed record Safety(SignalWord Level, string Hazard, string Consequence, string Avoid) : Verb
    {
        public override string Word => "safety";
    }

    /// <summary>Something to know; acknowledged.</summary>
    public sealed record Notice(string Text) : Verb
    {
        public override string Word => "notice";
    }

    /// <summary>Asks for queued and failed jobs and an empty room, with initials.</summary>
    public sealed record ScannerFree : Verb
    {
        public override string Word => "scanner-free";
    }

    /// <summary>One of several answers. An option may end the procedure, because another one applies.</summary>
    public sealed record Choose(string Question, ImmutableArray<ChooseOption> Options) : Verb
    {
        public override string Word => "choose";
    }

    /// <summary>Work of hands, stated as done with initials.</summary>
    public sealed record Instruct(string Text) : Verb
    {
        public override string Word => "instruct";
    }

    /// <summary>Comparison of a certificate's fingerprint with what came by another way.</summary>
    public sealed record Compare(string Input) : Verb
    {
        public override string Word => "compare";
    }

    /// <summary>Handshake and echo with the candidate files, before any change.</summary>
    public sealed record Try(string Server, string Titles, string Identity, string Trust) : Verb
    {
        public override string Word => "try";
    }

    /// <summary>Puts a certificate, or an identity with its key, into a slot.</summary>
    public sealed record Import(string Input, Slot Into) : Verb
    {
        public override string Word => "import";

        public override bool Changes => true;
    }

    /// <summary>Points a service to the certificates.</summary>
    /// <param name="Remote">Input of kind endpoint; <c>null</c> for servers.</param>
    public sealed record Configure(string Service, Role Role, string? Remote, string? Titles, Slot Identity, string Trust) : Verb
    {
        public override string Word => "configure";

        public override bool Changes => true;
    }

    /// <summary>A service reads its settings anew; where the scanner type has no command for it, by hand with initials.</summary>
    public sealed record Restart(string Service) : Verb
    {
        public override string Word => "restart";
    }

    /// <summary>Handshake and echo with the console's own files.</summary>
    public sealed record Prove(string Server, string Titles, string Service) : Verb
    {
        public override string Word => "prove";
    }

    /// <summary>Gives the scanner's certificate, or its key encrypted, to a third party.</summary>
    public sealed record HandOver(Slot Of, ImmutableArray<HandOverForm> Offer) : Verb
    {
        public override string Word => "hand-over";
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
public sealed record ChooseOption(string Id, string Text, string? Ends = null);
