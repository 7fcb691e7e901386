using System.Collections.Concurrent;
using Provisioner.Core.Certificates;
using Provisioner.Core.Problems;
using Provisioner.Keys;

namespace Provisioner.Rehearsal;

/// <summary>A console's own keys in a rehearsal: each is made once, and so is what is signed with it, so that a run which makes its key
/// anew after an interruption comes to the same end.</summary>
internal sealed class SharedKeys : IKeyMaker
{
    private static readonly ConcurrentDictionary<KeyPairKind, byte[]> Pairs = [];
    private readonly ConcurrentDictionary<string, HeldCertificate> _certificates = [];
    private readonly ConcurrentDictionary<string, byte[]> _requests = [];
    private readonly ConcurrentDictionary<(string What, Sha256 Password), byte[]> _files = [];

    /// <summary>Certificates that were made here: a partner who was given them knows them.</summary>
    public IEnumerable<HeldCertificate> Made => _certificates.Values;

    public HeldKey Make(KeyPairKind kind) => Copy(Pairs.GetOrAdd(kind, wanted =>
    {
        using var key = KeyPairs.Make(wanted);
        return key.Pkcs8.ToArray();
    }));

    public HeldCertificate SelfSigned(HeldKey key, Wanted wanted, DateTimeOffset now, int days) =>
        _certificates.GetOrAdd($"{key} {wanted.Subject} {string.Join(' ', wanted.Names)} {days}", _ => Issuing.SelfSigned(key, wanted, now, days));

    public byte[] Request(HeldKey key, Wanted wanted) =>
        _requests.GetOrAdd($"{key} {wanted.Subject} {string.Join(' ', wanted.Names)}", _ => Issuing.Request(key, wanted));

    public byte[] Protected(string what, Secret password, Func<byte[]> write) =>
        _files.GetOrAdd((what, password.WithUtf8(utf8 => Sha256.Of(utf8))), _ => write());

    public Secret Password() => new("rehearsal only, and made up");

    /// <summary>Its user zeroes it.</summary>
    private static HeldKey Copy(byte[] pkcs8) => HeldKey.Read((byte[])pkcs8.Clone()).Value;
}
