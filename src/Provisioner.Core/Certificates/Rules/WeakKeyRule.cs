using Provisioner.Core.Certificates.Paths;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Rules;

/// <summary>PS3.15, B.13, unless the scanner type states kinds of key itself (ITI-19 lets old ones have 1024 bits).</summary>
internal sealed class WeakKeyRule : CertificateRule
{
    public override IEnumerable<Problem> Check(Judgement judged)
    {
        if (judged.Rules.Keys is null && IsKnown(judged.Certificate.Key) && Strength.Of(judged.Certificate.Key) is { } weak)
        {
            yield return Problem.Of("CERT-158", judged.Name, ("key", weak));
        }
    }

    internal static bool IsKnown(PublicKey key) => key.Algorithm is KeyAlgorithm.Rsa or KeyAlgorithm.RsaPss || key is { Algorithm: KeyAlgorithm.Ec, Bits: > 0 };
}
