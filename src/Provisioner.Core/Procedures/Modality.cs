using System.Collections.Immutable;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Procedures;

/// <summary>Definition of a kind of scanner (DESIGN.md, "Scanner types").</summary>
public sealed record Modality
{
    /// <summary>E.g. <c>ge-mr</c>.</summary>
    public required string Id { get; init; }

    public required string Version { get; init; }

    /// <summary>Of the file's bytes.</summary>
    public required Sha256 Digest { get; init; }

    public required string Title { get; init; }

    public required string Source { get; init; }

    public required StoreLayout Store { get; init; }

    public required ImmutableArray<Service> Services { get; init; }

    /// <summary>How a console of this kind is recognised and its identifiers found.</summary>
    public required Recognition Recognition { get; init; }

    public Service? Service(string name) => Services.FirstOrDefault(service => service.Name == name);
}

/// <summary>What uses certificates on a scanner.</summary>
public sealed record Service
{
    public required string Name { get; init; }

    public required string Title { get; init; }

    /// <summary>Where its settings lie, by role; a role that is missing is not supported.</summary>
    public required ImmutableDictionary<Role, ServiceSettings> Settings { get; init; }

    /// <summary>How the service is made to read its settings, in words for the engineer.</summary>
    public required string Restart { get; init; }

    /// <summary>Seconds that a restart takes.</summary>
    public int RestartSeconds { get; init; }

    public bool RestartAssumed { get; init; }
}

/// <summary>A settings file that tells a console apart, and the keys of its identifiers in it.</summary>
/// <param name="File">Its presence recognises the scanner type.</param>
/// <param name="Serial">Key of the serial number.</param>
/// <param name="Host">Key of the host name.</param>
public sealed record Recognition(SettingsKind Kind, ConsolePath File, string Serial, string Host, bool Assumed);
