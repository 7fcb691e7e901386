using Provisioner.Core.Certificates;
using Provisioner.Core.Problems;

namespace Provisioner.Keys;

/// <summary>Makes a console's own keys, what is signed with them, and the files in which they leave. A rehearsal that is repeated a thousand
/// times makes each once.</summary>
internal interface IKeyMaker
{
    HeldKey Make(KeyPairKind kind);

    HeldCertificate SelfSigned(HeldKey key, Wanted wanted, DateTimeOffset now, int days);

    /// <summary>DER of the request.</summary>
    byte[] Request(HeldKey key, Wanted wanted);

    /// <summary>A file that a password protects: no two writings are equal.</summary>
    /// <param name="what">Names what is in it.</param>
    byte[] Protected(string what, Secret password, Func<byte[]> write);

    /// <summary>A password that is made up, to be shown once.</summary>
    Secret Password();
}

/// <summary>A new key every time.</summary>
internal sealed class FreshKeys : IKeyMaker
{
    public HeldKey Make(KeyPairKind kind) => KeyPairs.Make(kind);

    public HeldCertificate SelfSigned(HeldKey key, Wanted wanted, DateTimeOffset now, int days) => Issuing.SelfSigned(key, wanted, now, days);

    public byte[] Request(HeldKey key, Wanted wanted) => Issuing.Request(key, wanted);

    public byte[] Protected(string what, Secret password, Func<byte[]> write) => write();

    public Secret Password() => Passphrase.Generate();
}
