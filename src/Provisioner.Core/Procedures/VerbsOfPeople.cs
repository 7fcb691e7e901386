using System.Collections.Immutable;
using Provisioner.Core.Procedures.Yaml;

namespace Provisioner.Core.Procedures;

/// <summary>Verbs that tell people something, or ask them.</summary>
public abstract partial record Verb
{
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

    /// <summary>The procedure ends here, and says why.</summary>
    public sealed record End(string Text) : Verb
    {
        internal static readonly VerbForm Declared = new("end", "verb.end", keys => new End(
            keys.Need("text", Yaml.Forms.Paragraphs(600))));

        internal override VerbForm Form => Declared;
    }
}
