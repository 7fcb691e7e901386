using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Provisioner.Core.Certificates;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;

namespace Provisioner.Stores;

/// <summary>Windows' certificate stores; on Linux .NET's own of the current user, which tests use. A path is
/// <c>CurrentUser/My/fingerprint</c> or <c>LocalMachine/Root/fingerprint</c>. Keys are persisted and can be exported, so that what is
/// put there can be put back.</summary>
internal sealed class WindowsItems : IItems
{
    /// <summary>Friendly names are Windows' own.</summary>
    public bool KeepsNames => OperatingSystem.IsWindows();

    /// <summary>A store comes into being with its first entry.</summary>
    public bool Has(ConsolePath place) => true;

    public byte[]? Read(ConsolePath path) => With(path, OpenFlags.ReadOnly, (store, fingerprint) =>
    {
        using var found = Find(store, fingerprint);
        return found is null ? null : Entry(found)?.ToBytes();
    });

    public void Put(ConsolePath path, ReadOnlySpan<byte> bytes)
    {
        var entry = WindowsEntry.Read(bytes) ?? throw new IOException(path.Text);
        _ = With(path, OpenFlags.ReadWrite, (store, fingerprint) =>
        {
            using var old = Find(store, fingerprint);
            if (old is not null && !(OperatingSystem.IsWindows() && entry.HasKey))
            {
                store.Remove(old);
            }

            using var certificate = Platform(entry, IsMachine(path));
            if (OperatingSystem.IsWindows())
            {
                certificate.FriendlyName = entry.FriendlyName ?? "";
                WindowsProperties.Set(certificate.Handle, entry.Extended);
            }

            // On Windows it takes the old one's place at once, and keeps its properties: a key would be among them.
            store.Add(certificate);
            if (old is not null && !entry.HasKey)
            {
                DeleteKey(old);
            }

            return null;
        });
    }

    public void Remove(ConsolePath path) => _ = With(path, OpenFlags.ReadWrite, (store, fingerprint) =>
    {
        using var found = Find(store, fingerprint);
        if (found is not null)
        {
            store.Remove(found);
            DeleteKey(found);
        }

        return null;
    });

    public void Tidy(ConsolePath path)
    {
    }

    /// <summary>Every entry of a store; none when it does not exist.</summary>
    /// <exception cref="UnauthorizedAccessException">This system has no such store, or does not open it.</exception>
    /// <param name="place">E.g. <c>CurrentUser/My</c>.</param>
    public ImmutableArray<HeldFile> List(ConsolePath place)
    {
        try
        {
            using var opened = Open(place, OpenFlags.ReadOnly);
            return Entries(place, opened);
        }
        catch (CryptographicException fault)
        {
            throw new UnauthorizedAccessException(place.Text, fault);
        }
    }

    private static ImmutableArray<HeldFile> Entries(ConsolePath store, X509Store opened)
    {
        var files = ImmutableArray.CreateBuilder<HeldFile>();
        foreach (var certificate in opened.Certificates)
        {
            using (certificate)
            {
                if (Entry(certificate) is { } entry)
                {
                    var bytes = entry.ToBytes();
                    files.Add(new(store.Join(entry.Certificate.Fingerprint.ToString()), new(Sha256.Of(bytes), null, DateTimeOffset.UnixEpoch), bytes));
                }
            }
        }

        files.Sort((left, right) => string.CompareOrdinal(left.Path.Text, right.Path.Text));
        return files.ToImmutable();
    }

    private static byte[]? With(ConsolePath path, OpenFlags flags, Func<X509Store, Sha256, byte[]?> act)
    {
        if (path.Folder is not { } store || !Sha256.TryParse(path.Name, out var fingerprint))
        {
            throw new IOException(path.Text);
        }

        try
        {
            using var opened = Open(store, flags);
            return act(opened, fingerprint);
        }
        catch (CryptographicException fault)
        {
            throw new UnauthorizedAccessException(path.Text, fault);
        }
    }

