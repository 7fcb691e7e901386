using System.Collections.Immutable;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates;

/// <summary>How a file is written, told from its bytes. The word in JSON is the lower-case name.</summary>
public enum FileEncoding
{
    /// <summary>Nothing that is known here.</summary>
    Unknown,
    Pem,
    Der,
    Pkcs7,
    Pkcs12,
    Zip,
}

/// <summary>One thing in a file.</summary>
public abstract record FileItem
{
    private FileItem()
    {
    }

    /// <summary>Name that the container gives it (PKCS#12 friendly name), or <c>null</c>.</summary>
    public string? Alias { get; init; }

    /// <summary>What else the container states of it (PKCS#12), the name included.</summary>
    public ImmutableArray<BagAttribute> Attributes { get; init; } = [];

    public sealed record Certificate(HeldCertificate Held) : FileItem;

    /// <param name="Encrypted">Whether it lay encrypted in the file.</param>
    public sealed record Key(HeldKey Held, bool Encrypted) : FileItem;

    /// <summary>An encrypted key that the given passwords do not open; the file's problems say why.</summary>
    public sealed record LockedKey : FileItem;

    public sealed record Request(HeldRequest Held) : FileItem;

    public sealed record RevocationList(HeldRevocationList Held) : FileItem;
}

/// <summary>What is in a file, and what is wrong with it: both can be there. Owns the keys.</summary>
public sealed record ReadFile(string Name, FileEncoding Encoding, ImmutableArray<FileItem> Items, ImmutableArray<Problem> Problems) : IDisposable
{
    /// <summary>In the file's order.</summary>
    public IEnumerable<HeldCertificate> Certificates => Items.OfType<FileItem.Certificate>().Select(item => item.Held);

    public IEnumerable<HeldKey> Keys => Items.OfType<FileItem.Key>().Select(item => item.Held);

    public IEnumerable<HeldRequest> Requests => Items.OfType<FileItem.Request>().Select(item => item.Held);

    public IEnumerable<HeldRevocationList> RevocationLists => Items.OfType<FileItem.RevocationList>().Select(item => item.Held);

    /// <summary>With keys of its own.</summary>
    public ReadFile Copy() => this with { Items = [.. Items.Select(item => item is FileItem.Key key ? key with { Held = key.Held.Copy() } : item)] };

    public void Dispose()
    {
        foreach (var key in Keys)
        {
            key.Dispose();
        }
    }
}
