using Provisioner.Core.Problems;
using Provisioner.Sticks;
using Provisioner.Stores;

namespace Provisioner.Keys;

/// <summary>The office's folder: <c>OFFICE.PEM</c>, the certificate that auditors are given, and the signer it issued, with their
/// encrypted keys. Holds the signer's key while open.</summary>
internal sealed class Office : IDisposable
{
    private Office()
    {
    }

    /// <summary>Makes the folder and both certificates, never over an existing office.</summary>
    /// <param name="name">Of the organisation; part of both subjects.</param>
    /// <param name="rehearsal">Its signatures pass for training only.</param>
    public static Checked<Office> Create(string folder, string name, bool rehearsal, Secret passphrase, IDisk disk, TimeProvider clock) =>
        throw new NotImplementedException();

    public static Checked<Office> Open(string folder, Secret passphrase, IDisk disk) => throw new NotImplementedException();

    public bool IsRehearsal => throw new NotImplementedException();

    /// <summary>Path of <c>OFFICE.PEM</c>.</summary>
    public string CertificateFile => throw new NotImplementedException();

    /// <summary>Signs the stick's <c>ID/GENESIS</c> into <c>ID/GENESIS.P7S</c>.</summary>
    public Checked<Stick> Certify(Stick stick) => throw new NotImplementedException();

    public void Dispose() => throw new NotImplementedException();
}
