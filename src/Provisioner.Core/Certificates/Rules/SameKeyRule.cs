using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Rules;

/// <summary>Another certificate for the same key is there: renewed without a new key, or two machines share one.</summary>
internal sealed class SameKeyRule : CertificateRule
{
    public override bool Refuses => false;

    public override IEnumerable<Problem> Check(Judgement judged) => judged.As.Held
        .Where(held => held != judged.Certificate && held.Key == judged.Certificate.Key).Take(1)
        .Select(held => Problem.Of("CERT-131", judged.Name, ("other", held.Subject.ToString()), ("until", Instants.Of(held.NotAfter))));
}
