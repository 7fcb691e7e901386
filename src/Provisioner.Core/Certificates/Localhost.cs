using System.Collections.Immutable;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates;

/// <summary>The certificate with which programs on one console talk to each other. Two of them for one host name cause conflicts: the one that was
/// made before is recognised, and never a second made.</summary>
public static class Localhost
{
    public const string CommonName = "localhost";

    /// <summary>Organization by which our own is recognised.</summary>
    public const string Organization = "Provisioner localhost";

    /// <summary>What is to be done about it.</summary>
    public abstract record Plan
    {
        private Plan()
        {
        }

        /// <summary>None is there: make one.</summary>
        public sealed record Make : Plan;

        /// <summary>Ours is there and good.</summary>
        public sealed record Keep(HeldCertificate Held) : Plan;
    }

    /// <param name="held">All that the console has.</param>
    public static Checked<Plan> For(IEnumerable<HeldCertificate> held, DateTimeOffset now)
    {
        var all = held.Distinct().Where(IsNamedSo).ToArray();
        ImmutableArray<Problem> problems =
        [
            .. all.Where(one => !IsOurs(one)).Select(one => Problem.Of("CERT-182", ("certificate", one.Subject.ToString()), ("fingerprint", one.Fingerprint.ToString()))),
            .. all.Where(one => IsOurs(one) && !one.IsValidAt(now)).Select(one => Problem.Of("CERT-183", ("until", Instants.Of(one.NotAfter)), ("fingerprint", one.Fingerprint.ToString()))),
        ];
        return !problems.IsEmpty ? problems : all.Length == 0 ? new Plan.Make() : new Plan.Keep(all[0]);
    }

    public static bool IsOurs(HeldCertificate certificate) => IsNamedSo(certificate) && certificate.Subject["O"] == Organization && certificate.IsSelfSigned;

    public static bool IsNamedSo(HeldCertificate certificate) =>
        !certificate.Subject.IsEmpty && (CommonName.Equals(certificate.Subject.CommonName, StringComparison.OrdinalIgnoreCase)
        || certificate.DnsNames.Any(name => name.Equals(CommonName, StringComparison.OrdinalIgnoreCase)));
}
