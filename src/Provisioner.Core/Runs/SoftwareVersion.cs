using System.Globalization;
using System.Numerics;

namespace Provisioner.Core.Runs;

/// <summary>A scanner's software version as its vendor writes it, e.g. <c>DV26.0_R03</c>.</summary>
public static class SoftwareVersion
{
    /// <summary>Its numbers are compared one after the other; what is missing counts as 0. False when the letters before the
    /// first number differ: such versions have no order.</summary>
    public static bool IsAtLeast(string version, string wanted)
    {
        var (series, numbers) = Parts(version);
        var (wantedSeries, least) = Parts(wanted);
        if (!series.Equals(wantedSeries, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        for (var at = 0; at < Math.Max(numbers.Count, least.Count); at++)
        {
            var order = numbers.ElementAtOrDefault(at).CompareTo(least.ElementAtOrDefault(at));
            if (order != 0)
            {
                return order > 0;
            }
        }

        return true;
    }

    private static (string Series, List<BigInteger> Numbers) Parts(string version)
    {
        var numbers = new List<BigInteger>();
        var first = version.AsSpan().IndexOfAnyInRange('0', '9');
        for (var at = Math.Max(first, 0); at < version.Length; at++)
        {
            var digits = version.Skip(at).TakeWhile(char.IsAsciiDigit).Count();
            if (digits > 0)
            {
                numbers.Add(BigInteger.Parse(version.AsSpan(at, digits), NumberStyles.None, CultureInfo.InvariantCulture));
                at += digits;
            }
        }

        return (first < 0 ? version : version[..first], numbers);
    }
}
