using System.CommandLine;
using Provisioner.Core.Problems;
using Provisioner.Stores;
using Command = System.CommandLine.Command;

namespace Provisioner.Commands;

/// <summary><c>certificate</c>: makes what is missing and hands over what is wanted.</summary>
internal static class CertificateCommand
{
    public static Command Create(IDisk disk) => new("certificate", Catalogue.English.Text("certificate.help"))
    {
        new CertificateMaking(disk).SelfSigned(),
        new CertificateMaking(disk).Request(),
        new CertificateCompletion(disk).Create(),
        new CertificateExport(disk).Create(),
    };
}
