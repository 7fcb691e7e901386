using System.Collections.Immutable;

namespace Provisioner.Core.Procedures;

/// <summary>What a step asks for: a closed family with typed arguments, no expressions, no scripts. Names in arguments
/// (<c>Server</c>, <c>Titles</c>, <c>Identity</c>, <c>Trust</c>) are names of <see cref="Procedure.Inputs"/>.
/// Its cases stand in files by what they do: <c>VerbsOfPeople</c>, <c>VerbsThatLook</c>, <c>VerbsThatChange</c>.</summary>
public abstract partial record Verb
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
        Listens.Declared, Shows.Declared, Prove.Declared, Acceptance.Declared, Refusal.Declared, HandOver.Declared, End.Declared,
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
}
