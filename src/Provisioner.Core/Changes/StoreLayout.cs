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

    /// <summary>Certificates as binary values of one key of the Windows registry.</summary>
    Registry,
}

/// <summary>A console's certificate store, as the scanner type describes it.</summary>
/// <param name="Kind">Of every slot that does not say another.</param>
public sealed record StoreLayout(StoreKind Kind, ImmutableDictionary<Slot, SlotLayout> Slots)
{
    public StoreKind KindOf(Slot slot) => Slots[slot].Kind ?? Kind;
}

/// <summary>One slot of a store.</summary>
public sealed record SlotLayout
{
    /// <summary>The folder (or the one file) of the slot.</summary>
    public required ConsolePath Path { get; init; }

    /// <summary><c>null</c>: that of the store.</summary>
    public StoreKind? Kind { get; init; }

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

    /// <summary>How the vendor's own screen for the slot is reached, where work is by hand; <c>null</c>: not known, but for kind
    /// <c>vendor</c> always given.</summary>
    public string? Screen { get; init; }

    /// <summary>Forms that the vendor's dialog takes, the most welcome first; empty: not known.</summary>
    public ImmutableArray<DialogForm> Accepts { get; init; } = [];

    /// <summary>Which fingerprint the dialog shows of what it holds; <c>null</c>: none, or not known.</summary>
    public ShownDigest? Shows { get; init; }

    /// <summary>The dialog puts a new entry in the place of the old one, instead of beside it.</summary>
    public bool Replaces { get; init; }
}

/// <summary>A form in which a vendor's dialog takes certificates or keys; the words are those of <c>certificate export --form</c>.</summary>
public enum DialogForm
{
    /// <summary>PEM; a key in a second file beside it, encrypted.</summary>
    Pem,
    Der,

    /// <summary>DER under the ending that Windows' dialogs list.</summary>
    Cer,
    P7b,
    P12,

    /// <summary>PKCS#12 with 3DES, for dialogs that refuse AES.</summary>
    P12Compatible,

    /// <summary>PKCS#12 with certificates only.</summary>
    Trust,
}

/// <summary>A fingerprint as a dialog shows it.</summary>
public enum ShownDigest
{
    Sha1,
    Sha256,
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
