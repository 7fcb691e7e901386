using System.Collections.Concurrent;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Changes;

/// <summary>Key stores that were opened or written before. Opening one takes ten thousand rounds, and no two writings are equal: a
/// rehearsal, which meets the same stores a thousand times, gets each again. Keys are in it as in the files: encrypted.</summary>
public sealed class KeyStoreMemory
{
    private readonly ConcurrentDictionary<(Sha256 Bytes, Sha256 Password), KeyStoreFile> _opened = [];
    private readonly ConcurrentDictionary<(string What, Sha256 Password), byte[]> _written = [];
    private readonly Lock _gate = new();

    internal Checked<KeyStoreFile> Open(HeldFile file, Secret password)
    {
        var key = (Sha256.Of(file.Bytes.Span), Digest(password));
        return _opened.TryGetValue(key, out var known)
            ? known.Copy()
            : KeyStoreFile.Read(file.Path.Text, file.Bytes, password).Select(opened => (_opened[key] = opened).Copy());
    }

    /// <param name="what">Names what is written: equal for equal contents.</param>
    internal byte[] Write(string what, Secret password, Func<byte[]> write)
    {
        lock (_gate)
        {
            return _written.GetOrAdd((what, Digest(password)), _ => write());
        }
    }

    private static Sha256 Digest(Secret password) => password.WithUtf8(utf8 => Sha256.Of(utf8));
}
