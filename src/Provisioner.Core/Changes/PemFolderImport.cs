using System.Collections.Immutable;
using Provisioner.Core.Certificates;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Changes;

/// <summary>Decides where one certificate goes among what lies in a slot's folder.</summary>
internal sealed class PemFolderImport(SlotLayout layout, SlotContents now, StoreImport import)
{
    private readonly ImmutableArray<StoreEntry> _entries = PemFolder.Entries(layout, now);
    private readonly ImmutableArray<HeldCertificate> _certificates = PemForm.Kept(layout, import.Certificates);

    private HeldCertificate Own => _certificates[0];

    private bool OneFile => layout.KeyFile == layout.CertificateFile;

    public Checked<Plan> Plan() => _entries.FirstOrDefault(IsSame) is { } held
        ? EntryPlace.Already(held)
        : EntryPlace.Find(layout, _entries, import, IsTaken).Then(place => Write(place).Select(plan => plan with { Overwrites = place.Overwrites(layout, import) }));

    /// <summary>The same certificate, and the same key where one comes with it, in whatever form it lies: there is nothing to do.</summary>
    private bool IsSame(StoreEntry entry) => entry.Leaf == Own
        && (import.Key is null || (entry.Key is { } key && PemFolder.HoldsKeyOf(key, Own)))
        && (_certificates.All(entry.Certificates.Contains) || import.IsInUse(entry.Name));

    private bool IsTaken(string name) => now.Find(PemFolder.CertificatePath(layout, name)) is not null
        || (import.Key is not null && now.Find(PemFolder.KeyPath(layout, name)) is not null);

    private Checked<Plan> Write(EntryPlaceFound place)
    {
        // A certificate alone takes the place of an entry with a key only when it is for that very key.
        if (import.Key is null && place.Replaced?.Key is { } kept && (OneFile || !PemFolder.HoldsKeyOf(kept, Own)))
        {
            return Problem.Of("STORE-006", ("slot", layout.Path.Text), ("name", place.Name.Text));
        }

        var plan = new PlanBuilder(now.MissingFolders, layout.KeyFile is not null);
        var certificatePath = PemFolder.CertificatePath(layout, place.Name.Text);
        var certificateBytes = PemForm.Certificates(layout, _certificates);
        if (import.Key is not { } key)
        {
            plan.Write(now.Find(certificatePath), certificatePath, certificateBytes, ownerOnly: false, PemForm.Facts(_certificates));
            return plan.Build(new(place.Name, certificatePath, null, Already: false));
        }

        var keyBytes = PemForm.Key(layout, key);
        if (OneFile)
        {
            plan.Write(now.Find(certificatePath), certificatePath, (byte[])[.. certificateBytes, .. keyBytes], ownerOnly: true, [.. PemForm.Facts(_certificates), "+ private key"]);
            return plan.Build(new(place.Name, certificatePath, certificatePath, Already: false));
        }

        // The certificate after its key: a service that starts in between finds no certificate without its key.
        var keyPath = PemFolder.KeyPath(layout, place.Name.Text);
        plan.Write(now.Find(keyPath), keyPath, keyBytes, ownerOnly: true, [$"+ private key, file's SHA-256 {Sha256.Of(keyBytes)}"]);
        plan.Write(now.Find(certificatePath), certificatePath, certificateBytes, ownerOnly: false, PemForm.Facts(_certificates));
        return plan.Build(new(place.Name, certificatePath, keyPath, Already: false));
    }
}
