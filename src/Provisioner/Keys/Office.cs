using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Provisioner.Core.Journal;
using Provisioner.Core.Problems;
using Provisioner.Sticks;
using Provisioner.Stores;

namespace Provisioner.Keys;

/// <summary>The office's folder: <c>OFFICE.PEM</c>, the certificate that auditors are given, and the signer it issued, with their
/// encrypted keys. Holds the signer's key while open.</summary>
internal sealed class Office : IDisposable
{
    private const string AuthorityFile = "OFFICE.PEM", AuthorityKey = "OFFICE.KEY", SignerFile = "SIGNER.PEM", SignerKey = "SIGNER.KEY";

    private readonly string _folder;
    private readonly IDisk _disk;
    private readonly X509Certificate2 _signer;
    private readonly ECDsa _key;

    private Office(string folder, IDisk disk, X509Certificate2 signer, ECDsa key, bool isRehearsal) =>
        (_folder, _disk, _signer, _key, IsRehearsal) = (folder, disk, signer, key, isRehearsal);

    /// <summary>Its signatures pass for training only.</summary>
    public bool IsRehearsal { get; }

    /// <summary>Path of <c>OFFICE.PEM</c>.</summary>
    public string CertificateFile => Path.Combine(_folder, AuthorityFile);

    /// <summary>Makes the folder and both certificates, never over an existing office.</summary>
    /// <param name="folder">Its parent exists.</param>
    /// <param name="name">Of the organisation; part of both subjects.</param>
    /// <param name="rehearsal">Its signatures pass for training only.</param>
    public static Checked<Office> Create(string folder, string name, bool rehearsal, Secret passphrase, IDisk disk, TimeProvider clock)
    {
        var path = Path.GetFullPath(folder);
        if (Keys.Passphrase.Unfit(passphrase) is { } unfit)
        {
            return unfit;
        }

        try
        {
            disk.CreateFolder(path, ownerOnly: true);
            if (Directory.EnumerateFileSystemEntries(path).Any())
            {
                return Problem.Of("OFFICE-003", ("folder", folder));
            }

            using var pair = OfficeCertificates.Make(name, rehearsal, clock.GetUtcNow());
            disk.Create(Path.Combine(path, SignerKey), ProtectedKey.Write(pair.SignerKey, passphrase, rehearsal), ownerOnly: true);
            disk.Create(Path.Combine(path, SignerFile), Encoding.ASCII.GetBytes(pair.Signer.ExportCertificatePem() + "\n"));
            disk.Create(Path.Combine(path, AuthorityKey), ProtectedKey.Write(pair.AuthorityKey, passphrase, rehearsal), ownerOnly: true);
            disk.Create(Path.Combine(path, AuthorityFile), Encoding.ASCII.GetBytes(pair.Authority.ExportCertificatePem() + "\n"));
        }
        catch (Exception fault) when (Faults.IsMachine(fault))
        {
            return Faults.Of(fault, path);
        }

        return Open(path, passphrase, disk);
    }

    public static Checked<Office> Open(string folder, Secret passphrase, IDisk disk)
    {
        var path = Path.GetFullPath(folder);
        try
        {
            if (disk.Read(Path.Combine(path, AuthorityFile), OfficeCertificate.Most) is not { } authority || !OfficeCertificate.Read(authority).IsGood)
            {
                return NotAnOffice(folder, AuthorityFile);
            }

            if (OfficeCertificates.ReadSigner(disk.Read(Path.Combine(path, SignerFile), OfficeCertificate.Most)) is not { } signer)
            {
                return NotAnOffice(folder, SignerFile);
            }

            var rehearsal = OfficeCertificates.IsRehearsal(signer);
            return disk.Read(Path.Combine(path, SignerKey)) is { } key
                ? ProtectedKey.Read(key, SignerKey, passphrase, rehearsal).Select(opened => new Office(path, disk, signer, opened, rehearsal))
                : NotAnOffice(folder, SignerKey);
        }
        catch (Exception fault) when (Faults.IsMachine(fault))
        {
            return Faults.Of(fault, path);
        }
    }

    /// <summary>Signs the stick's <c>ID/GENESIS</c> into <c>ID/GENESIS.P7S</c>.</summary>
    public Checked<Stick> Certify(Stick stick)
    {
        if (stick.Genesis.IsRehearsal != IsRehearsal)
        {
            return OtherUse(stick);
        }

        var path = Stick.SignatureOf(Stick.GenesisOf(stick.Folder, stick.Genesis.Issue));
        try
        {
            if (_disk.Read(path, OfficeCertificate.Most) is not null)
            {
                return Problem.Of("OFFICE-006", ("stick", stick.Name));
            }

            _disk.Create(path, Sign(stick.Genesis.ToBytes()));
            return stick;
        }
        catch (Exception fault) when (Faults.IsMachine(fault))
        {
            return Faults.Of(fault, path);
        }
    }

    /// <summary>A detached CMS signature over the content, DER, with the signer's certificate (RFC 5652).</summary>
    public byte[] Sign(byte[] content)
    {
        var signed = new SignedCms(new ContentInfo(content), detached: true);
        signed.ComputeSignature(new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, _signer, _key)
        {
            DigestAlgorithm = new("2.16.840.1.101.3.4.2.1"),
            IncludeOption = X509IncludeOption.EndCertOnly,
        });
        return signed.Encode();
    }

    /// <summary>Whether this office signed the content.</summary>
    /// <param name="signature"><c>null</c>: there is none.</param>
    public bool HasSigned(byte[] content, byte[]? signature) => signature is not null
        && _disk.Read(CertificateFile, OfficeCertificate.Most) is { } pem && OfficeCertificate.Read(pem).TryGet(out var certificate, out _)
        && certificate.HasSigned(content, signature, IsRehearsal);

    /// <summary>The stick is for training and the office is not, or the other way round.</summary>
    public Problem OtherUse(Stick stick) =>
        Problem.Of("OFFICE-005", ("stick", stick.Name), ("stickuse", Use(stick.Genesis.IsRehearsal)), ("officeuse", Use(IsRehearsal)));

    public void Dispose()
    {
        _key.Dispose();
        _signer.Dispose();
    }

    private static string Use(bool isRehearsal) => isRehearsal ? Genesis.Rehearsal : Genesis.Real;

    private static Problem NotAnOffice(string folder, string file) => Problem.Of("OFFICE-004", ("folder", folder), ("file", file));
}
