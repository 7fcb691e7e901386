using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Provisioner.Core.Certificates;
using Provisioner.Core.Certificates.Paths;
using Provisioner.Core.Certificates.Writing;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Changes;

/// <summary>Decides where one certificate goes among what lies in a slot.</summary>
internal sealed class PemFolderImport
{
    private readonly SlotLayout _layout;
    private readonly SlotContents _now;
    private readonly IReadOnlySet<string> _namesInUse;
    private readonly ImmutableArray<StoreEntry> _entries;
    private readonly ImmutableArray<HeldCertificate> _certificates;
    private readonly byte[] _certificateBytes;
    private readonly byte[]? _keyBytes;

    /// <param name="certificates">The entry's own first.</param>
    public PemFolderImport(
        SlotLayout layout, SlotContents now, ImmutableArray<HeldCertificate> certificates, ReadOnlyMemory<byte>? key, IReadOnlySet<string> namesInUse)
    {
        (_layout, _now, _namesInUse, _entries) = (layout, now, namesInUse, PemFolder.Entries(layout, now));
        _certificates = [Leaf(certificates), .. layout.WithChain ? Chain.Above(Leaf(certificates), certificates).Where(above => layout.WithRoot || !above.IsSelfIssued) : []];
        _certificateBytes = Lines(Text());
        _keyBytes = key is { } pem ? Lines(Encoding.Latin1.GetString(pem.Span)) : null;
    }

    private HeldCertificate Own => _certificates[0];

    private bool OneFile => _layout.KeyFile == _layout.CertificateFile;

    public Checked<Plan> Plan(EntryName wanted)
    {
        if (_entries.FirstOrDefault(IsSame) is { } held)
        {
            return Nothing(held);
        }

        var name = Free(_layout.FixedName is { } fixedName ? EntryName.From(fixedName) : wanted);
        return _entries.Length >= _layout.MostEntries && !_entries.Any(entry => PemFolder.Is(entry.Name, name.Text))
            ? Full(_layout.MostEntries.Value)
            : Write(name);
    }

    /// <summary>The same certificate, and the same key where one comes with it: there is nothing to do. In whatever form it lies.</summary>
    private bool IsSame(StoreEntry entry) => entry.Leaf == Own
        && (_keyBytes is null || (entry.Key is { } key && PemFolder.HoldsKeyOf(key, Own)))
        && (_certificates.All(entry.Certificates.Contains) || IsInUse(entry.Name));

    private bool IsInUse(string name) => _namesInUse.Any(used => PemFolder.Is(used, name));

    private static Plan Nothing(StoreEntry held) => Changes.Plan.Nothing with
    {
        Placed = new(EntryName.From(held.Name), held.File.Path, held.Key?.Path, Already: true),
    };

    /// <summary>The name, or the next one beside it when it is taken by what must stay: an entry in use elsewhere, a file that
    /// is no entry, or, in slots with free names, any other certificate.</summary>
    private EntryName Free(EntryName name) =>
        Enumerable.Range(1, int.MaxValue).Select(n => n == 1 ? name : name.Beside(n)).First(IsFree);

    private bool IsFree(EntryName name) =>
        _entries.FirstOrDefault(entry => PemFolder.Is(entry.Name, name.Text)) is { } held
            ? !IsInUse(name.Text) && (held.Leaf == Own || _layout.FixedName is not null)
            : _now.Find(PemFolder.CertificatePath(_layout, name.Text)) is null
                && (_keyBytes is null || _now.Find(PemFolder.KeyPath(_layout, name.Text)) is null);

    private Checked<Plan> Write(EntryName name)
    {
        // A certificate alone takes the place of an entry with a key only when it is for that very key.
        if (_keyBytes is null && _entries.FirstOrDefault(entry => PemFolder.Is(entry.Name, name.Text))?.Key is { } kept
            && (OneFile || !PemFolder.HoldsKeyOf(kept, Own)))
        {
            return Problem.Of("STORE-006", ("slot", _layout.Path.Text), ("name", name.Text));
        }

        var plan = new PlanBuilder(_now.MissingFolders, _layout.KeyFile is not null);
        var certificatePath = PemFolder.CertificatePath(_layout, name.Text);
        if (OneFile && _keyBytes is not null)
        {
            plan.Write(_now.Find(certificatePath), certificatePath, (byte[])[.. _certificateBytes, .. _keyBytes], ownerOnly: true, [.. Facts(), "+ private key"]);
            return plan.Build(new(name, certificatePath, certificatePath, Already: false));
        }

        // The certificate after its key: a service that starts in between finds no certificate without its key.
        var keyPath = _keyBytes is null ? (ConsolePath?)null : PemFolder.KeyPath(_layout, name.Text);
        if (keyPath is { } path)
        {
            plan.Write(_now.Find(path), path, _keyBytes, ownerOnly: true, [$"+ private key, file's SHA-256 {Sha256.Of(_keyBytes)}"]);
        }

        plan.Write(_now.Find(certificatePath), certificatePath, _certificateBytes, ownerOnly: false, Facts());
        return plan.Build(new(name, certificatePath, keyPath, Already: false));
    }

    private ImmutableArray<string> Facts() =>
    [
        $"+ {Own.Subject}",
        $"+ issued by {Own.Issuer}",
        string.Create(CultureInfo.InvariantCulture, $"+ valid {Own.NotBefore:yyyy-MM-dd} to {Own.NotAfter:yyyy-MM-dd}"),
        $"+ SHA-256 {Own.Fingerprint}",
        .. _certificates.Skip(1).Select(above => $"+ with {above.Subject}"),
    ];

    private string Text() => string.Concat(_certificates.Select(certificate =>
        (_layout.LeadingText ? $"subject={certificate.Subject}\nissuer={certificate.Issuer}\n" : "") + PemText.Block("CERTIFICATE", certificate.Der.Span)));

    private byte[] Lines(string text) =>
        Encoding.UTF8.GetBytes((text.ReplaceLineEndings("\n").TrimEnd('\n') + "\n").ReplaceLineEndings(_layout.WindowsLines ? "\r\n" : "\n"));

    private Problem Full(int most) => Problem.Of(
        "STORE-003", ("slot", _layout.Path.Text), ("count", most.ToString(CultureInfo.InvariantCulture)), ("names", string.Join(", ", _entries.Select(entry => entry.Name))));

    private static HeldCertificate Leaf(ImmutableArray<HeldCertificate> certificates) => certificates[0];
}
