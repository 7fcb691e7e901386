using System.Collections.Immutable;

namespace Provisioner.Core.Changes;

/// <summary>Where a console keeps certificates (DESIGN.md, "Words").</summary>
public enum Slot
{
    /// <summary>The scanner's own certificate and key.</summary>
    Host,

    /// <summary>Authorities it trusts.</summary>
    Trusted,

    /// <summary>Partners' own certificates.</summary>
    Peers,

    /// <summary>Requests that wait for their certificate, with their keys.</summary>
    Requests,
}

public enum StoreKind
{
    PemFolder,
    OpensslFolder,
    Pkcs12,
    Windows,
    Vendor,
}

/// <summary>A console's certificate store, as the scanner type describes it.</summary>
public sealed record StoreLayout(StoreKind Kind, ImmutableDictionary<Slot, SlotLayout> Slots);

/// <summary>One slot of a store.</summary>
public sealed record SlotLayout
{
    /// <summary>The folder (or the one file) of the slot.</summary>
    public required ConsolePath Path { get; init; }

    /// <summary>Name of a certificate's file, with <c>{name}</c> for the entry's name, e.g. <c>{name}.pem</c>.</summary>
    public required string CertificateFile { get; init; }

    /// <summary>Name of the private key's file, likewise; <c>null</c> in slots that hold no keys.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The chain above the leaf is written behind it in the same file.</summary>
    public bool WithChain { get; init; }

    /// <summary>The chain includes its root.</summary>
    public bool WithRoot { get; init; }

    /// <summary>Text lines before the certificate (subject and issuer), as some vendors' tools write.</summary>
    public bool LeadingText { get; init; }

    /// <summary>CR LF instead of LF.</summary>
    public bool WindowsLines { get; init; }

    /// <summary>Most entries; <c>null</c> when there is no limit.</summary>
    public int? MostEntries { get; init; }

    /// <summary>The one name that entries of this slot have, e.g. <c>host</c>; <c>null</c> when free: made from the subject.</summary>
    public string? FixedName { get; init; }

    /// <summary>All entries lie in one file, which <see cref="Path"/> names: a bundle of PEM certificates, a key store.</summary>
    public bool OneFile { get; init; }

    /// <summary>How the slot's key store opens; <c>null</c>: the engineer is asked. Kind <c>pkcs12</c> only.</summary>
    public StorePassword? Password { get; init; }

    /// <summary>The vendor does not publish this; screens say so.</summary>
    public bool Assumed { get; init; }
}

/// <summary>Where the password of a key store is known from.</summary>
public abstract record StorePassword
{
    private StorePassword()
    {
    }

    /// <summary>The same on every console, and no secret: Java's <c>changeit</c>.</summary>
    public sealed record Known(string Text) : StorePassword;

    /// <summary>The service's own settings have it.</summary>
    public sealed record InSettings(SettingsKind Kind, ConsolePath File, string Key) : StorePassword;
}
