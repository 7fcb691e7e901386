using System.Collections.Concurrent;
using Provisioner.Core.Certificates;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Stores;

namespace Provisioner.Rehearsal;

/// <summary>Files that many rehearsals meet are opened once each, by their bytes; a key store that comes about in the same way is written
/// once. The keys in it are a rehearsal's own.</summary>
internal sealed class SharedFiles : OpenedFiles
{
    private readonly ConcurrentDictionary<(string Name, Sha256 Bytes, Sha256? Password), ReadFile> _read = [];
    private readonly ConcurrentDictionary<(SettingsKind, Sha256 Bytes, string Key), Checked<FoundSetting>> _settings = [];

    public override KeyStoreMemory KeyStores { get; } = new();

    public override ReadFile Read(string name, ReadOnlyMemory<byte> bytes, Secret? password = null) =>
        _read.GetOrAdd((name, Sha256.Of(bytes.Span), password?.WithUtf8(utf8 => Sha256.Of(utf8))), _ => base.Read(name, bytes, password)).Copy();

    public override Checked<FoundSetting> Setting(SettingsKind kind, HeldFile file, string key) =>
        _settings.GetOrAdd((kind, file.State.Digest, key), _ => base.Setting(kind, file, key));
}
