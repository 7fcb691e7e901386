using System.Collections.Immutable;
using Provisioner.Core.Certificates;
using Provisioner.Core.Certificates.Rules;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;

namespace Provisioner.Runs;

/// <summary>By what a certificate is judged that a run puts into a slot: the scanner type's rules, for each role that the procedure gives it.</summary>
internal static class Judging
{
    public static ImmutableArray<JudgedFor> Of(RunSetup setup, Slot slot) => OwnRoles.Of(setup.Procedure) switch
    {
        { IsEmpty: false } roles when slot == Slot.Host => [.. roles.Select(role => For(setup, slot, role, role == Role.Client ? TlsRole.Client : TlsRole.Server))],
        { IsEmpty: false } roles => [For(setup, slot, roles[0], null)],
        _ => [For(setup, slot, Role.Client, null)],
    };

    /// <summary>One that names machines, but not this scanner, serves only those who do not compare names: they are told, and may know better.</summary>
    public static ImmutableArray<Problem> NamesAsServer(RunSetup setup, Slot? slot, HeldCertificate certificate) =>
        slot != Slot.Host || !OwnRoles.Of(setup.Procedure).Contains(Role.Server) ? []
        : [.. Judge.Certificate(certificate, CertificateRules.None, new(CertificateSlot.Host, null, setup.Now) { ConsoleNames = [setup.Identity.Host] })
            .Where(problem => problem.Code == Judge.WrongScanner)];

    private static JudgedFor For(RunSetup setup, Slot slot, Role rules, TlsRole? role) => new(
        setup.Modality.RulesFor(slot, rules),
        new(
            slot switch
            {
                Slot.Host or Slot.Requests => CertificateSlot.Host,
                Slot.Peers => CertificateSlot.Peers,
                _ => CertificateSlot.Trusted,
            },
            role,
            setup.Now)
        {
            ConsoleNames = setup.Job is { } job ? [job.Row.Name] : [],
        });
}
