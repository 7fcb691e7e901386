using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Changes;

/// <summary>Decides where one certificate goes among what lies in a slot.</summary>
internal sealed class PemFolderImport(
    SlotLayout layout,
    SlotContents now,
    ImmutableArray<ReadOnlyMemory<byte>> certificates,
    ReadOnlyMemory<byte>? key,
    IReadOnlySet<string> namesInUse)
{
    private readonly ImmutableArray<PemEntry> _entries = PemFolder.Entries(layout, now);
    private readonly Sha256 _fingerprint = Sha256.Of(certificates[0].Span);
    private readonly byte[] _certificateBytes = CertificateBytes(layout, certificates);
    private readonly byte[]? _keyBytes = key is { } pem ? PemText.WithLineEnds(pem.Span, layout.WindowsLines) : null;

    private bool OneFile => layout.KeyFile == layout.CertificateFile;

    public Checked<Plan> Plan(EntryName wanted)
    {
        var name = layout.FixedName is { } fixedName ? EntryName.From(fixedName) : wanted;
        if (_entries.FirstOrDefault(IsSame) is { } held)
        {
            return Nothing(held);
        }

        var free = Free(name);
        return _entries.Length >= layout.MostEntries && !_entries.Any(entry => Is(entry.Name, free.Text))
            ? Full(layout.MostEntries.Value)
            : Write(free);
    }

    /// <summary>The same certificate, and the same key where one comes with it: there is nothing to do.</summary>
    private bool IsSame(PemEntry entry) => entry.Fingerprint == _fingerprint
        && (_keyBytes is null || (OneFile ? PemText.HasKey(entry.File.Bytes.Span) : entry.Key?.State.Digest == Sha256.Of(_keyBytes)));

    private static Plan Nothing(PemEntry held) => Changes.Plan.Nothing with
    {
        Placed = new(EntryName.From(held.Name), held.File.Path, held.Key?.Path, Already: true),
    };

    /// <summary>The name, or the next one beside it when it is taken by what must stay: an entry in use elsewhere, a file that
    /// is no entry, or, in slots with free names, any other certificate.</summary>
    private EntryName Free(EntryName name) =>
        Enumerable.Range(1, int.MaxValue).Select(n => n == 1 ? name : name.Beside(n)).First(IsFree);

    private bool IsFree(EntryName name)
    {
        var held = _entries.FirstOrDefault(entry => Is(entry.Name, name.Text));
        return held is null
            ? now.Find(PemFolder.CertificatePath(layout, name.Text)) is null && (_keyBytes is null || now.Find(PemFolder.KeyPath(layout, name.Text)) is null)
            : !namesInUse.Any(used => Is(used, name.Text)) && (held.Fingerprint == _fingerprint || (layout.FixedName is not null));
    }

    private Checked<Plan> Write(EntryName name)
    {
        var plan = new PlanBuilder(now.MissingFolders, layout.KeyFile is not null);
        var certificatePath = PemFolder.CertificatePath(layout, name.Text);
        if (OneFile && _keyBytes is not null)
        {
            plan.Write(now.Find(certificatePath), certificatePath, (byte[])[.. _certificateBytes, .. _keyBytes], ownerOnly: true, Facts("certificate and private key"));
            return plan.Build(new(name, certificatePath, certificatePath, Already: false));
        }

        plan.Write(now.Find(certificatePath), certificatePath, _certificateBytes, ownerOnly: false, Facts("certificate"));
        if (_keyBytes is null)
        {
            return plan.Build(new(name, certificatePath, null, Already: false));
        }

        var keyPath = PemFolder.KeyPath(layout, name.Text);
        plan.Write(now.Find(keyPath), keyPath, _keyBytes, ownerOnly: true, [$"+ private key, file's SHA-256 {Sha256.Of(_keyBytes)}"]);
        return plan.Build(new(name, certificatePath, keyPath, Already: false));
    }

    private ImmutableArray<string> Facts(string what) =>
        [$"+ {what}, certificate's SHA-256 {_fingerprint}", .. certificates.Skip(1).Select(above => $"+ chain, SHA-256 {Sha256.Of(above.Span)}")];

    private Problem Full(int most) => Problem.Of(
        "STORE-003", ("slot", layout.Path.Text), ("count", most.ToString(CultureInfo.InvariantCulture)), ("names", string.Join(", ", _entries.Select(entry => entry.Name))));

    private static byte[] CertificateBytes(SlotLayout layout, ImmutableArray<ReadOnlyMemory<byte>> certificates)
    {
        var kept = layout.WithChain ? certificates : certificates[..1];
        return PemText.WithLineEnds(Encoding.ASCII.GetBytes(string.Concat(kept.Select(der => PemText.Certificate(der.Span)))), layout.WindowsLines);
    }

    private static bool Is(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
