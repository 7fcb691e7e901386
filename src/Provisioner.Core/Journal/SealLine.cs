using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Provisioner.Core.Journal;

/// <summary>An <c>S</c> line: <c>S number n=next-key s=signature</c>. The signature is over the file's bytes from 0 up to and
/// excluding the space before <c>s=</c>; <c>n=-</c> says that nothing follows.</summary>
/// <param name="Next">The key of the next seal; <c>null</c> after CLOSE.</param>
/// <param name="Signature">r then s, 64 bytes.</param>
public sealed record SealLine(int Number, VerifyingKey? Next, byte[] Signature)
{
    /// <summary>What the signature covers of the line itself.</summary>
    public static string Covered(int number, VerifyingKey? next) =>
        string.Create(CultureInfo.InvariantCulture, $"S {number} n={next?.Base64 ?? "-"}");

    /// <summary>The line, or nothing when it is not the one spelling of any.</summary>
    /// <param name="covered">Characters of the line that the signature covers.</param>
    public static bool TryRead(string line, [NotNullWhen(true)] out SealLine? seal, out int covered)
    {
        (seal, covered) = (null, 0);
        if (line.Split(' ') is not ["S", var number, ['n', '=', .. var next], ['s', '=', .. var signature]]
            || !LineNumber.TryRead(number, out var count) || !SealSignature.TryRead(signature, out var pair))
        {
            return false;
        }

        VerifyingKey? key = null;
        if (next != "-" && !VerifyingKey.TryRead(next, out key))
        {
            return false;
        }

        covered = line.Length - signature.Length - 3;
        seal = new(count, key, pair);
        return true;
    }
}
