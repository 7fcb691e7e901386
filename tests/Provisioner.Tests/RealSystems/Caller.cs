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

    /// <summary>Exactly those who were trusted are let in.</summary>
    public static void ExpectsOnlyTrusted(int port) =>
        Assert.Equal((true, false, false, false), (WithTrusted(port), WithStrangers(port), WithNone(port), InClear(port)));

    /// <summary>Nobody is let in encrypted.</summary>
    public static void ExpectsOnlyClear(int port) => Assert.Equal((false, false, true), (WithTrusted(port), WithStrangers(port), InClear(port)));

    public static void ExpectsDone(RunEnd end) =>
        Assert.True(end.Part?.State.Phase is RunPhase.Closed { Outcome: Outcome.Done }, $"{end.Part?.State.Phase} {string.Join('\n', end.Problems)}");

    private static bool Echo(int port, params string[] tls) =>
        Peers.Run("echoscu", null, ["-aet", "SENDER", "-aec", "ANY-SCP", "-to", "10", .. tls, "127.0.0.1", port.ToString(CultureInfo.InvariantCulture)]).Code == 0;
}
