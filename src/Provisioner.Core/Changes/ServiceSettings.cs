using System.Collections.Immutable;

namespace Provisioner.Core.Changes;

public enum SettingsKind
{
    Json,
    Xml,
    Ini,
    Properties,
    Registry,
    Vendor,
}

/// <summary>What <c>configure</c> can set of a service. A scanner type says where each lies, or leaves it out.</summary>
public enum SettingTerm
{
    /// <summary>Encrypt: true.</summary>
    Tls,

    /// <summary>Path of the certificate file, as the service reads it.</summary>
    Certificate,

    /// <summary>Path of the private key file.</summary>
    Key,

    /// <summary>Path of the trusted authority's file, or of the folder of them.</summary>
    Trust,

    /// <summary>Check the other side's certificate: true.</summary>
    VerifyPeer,

    RemoteHost,
    RemotePort,
    RemoteTitle,
    OwnTitle,

    /// <summary>Port that a secure server listens on.</summary>
    ListenPort,

    /// <summary>Ask clients for a certificate: true.</summary>
    RequireClientCertificate,

    /// <summary>Name of the service's own entry in its store: a key store's alias.</summary>
    Entry,

    /// <summary>SHA-1 of the service's own certificate in a Windows store, in hexadecimal digits: how Windows' programs name it.</summary>
    Thumbprint,

    /// <summary>The service is there at all: true.</summary>
    Enable,

    /// <summary>Where others find it: <c>net.tcp://ris-1:8000</c>. Read, never set.</summary>
    Address,
}

/// <summary>Where a service's settings lie for one role.</summary>
/// <param name="File">Relative to the console's root.</param>
/// <param name="Keys">Path of each term within the file, names joined by dots, e.g. <c>dicom.remote.tls</c>.</param>
public sealed record ServiceSettings(SettingsKind Kind, ConsolePath File, ImmutableDictionary<SettingTerm, string> Keys)
{
    public bool Assumed { get; init; }

    /// <summary>How the vendor's own screen for them is reached, where work is by hand; <c>null</c>: not known, but for kind
    /// <c>vendor</c> always given.</summary>
    public string? Screen { get; init; }

    /// <summary>What the screen calls each term.</summary>
    public ImmutableDictionary<SettingTerm, string> Labels { get; init; } = ImmutableDictionary<SettingTerm, string>.Empty;

    /// <summary>Further settings of the vendor's own, by name.</summary>
    public ImmutableDictionary<string, SettingOption> Options { get; init; } = ImmutableDictionary<string, SettingOption>.Empty;

    /// <summary>The vendor's defaults, by the word of a term or the name of an option.</summary>
    public ImmutableDictionary<string, string> Defaults { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Terms that can be set: in the file, or on the vendor's screen where that is the only way.</summary>
    public IEnumerable<SettingTerm> Terms => Kind == SettingsKind.Vendor ? Labels.Keys : Keys.Keys;
}

/// <summary>A setting that only this vendor knows.</summary>
public sealed record SettingOption(string Key, SettingType Type);

/// <summary>What a setting takes.</summary>
public enum SettingType
{
    Text,
    Number,
    Flag,

    /// <summary>An AE title.</summary>
    Title,
}

/// <summary>A value to set; the settings file's own type is kept where it has one.</summary>
public abstract record SettingValue
{
    private SettingValue()
    {
    }

    public sealed record Text(string Value) : SettingValue;

    public sealed record Number(int Value) : SettingValue;

    public sealed record Flag(bool Value) : SettingValue;
}

/// <summary>One value at one path of a settings file.</summary>
public sealed record SettingEdit(string Key, SettingValue Value);
