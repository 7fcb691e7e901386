using System.Collections.Immutable;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates;

/// <summary>Reads certificate, chain and private key out of one file: PEM with both, or PKCS#12. Of several certificates for one key the one
/// that lasts longest is taken; of several keys none.</summary>
public static class IdentityReader
{
    public static Checked<Identity> Read(string name, ReadOnlyMemory<byte> bytes, Secret? password = null, ReadingBudget? budget = null) =>
        From(name, [CertificateFile.Read(name, bytes, password, budget)]);

    /// <summary>From several files together, as when certificate and key lie apart. Takes over the key it uses; the others are destroyed.</summary>
    /// <param name="name">For the texts of problems.</param>
    public static Checked<Identity> From(string name, ImmutableArray<ReadFile> files)
    {
        var keys = files.SelectMany(file => file.Keys).ToArray();
        var certificates = files.SelectMany(file => file.Certificates).Distinct().ToImmutableArray();
        var pairs = (from key in keys
                     from certificate in certificates
                     where key.Fits(certificate)
                     orderby certificate.NotAfter descending
                     select (Key: key, Leaf: certificate)).ToArray();
        var chosen = pairs.Select(pair => pair.Key.Public).Distinct().Count() == 1 ? pairs[0].Key : null;
        foreach (var other in keys.Where(key => key != chosen))
        {
            other.Dispose();
        }

        return chosen is not null ? new Identity(pairs[0].Leaf, Paths.Chain.Above(pairs[0].Leaf, certificates), chosen) { Properties = PropertiesOf(files, chosen) }
            : pairs.Length > 0 ? Problem.Of("CERT-137", ("file", name), ("count", $"{pairs.Length}"), ("certificates", string.Join("; ", pairs.Select(pair => pair.Leaf.Subject.ToString()).Distinct())))
            : Missing(name, files, keys, certificates);
    }

    /// <summary>What the files state of the key, and of each certificate in them.</summary>
    public static BagProperties PropertiesOf(ImmutableArray<ReadFile> files, HeldKey key)
    {
        var items = files.SelectMany(file => file.Items).Where(item => !item.Attributes.IsEmpty).ToArray();
        return new(
            items.OfType<FileItem.Key>().FirstOrDefault(item => item.Held == key)?.Attributes ?? [],
            items.OfType<FileItem.Certificate>().DistinctBy(item => item.Held.Fingerprint).ToImmutableDictionary(item => item.Held.Fingerprint, item => item.Attributes));
    }

    private static ImmutableArray<Problem> Missing(
        string name, ImmutableArray<ReadFile> files, HeldKey[] keys, ImmutableArray<HeldCertificate> certificates)
    {
        ImmutableArray<Problem> found = [.. files.SelectMany(file => file.Problems)];
        return keys.Length > 0 && certificates.Length > 0 ? [.. found, Problem.Of("CERT-101", ("file", name), ("certificate", certificates[0].Subject.ToString()))]
            : keys.Length == 0 && certificates.Length > 0 && found.IsEmpty ? [Problem.Of("CERT-018", ("file", name))]
            : certificates.Length == 0 && found.IsEmpty ? [Problem.Of("CERT-019", ("file", name))]
            : found;
    }
}
