using System.Collections.Immutable;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Procedures;

/// <summary>A service method as its file states it: read once, checked whole, never changed.</summary>
public sealed record Procedure
{
    /// <summary>E.g. <c>ge-mr/secure-client</c>.</summary>
    public required string Id { get; init; }

    public required string Version { get; init; }

    /// <summary>Of the file's bytes.</summary>
    public required Sha256 Digest { get; init; }

    /// <summary>The manual and topic that it follows.</summary>
    public required string Source { get; init; }

    /// <summary>Name of the scanner type.</summary>
    public required string Modality { get; init; }

    public required string Title { get; init; }

    public required string About { get; init; }

    public required Personnel Personnel { get; init; }

    public required ImmutableArray<EquipmentItem> Equipment { get; init; }

    /// <summary>What must hold before it starts, as sentences.</summary>
    public required ImmutableArray<string> Conditions { get; init; }

    public required ImmutableArray<Input> Inputs { get; init; }

    public required ImmutableArray<Step> Steps { get; init; }

    /// <summary>Its scanner type, as it was when this file was read; <c>null</c> in procedures that no file states.</summary>
    public Modality? ScannerType { get; init; }

    /// <summary>The office has not signed it: for training only, and every page says so.</summary>
    public bool IsUnsigned { get; init; }

    /// <summary>The first step that alters the console; <c>null</c> when none does.</summary>
    public Step? FirstChange => Steps.FirstOrDefault(step => step.Verb.Changes);

    /// <summary>Names of the services that it sets up; what others use is not touched.</summary>
    public ImmutableHashSet<string> Configures => [.. Steps.Select(step => step.Verb).OfType<Verb.Configure>().Select(configure => configure.Service)];

    public Input Input(string name) => Inputs.Single(input => input.Name == name);
}

/// <summary>Minutes as the manual gives them; <c>null</c> where it gives none.</summary>
/// <param name="Assumed">The source gives no times; screens say so.</param>
public sealed record Personnel(int Persons, int? Preliminary, MinuteRange Procedure, int? Finalization, bool Assumed = false)
{
    /// <summary>Who and how long, and whether the source says so, for people.</summary>
    public string Told => Catalogue.English.Text(
        Finalization is null ? "overview.time" : "overview.time.final",
        ("persons", Number(Persons)),
        ("from", Number(Procedure.From)),
        ("to", Number(Procedure.To)),
        ("final", Number(Finalization ?? 0)),
        ("whose", Catalogue.English.Text(Assumed ? "overview.time.assumed" : "overview.time.stated")));

    private static string Number(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <param name="From">Minutes.</param>
/// <param name="To">Minutes, not below <paramref name="From"/>.</param>
public readonly record struct MinuteRange(int From, int To);

public sealed record EquipmentItem(string Item, int Quantity);

public enum InputKind
{
    /// <summary>A certificate file.</summary>
    Certificate,

    /// <summary>A certificate with its private key.</summary>
    Identity,

    /// <summary><c>host:port</c>.</summary>
    Endpoint,

    /// <summary><c>CALLING/CALLED</c>.</summary>
    AeTitles,

    /// <summary>One AE title.</summary>
    AeTitle,

    /// <summary>1 to 65535.</summary>
    Port,

    /// <summary>0 to 999999.</summary>
    Number,

    /// <summary>A certificate's subject: <c>CN=mr2.hospital.local, O=St. Anna, C=DE</c>.</summary>
    Subject,

    /// <summary>The name of an entry in the console's store.</summary>
    Entry,

    Text,
}

/// <summary>Something to be known before the first change.</summary>
public sealed record Input
{
    public required string Name { get; init; }

    public required InputKind Kind { get; init; }

    public required string Prompt { get; init; }

    /// <summary>Whose certificate rules apply; <c>null</c> for kinds that are no certificates.</summary>
    public Changes.Slot? Slot { get; init; }

    public string? Example { get; init; }

    /// <summary>Not asked for, and not imported, where the console's slot holds a complete pair already.</summary>
    public bool KeepHeld { get; init; }
}

/// <summary>One thing that a procedure asks for.</summary>
public sealed record Step
{
    /// <summary>Unique in the procedure, with the names of inputs: answers are given by it.</summary>
    public required string Id { get; init; }

    public required string Title { get; init; }

    public required Verb Verb { get; init; }

    /// <summary>A warning shown above the step, before it is done.</summary>
    public string? Caution { get; init; }

    /// <summary>Expected minutes; <c>null</c> when not given.</summary>
    public int? Minutes { get; init; }

    public OnFailure OnFailure { get; init; }

    /// <summary>On which paths it is done; <c>null</c>: on all. Where it is not, it is skipped.</summary>
    public Condition? When { get; init; }

    /// <summary>The step that comes next; <c>null</c>: the following one.</summary>
    public string? Next { get; init; }

    public Doer By { get; init; }

    /// <summary>May be left out with a reason, which is recorded.</summary>
    public bool MayDeviate { get; init; }

    /// <summary>The line of the file, 1-based, for messages.</summary>
    public int Line { get; init; }

    /// <summary>The column, 1-based.</summary>
    public int Column { get; init; }
}

/// <summary>What a failed step leads to when nobody is there to choose.</summary>
public enum OnFailure
{
    /// <summary>All that was changed is put back.</summary>
    UndoAll,

    /// <summary>The run stops; what was changed stays, and the run can go on.</summary>
    Stop,
}
