using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Rules;

/// <summary>Signature algorithms that the console can verify.</summary>
internal sealed class SignatureAlgorithmRule : CertificateRule
{
    public override IEnumerable<Problem> Check(Judgement judged)
    {
        var own = judged.Certificate.SignatureAlgorithm;
        if (judged.Rules.SignatureAlgorithms is { } known && !known.Any(word => Is(word, own)))
        {
            yield return Problem.Of("CERT-116", judged.Name, ("algorithm", own.Word), ("known", string.Join(", ", known)));
        }
    }

    private static bool Is(string word, SignatureAlgorithm algorithm) =>
        word.Equals(algorithm.Word, StringComparison.OrdinalIgnoreCase)
        || word.Replace("-", "", StringComparison.Ordinal).Equals(algorithm.Digest, StringComparison.OrdinalIgnoreCase);
}
