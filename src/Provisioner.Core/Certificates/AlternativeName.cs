namespace Provisioner.Core.Certificates;

/// <summary>Kinds of subject alternative name (RFC 5280, 4.2.1.6).</summary>
public enum NameKind
{
    Other,
    Email,
    Dns,
    X400,
    Directory,
    EdiParty,
    Uri,
    Ip,
    RegisteredId,
}

/// <summary>One name of a certificate besides its subject.</summary>
/// <param name="Text">As people write it: <c>mr2.hospital.local</c>, <c>10.1.2.3</c>; empty for kinds that have no text.</param>
public sealed record AlternativeName(NameKind Kind, string Text)
{
    /// <summary>IP: 4 or 16 bytes, in a constraint with as many of mask; otherwise the content.</summary>
    internal ReadOnlyMemory<byte> Raw { get; init; }

    /// <summary>Kind <see cref="NameKind.Directory"/> only.</summary>
    public DistinguishedName? Directory { get; init; }

    /// <summary><c>DNS:mr2</c>, <c>IP:10.1.2.3</c>, as <c>openssl</c> writes it.</summary>
    public override string ToString() => Kind switch
    {
        NameKind.Dns => $"DNS:{Text}",
        NameKind.Ip => $"IP:{Text}",
        NameKind.Email => $"email:{Text}",
        NameKind.Uri => $"URI:{Text}",
        NameKind.Directory => $"DirName:{Directory}",
        _ => Kind.ToString(),
    };
}