    private static X509Store Open(ConsolePath path, OpenFlags flags)
    {
        var store = new X509Store(path.Name, IsMachine(path) ? StoreLocation.LocalMachine : StoreLocation.CurrentUser);
        try
        {
            store.Open(flags);
            return store;
        }
        catch (CryptographicException)
        {
            store.Dispose();
            throw;
        }
    }

    private static bool IsMachine(ConsolePath path) => path.Text.StartsWith("LocalMachine/", StringComparison.OrdinalIgnoreCase);

    private static X509Certificate2? Find(X509Store store, Sha256 fingerprint) =>
        store.Certificates.FirstOrDefault(certificate => Sha256.Of(certificate.RawData) == fingerprint);

    /// <returns><c>null</c> when the certificate cannot be read here.</returns>
    private static WindowsEntry? Entry(X509Certificate2 certificate)
    {
        if (!HeldCertificate.Read(certificate.RawData).TryGet(out var held, out _))
        {
            return null;
        }

        var key = certificate.HasPrivateKey ? Pkcs8(certificate) : null;
        return new()
        {
            FriendlyName = OperatingSystem.IsWindows() && certificate.FriendlyName is { Length: > 0 } name ? name : null,
            Extended = OperatingSystem.IsWindows() ? WindowsProperties.Read(certificate.Handle) : ImmutableSortedDictionary<uint, ReadOnlyMemory<byte>>.Empty,
            Certificate = held,
            Pkcs8 = key is null ? null : (ReadOnlyMemory<byte>?)key,
            IsLocked = certificate.HasPrivateKey && key is null,
        };
    }

    /// <returns><c>null</c> when the system keeps the key to itself.</returns>
    private static byte[]? Pkcs8(X509Certificate2 certificate)
    {
        try
        {
            using AsymmetricAlgorithm? key = certificate.GetRSAPrivateKey() ?? (AsymmetricAlgorithm?)certificate.GetECDsaPrivateKey();
            return key is not null && HeldKey.Read(key.ExportPkcs8PrivateKey()).TryGet(out var held, out _) ? held.Pkcs8.ToArray() : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static X509Certificate2 Platform(WindowsEntry entry, bool machine)
    {
        if (entry.Pkcs8 is not { } pkcs8)
        {
            return X509CertificateLoader.LoadCertificate(entry.Certificate.Der.Span);
        }

        using var bare = X509CertificateLoader.LoadCertificate(entry.Certificate.Der.Span);
        using var key = Key(entry.Certificate.Key.Algorithm, pkcs8.Span);
        using var keyed = key is RSA rsa ? bare.CopyWithPrivateKey(rsa) : bare.CopyWithPrivateKey((ECDsa)key);
        var where = OperatingSystem.IsWindows() && machine ? X509KeyStorageFlags.MachineKeySet : X509KeyStorageFlags.UserKeySet;
        return X509CertificateLoader.LoadPkcs12(keyed.Export(X509ContentType.Pfx), null, where | X509KeyStorageFlags.PersistKeySet | X509KeyStorageFlags.Exportable);
    }

    private static AsymmetricAlgorithm Key(KeyAlgorithm algorithm, ReadOnlySpan<byte> pkcs8)
    {
        AsymmetricAlgorithm key = algorithm == KeyAlgorithm.Ec ? ECDsa.Create() : RSA.Create();
        key.ImportPkcs8PrivateKey(pkcs8, out _);
        return key;
    }

    /// <summary>Windows keeps the key when its certificate goes, unless it is told.</summary>
    private static void DeleteKey(X509Certificate2 certificate)
    {
        if (!OperatingSystem.IsWindows())
        {
            return;
        }

        using var rsa = certificate.GetRSAPrivateKey();
        using var curve = certificate.GetECDsaPrivateKey();
        ((rsa as RSACng)?.Key ?? (curve as ECDsaCng)?.Key)?.Delete();
    }
}
