using System.Collections.Immutable;

namespace Provisioner.Core.Proof;

/// <summary>What a secure listener is tried with. The word in JSON is the name in lower case with hyphens. The certificates'
/// cases are IHE Gazelle's error cases for a server.</summary>
public enum AcceptanceCase
{
    /// <summary>The right certificate and titles: must be let in.</summary>
    Good,
    WithoutCertificate,

    /// <summary>Of an authority that has the right one's name and another key.</summary>
    UnknownAuthority,
    PlainText,
    SelfSigned,

    /// <summary>The right certificate with a broken signature.</summary>
    Corrupted,

    /// <summary>The right certificate around another key.</summary>
    WrongKey,
    Expired,
    Revoked,

    /// <summary>TLS 1.0 and 1.1.</summary>
    OldVersions,

    /// <summary>NULL, RC4, DES, 3DES, export and anonymous suites.</summary>
    WeakSuites,
    WrongCalledTitle,
    WrongCallingTitle,
}

/// <summary>How a case went.</summary>
/// <param name="IsLetIn">Whether DICOM, or for <see cref="AcceptanceCase.OldVersions"/> and <see cref="AcceptanceCase.WeakSuites"/>
/// a handshake, was let through; <c>null</c> when it could not be tried.</param>
/// <param name="How">What was seen, in few words: <c>TLS alert 48</c>.</param>
public sealed record AcceptanceOutcome(AcceptanceCase Case, bool? IsLetIn, string How)
{
    public bool ShouldBeLetIn => Case == AcceptanceCase.Good;

    /// <summary>As it should be; cases that could not be tried are not counted.</summary>
    public bool Ok => IsLetIn is null || IsLetIn == ShouldBeLetIn;
}

/// <summary>Does a listener that is configured as secure server refuse what it must?</summary>
public sealed record AcceptanceResult(ImmutableArray<AcceptanceOutcome> Cases)
{
    /// <summary>Those that are tried on a live scanner: few connections, no odd bytes.</summary>
    public static ImmutableArray<AcceptanceCase> Gentle { get; } =
        [AcceptanceCase.Good, AcceptanceCase.WithoutCertificate, AcceptanceCase.UnknownAuthority, AcceptanceCase.PlainText];

    public static ImmutableArray<AcceptanceCase> All { get; } = [.. Enum.GetValues<AcceptanceCase>()];

    public bool Ok => Cases.All(outcome => outcome.Ok);
}
