using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Rules;

/// <summary>A machine's certificate that begins before such machines had any was made on a wrong clock, and dies when the clock is put right.</summary>
internal sealed class WrongClockRule : CertificateRule
{
    private static readonly DateTimeOffset Earliest = new(2008, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override bool Refuses => false;

    public override IEnumerable<Problem> Check(Judgement judged)
    {
        if (judged.IsOfMachine && judged.Certificate.NotBefore < Earliest)
        {
            yield return Problem.Of("CERT-135", judged.Name, ("from", Instants.Of(judged.Certificate.NotBefore)));
        }
    }
}
