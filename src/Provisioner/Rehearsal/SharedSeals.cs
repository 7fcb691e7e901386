using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Keys;
using Provisioner.Sticks;

namespace Provisioner.Rehearsal;

/// <summary>Keys, signatures and verified journals that many rehearsals of one run share: each is real, and made once.</summary>
internal sealed class SealPool
{
    private readonly ConcurrentDictionary<int, PoolKey> _keys = [];
    private readonly ConcurrentDictionary<string, PoolKey> _byName = [];
    private readonly ConditionalWeakTable<byte[], Known> _verified = [];

    public PoolKey Key(int number) => _keys.GetOrAdd(number, _ => new()) is var key && _byName.TryAdd(key.Public.Base64, key) ? key : key;

    public PoolKey? Find(VerifyingKey key) => _byName.GetValueOrDefault(key.Base64);

    /// <summary>The same arrays hold the same journals.</summary>
    public StickLedger Verify(StickTrust trust, ImmutableArray<JournalBytes> files)
    {
        if (files.IsEmpty)
        {
            return StickLedger.Read(trust, files);
        }

        var known = _verified.GetOrCreateValue(files[^1].Bytes);
        lock (known)
        {
            if (known.Ledger is null || !known.Files.Select(file => file.Bytes).SequenceEqual(files.Select(file => file.Bytes), ReferenceEqualityComparer.Instance))
            {
                (known.Files, known.Ledger) = (files, StickLedger.Read(trust, files));
            }

            return known.Ledger;
        }
    }

    private sealed class Known
    {
        public ImmutableArray<JournalBytes> Files { get; set; } = [];

        public StickLedger? Ledger { get; set; }
    }
}

/// <summary>One key of the pool; disposing of it at its user's does nothing.</summary>
internal sealed class PoolKey : ISealKey
{
    private readonly SealKey _key = SealKey.Create();
    private readonly ConcurrentDictionary<Sha256, byte[]> _signed = [];
    private byte[]? _file;

    public VerifyingKey Public => _key.Public;

    public byte[] Sign(Sha256 hash)
    {
        if (!_signed.TryGetValue(hash, out var signature))
        {
            lock (_key)
            {
                _signed[hash] = signature = _key.Sign(hash);
            }
        }

        return signature;
    }

    public byte[] Protect(Secret passphrase)
    {
        lock (_key)
        {
            return _file ??= _key.Protect(passphrase, isRehearsal: true);
        }
    }

    /// <summary>Whether these are the bytes that <see cref="Protect"/> gave.</summary>
    public bool IsIn(byte[] file) => _file is { } own && own.AsSpan().SequenceEqual(file);

    public void Dispose()
    {
    }
}

/// <summary>The pool's keys in the order in which one process needs them: which, follows from how much is sealed.</summary>
internal sealed class SharedSeals(SealPool pool, MemoryDisk disk) : ISeals
{
    private int _drawn, _at = -1;

    public ISealKey Create()
    {
        _drawn = _at == disk.Seals ? _drawn + 1 : 0;
        _at = disk.Seals;
        return pool.Key((_at * 4) + _drawn);
    }

    public byte[] Protect(ISealKey key, Secret passphrase, bool isRehearsal) => ((PoolKey)key).Protect(passphrase);

    public Checked<ISealKey> Unprotect(byte[] bytes, VerifyingKey wanted, Secret passphrase, bool isRehearsal) =>
        pool.Find(wanted) is { } key && key.IsIn(bytes)
            ? Good(key)
            : SealKey.Unprotect(bytes, wanted, passphrase, isRehearsal).Select(read => (ISealKey)read);

    public StickLedger Verify(StickTrust trust, ImmutableArray<JournalBytes> files) => pool.Verify(trust, files);

    private static Checked<ISealKey> Good(PoolKey key) => ((Checked<PoolKey>)key).Select(found => (ISealKey)found);
}
