using System.Collections.Concurrent;
using System.Collections.Immutable;
using Provisioner.Core.Certificates;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;

namespace Provisioner.Stores;

/// <summary>Opens files. What was found in key stores is kept by their bytes: opening one takes thousands of rounds, and a run looks
/// into it many times. Certificates and what is encrypted; no key in the clear.</summary>
internal class OpenedFiles
{
    private readonly ConcurrentDictionary<(Slot Slot, Sha256 Bytes), ImmutableArray<StoreEntry>> _known = [];

    /// <summary>Key stores that are known already; <c>null</c>: each is opened and written anew.</summary>
    public virtual KeyStoreMemory? KeyStores => null;

    /// <param name="open">Only where the bytes were not seen before, or did not open then.</param>
    public Checked<ImmutableArray<StoreEntry>> Entries(Slot slot, Sha256 bytes, Func<Checked<ImmutableArray<StoreEntry>>> open) =>
        _known.TryGetValue((slot, bytes), out var known) ? known : open().Select(entries => _known[(slot, bytes)] = entries);

    /// <summary>As <see cref="CertificateFile.Read(string, ReadOnlyMemory{byte}, Secret, ReadingBudget)"/>; its user disposes of it.</summary>
    public virtual ReadFile Read(string name, ReadOnlyMemory<byte> bytes, Secret? password = null) => CertificateFile.Read(name, bytes, password);

    /// <summary>The value at a key of a settings file.</summary>
    public virtual Checked<FoundSetting> Setting(SettingsKind kind, HeldFile file, string key) => SettingsFile.For(kind).Read(file.Bytes.Span, key);
}
