using System.Collections.Immutable;
using Provisioner.Core.Certificates;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Changes;

/// <summary>Store kind <c>pem-folder</c>: each entry a certificate file, its private key a file beside it (or in the same one).</summary>
public static class PemFolder
{
    /// <summary>Plans to put a certificate, with its key where one is given, into the slot.</summary>
    /// <param name="now">What lies there, read in this same step.</param>
    /// <param name="wanted">The entry's name; the slot's fixed name comes first.</param>
    /// <param name="certificatePem">The certificate, then the chain above it in any order.</param>
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
        using var file = CertificateFile.Read("", certificatePem);
        using var keys = CertificateFile.Read("", keyPem ?? default);
        if (keyPem is not null && layout.KeyFile is not null && !keys.Keys.Any())
        {
            return Problem.Of("STORE-006", ("slot", layout.Path.Text), ("name", wanted.Text));
        }

        return Store.PlanImport(StoreKind.PemFolder, layout, now, new()
        {
            Wanted = wanted,
            Certificates = [.. file.Certificates],
            Key = keys.Keys.FirstOrDefault(),
            NamesInUse = namesInUse,
        });
    }

    /// <summary>The entries that lie in the slot: files that have the form of a certificate's file, with what can be read of them.</summary>
    public static ImmutableArray<StoreEntry> Entries(SlotLayout layout, SlotContents now) =>
        [.. from file in now.Files
            where !OpensslFolder.IsHashLink(now, file.Path)
            let name = NameIn(layout.CertificateFile, file.Path.Name)
            where name is not null
            let certificates = Certificates(file)
            where !certificates.IsEmpty || layout.KeyFile is null || NameIn(layout.KeyFile, file.Path.Name) is null
            select new StoreEntry(name, certificates, file, KeyOf(layout, now, name, file))];

    internal static Checked<Plan> PlanImport(SlotLayout layout, SlotContents now, StoreImport import) =>
        import.Key is not null && layout.KeyFile is null
            ? Problem.Of("STORE-002", ("slot", layout.Path.Text))
            : new PemFolderImport(layout, now, import).Plan();

    internal static Plan Removal(IEnumerable<StoreEntry> entries)
    {
        var plan = new PlanBuilder([]);
        Remove(plan, entries);
        return plan.Build();
    }

    internal static void Remove(PlanBuilder plan, IEnumerable<StoreEntry> entries)
    {
        foreach (var entry in entries)
        {
            plan.Remove(entry.File, [.. entry.Certificates.Take(1).Select(leaf => $"- {leaf.Subject}, SHA-256 {leaf.Fingerprint}")]);
            if (entry.Key is { } key && key != entry.File)
            {
                plan.Remove(key, [$"- private key, file's SHA-256 {key.State.Digest}"]);
            }
        }
    }

    internal static ConsolePath CertificatePath(SlotLayout layout, string name) => layout.Path.Join(Named(layout.CertificateFile, name));

    internal static ConsolePath KeyPath(SlotLayout layout, string name) => layout.Path.Join(Named(layout.KeyFile!, name));

    internal static bool HoldsKeyOf(HeldFile file, HeldCertificate certificate)
    {
        using var read = CertificateFile.Read(file.Path.Text, file.Bytes);
        return read.Keys.Any(key => key.Fits(certificate));
    }

    private static ImmutableArray<HeldCertificate> Certificates(HeldFile file)
    {
        using var read = CertificateFile.Read(file.Path.Text, file.Bytes);
        return [.. read.Certificates];
    }

    private static HeldFile? KeyOf(SlotLayout layout, SlotContents now, string name, HeldFile certificate)
    {
        if (layout.KeyFile is null)
        {
            return null;
        }

        using var own = CertificateFile.Read(certificate.Path.Text, certificate.Bytes);
        return layout.KeyFile != layout.CertificateFile ? now.Find(KeyPath(layout, name)) : own.Keys.Any() ? certificate : null;
    }

    private static string Named(string pattern, string name) => pattern.Replace("{name}", name, StringComparison.Ordinal);

    /// <summary>What stands for <c>{name}</c>; <c>null</c> when the file has not this form. A pattern without it has one entry, named as the file.</summary>
    private static string? NameIn(string pattern, string file)
    {
        if (pattern.Split("{name}") is not [var before, var after])
        {
            return Store.Is(pattern, file) ? file : null;
        }

        return file.Length > before.Length + after.Length
            && file.StartsWith(before, StringComparison.OrdinalIgnoreCase) && file.EndsWith(after, StringComparison.OrdinalIgnoreCase)
            ? file[before.Length..^after.Length]
            : null;
    }
}
