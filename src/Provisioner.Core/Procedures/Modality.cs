using System.Collections.Immutable;
using Provisioner.Core.Certificates.Rules;
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

    /// <summary>What it demands of a certificate, by slot and role; what is not named is not demanded.</summary>
    public ImmutableDictionary<(Slot Slot, Role Role), CertificateRules> Rules { get; init; } = ImmutableDictionary<(Slot, Role), CertificateRules>.Empty;

    /// <summary>What others send to the scanner on associations of their own, so that a client-only set-up would break it.</summary>
    public ImmutableArray<Reception> Receives { get; init; } = [];

    /// <summary>How queued and failed jobs are counted, in words for the engineer, who reads them off; <c>null</c> when not known.</summary>
    public string? Queue { get; init; }

    public bool QueueAssumed { get; init; }

    /// <summary>The rules for a slot and role; none when the file names none.</summary>
    public CertificateRules RulesFor(Slot slot, Role role) => Rules.GetValueOrDefault((slot, role), CertificateRules.None);

    /// <summary>Certificates or settings lie in Windows itself (its stores, its registry), where only the running system reaches them.</summary>
    public bool NeedsRunningWindows =>
        Store.Slots.Keys.Any(slot => Store.KindOf(slot) is StoreKind.Windows or StoreKind.Registry)
        || Services.SelectMany(service => service.Settings.Values).Any(settings => settings.Kind == SettingsKind.Registry);

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

    /// <summary>What it speaks over the wire; what is not DICOM is proven by a statement.</summary>
    public Protocol Speaks { get; init; }

    /// <summary>Of a service of .NET: what follows its address to make an endpoint that takes connections; <c>null</c>: nothing.</summary>
    public string? Path { get; init; }
}

public enum Protocol
{
    Dicom,

    /// <summary>Something that this program does not speak.</summary>
    Other,

    /// <summary>A service of .NET (<c>net.tcp</c>), spoken to as far as its certificate.</summary>
    NetTcp,
}

/// <summary>Something that a scanner receives.</summary>
/// <param name="Service">The service whose listener takes it.</param>
public sealed record Reception(Received What, string Service, bool Assumed)
{
    /// <summary>The console's own setting that says whether it is in use; <c>null</c>: people have to say.</summary>
    public InUseSetting? InUse { get; init; }
}

/// <param name="Key">Of a flag.</param>
public sealed record InUseSetting(SettingsKind Kind, ConsolePath File, string Key);

public enum Received
{
    StorageCommitment,
    Images,
    Queries,
    Worklist,
}

/// <summary>A settings file that tells a console apart, and the keys of its identifiers in it.</summary>
/// <param name="File">Its presence recognises the scanner type.</param>
/// <param name="Serial">Key of the serial number.</param>
/// <param name="Host">Key of the host name.</param>
public sealed record Recognition(SettingsKind Kind, ConsolePath File, string Serial, string Host, bool Assumed)
{
    /// <summary>Key of the software's version; <c>null</c> when it is not stated there.</summary>
    public string? Software { get; init; }
}
