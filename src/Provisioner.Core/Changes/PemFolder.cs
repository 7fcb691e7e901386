using System.Collections.Immutable;
using System.Text;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Changes;

/// <summary>Store kind <c>pem-folder</c>: each entry a PEM file, its private key a file beside it (or in the same one).</summary>
public static class PemFolder
{
    /// <summary>Plans to put a certificate, with its key where one is given, into the slot.</summary>
    /// <param name="now">What lies there, read in this same step.</param>
    /// <param name="wanted">The entry's name; the slot's fixed name comes first.</param>
    /// <param name="certificatePem">The certificate, then the chain above it.</param>
    /// <param name="keyPem">Its private key, not encrypted; <c>null</c> for certificates of others.</param>
    /// <param name="namesInUse">Entries that a listener presents or an unbound settings file names: never altered.</param>
    /// <returns>A plan with <see cref="Plan.Placed"/>; without changes when the entry is there already.</returns>
    public static Checked<Plan> PlanImport(
        SlotLayout layout,
        SlotContents now,
        EntryName wanted,
        ReadOnlyMemory<byte> certificatePem,
        ReadOnlyMemory<byte>? keyPem,
        IReadOnlySet<string> namesInUse)
    {
        var certificates = PemText.Certificates(certificatePem.Span);
        return certificates.IsEmpty ? Problem.Of("STORE-001", ("slot", layout.Path.Text))
            : keyPem is not null && layout.KeyFile is null ? Problem.Of("STORE-002", ("slot", layout.Path.Text))
            : new PemFolderImport(layout, now, certificates, keyPem, namesInUse).Plan(wanted);
    }

    /// <summary>The entries that lie in the slot: files that have the form of a certificate's file.</summary>
    public static ImmutableArray<PemEntry> Entries(SlotLayout layout, SlotContents now) =>
        [.. from file in now.Files
            let name = NameIn(layout.CertificateFile, file.Path.Name)
            where name is not null
            let certificates = PemText.Certificates(file.Bytes.Span)
            where !certificates.IsEmpty || layout.KeyFile is null || NameIn(layout.KeyFile, file.Path.Name) is null
            select new PemEntry(name, file, certificates, KeyOf(layout, now, name, file))];

    internal static ConsolePath CertificatePath(SlotLayout layout, string name) => layout.Path.Join(Named(layout.CertificateFile, name));

    internal static ConsolePath KeyPath(SlotLayout layout, string name) => layout.Path.Join(Named(layout.KeyFile!, name));

    private static HeldFile? KeyOf(SlotLayout layout, SlotContents now, string name, HeldFile certificate) =>
        layout.KeyFile is null ? null
        : layout.KeyFile == layout.CertificateFile ? (PemText.HasKey(certificate.Bytes.Span) ? certificate : null)
        : now.Find(KeyPath(layout, name));

    private static string Named(string pattern, string name) => pattern.Replace("{name}", name, StringComparison.Ordinal);

    /// <summary>What stands for <c>{name}</c>; <c>null</c> when the file has not this form. A pattern without it has one entry, named as the file.</summary>
    private static string? NameIn(string pattern, string file)
    {
        if (pattern.Split("{name}") is not [var before, var after])
        {
            return string.Equals(pattern, file, StringComparison.OrdinalIgnoreCase) ? file : null;
        }

        return file.Length > before.Length + after.Length
            && file.StartsWith(before, StringComparison.OrdinalIgnoreCase) && file.EndsWith(after, StringComparison.OrdinalIgnoreCase)
            ? file[before.Length..^after.Length]
            : null;
    }
}

/// <summary>One entry of a folder of PEM files.</summary>
/// <param name="Name">As the file is named; not necessarily one that <see cref="EntryName"/> allows.</param>
/// <param name="Certificates">DER, in the file's order; empty when nothing in it can be read.</param>
/// <param name="Key">The file with its private key; <c>null</c> when there is none.</param>
public sealed record PemEntry(string Name, HeldFile File, ImmutableArray<ReadOnlyMemory<byte>> Certificates, HeldFile? Key)
{
    /// <summary>SHA-256 over the first certificate's DER; <c>null</c> when there is none.</summary>
    public Sha256? Fingerprint => Certificates.IsEmpty ? null : Sha256.Of(Certificates[0].Span);
}
