using System.Collections.Immutable;
using Provisioner.Core.Procedures.Yaml;

namespace Provisioner.Core.Procedures;

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
public sealed record ChooseOption(string Id, string Text, string? Ends = null)
{
    /// <summary>The step that comes next when this is chosen; <c>null</c>: the following one.</summary>
    public string? Then { get; init; }

    internal static ChooseOption Read(string id, Keys keys) => new(
        id,
        keys.Need("text", Forms.Line(160)),
        keys.May("ends", Forms.Paragraphs(300)))
    {
        Then = keys.May("then", Forms.Step),
    };
}

/// <summary>How far a proof reaches that people state (<see cref="Verb.Instruct.Proves"/>).</summary>
public enum StatedProof
{
    /// <summary>A person said so.</summary>
    Statement,

    /// <summary>The vendor's own program was seen to use it.</summary>
    Scanner,

    /// <summary>It waits for the remote side.</summary>
    Waiting,
}

/// <summary>What speaks at an address (<see cref="Verb.Look"/>).</summary>
public enum Speaking
{
    /// <summary>TLS, whether it lets everybody in or not.</summary>
    Encrypted,

    /// <summary>DICOM that everybody on the network can read.</summary>
    Plain,

    /// <summary>Nothing that answers.</summary>
    Silent,
}

/// <summary>What an <c>instruct</c> leaves behind.</summary>
public enum Evidence
{
    /// <summary>Who did it.</summary>
    Initials,

    /// <summary>What was read off the screen; recorded, so never a secret.</summary>
    Value,
}

/// <summary>What a <c>check</c> looks at, without changing anything.</summary>
public enum CheckKind
{
    /// <summary>The scanner's software is of a version or newer.</summary>
    Software,

    /// <summary>A certificate names the console that it is for.</summary>
    ConsoleName,

    /// <summary>Nothing listens on a port yet.</summary>
    PortFree,

    /// <summary>The console's clock agrees with the engineer's watch.</summary>
    Clock,

    /// <summary>Nobody sends to the scanner on connections of their own, so that a client is enough.</summary>
    ClientOnly,

    /// <summary>A certificate leads to an authority, today.</summary>
    Chain,

    /// <summary>A certificate names the host of the address at which a service is found.</summary>
    AddressName,

    /// <summary>A port is none that another service of the scanner type uses.</summary>
    PortOfItsOwn,

    /// <summary>The program has an administrator's rights.</summary>
    Rights,

    /// <summary>The certificate and key that a service's settings name can be read, and fit each other.</summary>
    Pair,

    /// <summary>A service asks those who connect for a certificate.</summary>
    PeersVerified,
}

/// <summary>A key to be made.</summary>
public enum NewKey
{
    Rsa2048,
    Rsa3072,
    Rsa4096,
    P256,
    P384,
}

/// <summary>How much of the refusal test is done.</summary>
public enum AcceptanceExtent
{
    /// <summary>Three cases, for a live scanner.</summary>
    Brief,

    Full,
}

/// <summary>Who does a step.</summary>
public enum Doer
{
    Engineer,

    /// <summary>The technologist who scans.</summary>
    Technologist,

    HospitalIt,

    /// <summary>Who administers the remote device.</summary>
    PeerAdmin,
}
