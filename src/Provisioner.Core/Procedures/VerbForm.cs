using Provisioner.Core.Procedures.Yaml;

namespace Provisioner.Core.Procedures;

/// <summary>What a verb is, declared in one place: its word, how its arguments are read, what it asks for, and whether it
/// alters the console.</summary>
/// <param name="Word">In YAML, in the journal and in golden files.</param>
/// <param name="TextKey">Its texts in the catalogue: <c>text</c> for people, <c>about</c> for authors and, where it alters the
/// console, <c>probe</c> and <c>undo</c>.</param>
/// <param name="Read">Reads the arguments.</param>
internal sealed record VerbForm(string Word, string TextKey, Func<Keys, Verb> Read)
{
    public Asking Asks { get; init; }

    /// <summary>It alters the console, so it has a plan, a probe and an undo.</summary>
    public bool Changes { get; init; }
}

/// <summary>What a step needs from the engineer, or from the answers of an unattended run.</summary>
public enum Asking
{
    Nothing,

    /// <summary>Initials: read and acknowledged, or done by hand.</summary>
    Initials,

    /// <summary>One of the step's options.</summary>
    Option,

    /// <summary>A fingerprint that came by another way, or that there is none.</summary>
    Fingerprint,

    /// <summary>What is handed over.</summary>
    HandOver,

    /// <summary>A fact, in words.</summary>
    Value,

    /// <summary>Initials of a second person.</summary>
    Witness,
}
