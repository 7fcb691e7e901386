using System.Collections.Immutable;
using Provisioner.Core.Certificates.Paths;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates;

/// <summary>Brings a certificate that came back together with the key that was made for it.</summary>
public static class PendingRequests
{
    /// <summary>The identity; the certificate is the one among several that some key fits.</summary>
    /// <param name="certificates">What the authority sent: the certificate, perhaps its chain.</param>
    /// <param name="keys">Keys that wait; the one that fits is taken over, the others stay the caller's.</param>
    /// <param name="requests">Requests that are known, to say for whom the keys wait.</param>
    public static Checked<Identity> Complete(
        ImmutableArray<HeldCertificate> certificates, ImmutableArray<HeldKey> keys, ImmutableArray<HeldRequest> requests)
    {
        foreach (var certificate in certificates)
        {
            if (keys.FirstOrDefault(key => key.Fits(certificate)) is { } key)
            {
                return new Identity(certificate, Chain.Above(certificate, certificates), key);
            }
        }

        return certificates.IsEmpty ? Problem.Of("CERT-019", ("file", "-")) : Elsewhere(Leaf(certificates), keys, requests);
    }

    /// <summary>The key is not here: another request of this scanner, or another scanner's.</summary>
    private static Problem Elsewhere(HeldCertificate leaf, ImmutableArray<HeldKey> keys, ImmutableArray<HeldRequest> requests)
    {
        var asked = requests.FirstOrDefault(request => request.Key == leaf.Key);
        var waiting = requests.Where(request => keys.Any(key => key.Public == request.Key)).Select(request => request.Subject.ToString()).Distinct().ToArray();
        return asked is not null
            ? Problem.Of("CERT-184", ("certificate", leaf.Subject.ToString()))
            : Problem.Of("CERT-185", ("certificate", leaf.Subject.ToString()), ("count", $"{keys.Length}"), ("waiting", waiting.Length == 0 ? "-" : string.Join("; ", waiting)));
    }

    private static HeldCertificate Leaf(ImmutableArray<HeldCertificate> certificates) =>
        certificates.FirstOrDefault(certificate => !certificate.IsAuthority) ?? certificates[0];
}
