using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Rules;

/// <summary>Kinds and sizes of key that the scanner type takes.</summary>
internal sealed class KeyKindRule : CertificateRule
{
    public override IEnumerable<Problem> Check(Judgement judged)
    {
        var key = judged.Certificate.Key;
        if (judged.Rules.Keys is { } kinds && !kinds.Any(kind => Takes(kind, key)))
        {
            yield return Problem.Of("CERT-111", judged.Name, ("key", key.ToString()), ("kinds", string.Join(", ", kinds.Select(Word))));
        }
    }

    private static bool Takes(KeyRule kind, PublicKey key) =>
        kind.Algorithm.Equals(key.Word, StringComparison.OrdinalIgnoreCase)
        && key.Bits >= (kind.FewestBits ?? 0) && key.Bits <= (kind.MostBits ?? int.MaxValue);

    private static string Word(KeyRule kind) => (kind.FewestBits, kind.MostBits) switch
    {
        ({ } from, { } to) => $"{kind.Algorithm} {from} to {to}",
        ({ } from, null) => $"{kind.Algorithm} {from} or more",
        (null, { } to) => $"{kind.Algorithm} up to {to}",
        _ => kind.Algorithm,
    };
}
