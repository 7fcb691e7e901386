using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Rules;

/// <summary>Two authorities of one name with different keys and no key identifier to tell them apart: software takes the first.</summary>
internal sealed class NamesakeRule : CertificateRule
{
    public override bool Refuses => false;

    public override IEnumerable<Problem> Check(Judgement judged) => judged.As.Slot != CertificateSlot.Trusted ? [] : judged.As.Held
        .Where(held => held.Key != judged.Certificate.Key && held.Subject.Matches(judged.Certificate.Subject)
            && (held.SubjectKeyIdentifier is null || judged.Certificate.SubjectKeyIdentifier is null)).Take(1)
        .Select(held => Problem.Of("CERT-134", judged.Name, ("fingerprint", held.Fingerprint.ToString())));
}
