using System.Security.Cryptography.X509Certificates;
using Provisioner.Core.Certificates;
using Provisioner.Core.Dicom;
using Provisioner.Core.Problems;
using Provisioner.Network;
using Provisioner.Rehearsal;
using Provisioner.Sticks;
using Provisioner.Stores;
using Provisioner.Tests.EndToEnd;

namespace Provisioner.Tests.Scenarios;

/// <summary>What all scenarios of a test process share, made once on first use: a training office with one prepared stick, and the
/// archive on loopback.</summary>
internal static class Training
{
    public const string ArchiveTitle = "ARCHIVE";

    /// <summary>What the hospital's IT puts into <c>CERTS/IN</c>; the viewer's key lies beside its certificate.</summary>
    private static readonly (string Name, string File)[] Delivered =
    [
        ("authority.pem", "authority.pem"), ("authority.crt", "authority.pem"), ("stranger.pem", "stranger.pem"), ("host-identity.pem", "host-identity.pem"),
        ("host-identity.p12", "host-identity.p12"), ("renewed-identity.pem", "renewed-identity.pem"), ("stranger-identity.pem", "stranger-identity.pem"),
        ("server.pem", "server.pem"), ("viewer.crt", "host.pem"), ("viewer.key", "host.enc"),
    ];

    private static readonly Lazy<string> Made = new(Make);
    private static readonly Lazy<RehearsalArchive> Listening = new(Listen);

    /// <summary>Holds <c>office</c>, <c>stick</c>, <c>passphrase</c> and <c>password</c>; to be copied, not to be worked with.</summary>
    public static string Folder => Made.Value;

    public static RehearsalArchive Archive => Listening.Value;

    /// <summary>The hospital's own server, with its key.</summary>
    public static X509Certificate2 Server => X509Certificate2.CreateFromPemFile(HospitalIt.File("server.pem"), HospitalIt.File("server.key"));

    public static HeldCertificate Authority =>
        CertificateFile.Read("authority.pem", File.ReadAllBytes(HospitalIt.File("authority.pem"))).Certificates.Single();

    /// <summary>A folder of the test process that goes with it.</summary>
    public static string OwnFolder()
    {
        var folder = Directory.CreateTempSubdirectory("provisioner-scenario-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    }

    private static string Make()
    {
        var folder = OwnFolder();
        using var passphrase = new Secret(Scenario.Passphrase);
        var disk = new Disk();
        using var office = Provisioner.Keys.Office.Create(Path.Combine(folder, "office"), "Test", rehearsal: true, passphrase, disk, TimeProvider.System).Value;
        var stick = StickPreparer.Prepare(Path.Combine(folder, "stick"), new() { Engineer = "FE-042", Name = "TEST" }, office, passphrase, disk, TimeProvider.System).Value;
        File.WriteAllText(Path.Combine(folder, "passphrase"), Scenario.Passphrase + "\n");
        File.WriteAllText(Path.Combine(folder, "password"), HospitalIt.Password);
        foreach (var (name, file) in Delivered)
        {
            File.Copy(HospitalIt.File(file), Path.Combine(stick.CertificatesIn, name), overwrite: true);
        }

        return folder;
    }

    private static RehearsalArchive Listen() => RehearsalArchive.Start(new()
    {
        Called = AeTitle.Check(ArchiveTitle).Value,
        Identity = Server,
        Trust = TrustBy.Authorities([Authority], TimeProvider.System),
    });
}
