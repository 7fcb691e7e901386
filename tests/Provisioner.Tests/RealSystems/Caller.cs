using System.Globalization;
using Provisioner.Core.Runs;
using Provisioner.Runs;
using Provisioner.Tests.EndToEnd;
using Provisioner.Tests.House;

namespace Provisioner.Tests.RealSystems;

/// <summary>dcmtk's <c>echoscu</c> against a port of this machine, as somebody of whom the system knows or not.</summary>
internal static class Caller
{
    public static bool WithTrusted(int port) => Echo(port, "+tls", HospitalIt.File("host.key"), HospitalIt.File("host.pem"), "+cf", HospitalIt.File("authority.pem"));

    public static bool WithStrangers(int port) => Echo(port, "+tls", HospitalIt.File("host.key"), HospitalIt.File("stranger-host.pem"), "+cf", HospitalIt.File("authority.pem"));

    public static bool WithNone(int port) => Echo(port, "+tla", "+cf", HospitalIt.File("authority.pem"));

    public static bool InClear(int port) => Echo(port);

    /// <summary>Certificates that this port must not let in, with their keys: of another authority, of one that only calls itself the
    /// trusted one, below a certificate that is no authority, self-signed with a trusted name, past its time, and not for clients.</summary>
    private static readonly (string Certificate, string Key)[] Others =
        [("stranger-host.pem", "host.key"), ("forged-host.pem", "host.key"), ("below-host.pem", "other.key"), ("self-host.pem", "host.key"), ("expired.pem", "host.key"), ("server.pem", "server.key")];

    /// <summary>Exactly those who were trusted are let in: whom the trusted authority certifies, each of them, and nobody else.</summary>
    public static void ExpectsOnlyTrusted(int port)
    {
        Assert.Equal((true, true, false, false), (WithTrusted(port), With(port, "renewed.pem", "other.key"), WithNone(port), InClear(port)));
        Assert.All(Others, other => Assert.False(With(port, other.Certificate, other.Key), other.Certificate));
    }

    private static bool With(int port, string certificate, string key) => Echo(port, "+tls", HospitalIt.File(key), HospitalIt.File(certificate), "+cf", HospitalIt.File("authority.pem"));

    /// <summary>Nobody is let in encrypted.</summary>
    public static void ExpectsOnlyClear(int port) => Assert.Equal((false, false, true), (WithTrusted(port), WithStrangers(port), InClear(port)));

    public static void ExpectsDone(RunEnd end) =>
        Assert.True(end.Part?.State.Phase is RunPhase.Closed { Outcome: Outcome.Done }, $"{end.Part?.State.Phase} {string.Join('\n', end.Problems)}");

    private static bool Echo(int port, params string[] tls) =>
        Peers.Run("echoscu", null, ["-aet", "SENDER", "-aec", "ANY-SCP", "-to", "10", .. tls, "127.0.0.1", port.ToString(CultureInfo.InvariantCulture)]).Code == 0;
}
