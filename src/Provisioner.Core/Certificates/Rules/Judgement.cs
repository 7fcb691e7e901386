using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Rules;

/// <summary>One certificate before its judge.</summary>
internal sealed record Judgement(HeldCertificate Certificate, CertificateRules Rules, JudgedAs As)
{
    public (string, string) Name => ("certificate", Certificate.Subject.IsEmpty ? Certificate.Serial : Certificate.Subject.ToString());

    public DateTimeOffset Now => As.Now;

    /// <summary>The certificate of a machine, and not of an authority.</summary>
    public bool IsOfMachine => As.Slot is CertificateSlot.Host or CertificateSlot.Peers;
}

/// <summary>One rule: when it applies, what breaks it. Those that refuse keep a certificate from being installed; the others only say what
/// somebody should know.</summary>
internal abstract class CertificateRule
{
    /// <summary><c>false</c>: a remark.</summary>
    public virtual bool Refuses => true;

    public abstract IEnumerable<Problem> Check(Judgement judged);
}
