using System.Text;
using Provisioner.Tests.House;

namespace Provisioner.Tests.Scenarios;

/// <summary>Passwords, private keys and a patient's name must not be in anything that a job writes on the stick, keeps on the
/// console or prints. Left out is only what held them before: IT's own files, the scanner's own files, and back-ups of those.</summary>
internal static class SceneCanaries
{
    private const string Patient = "CANARY^PATIENT^NAME";

    private static readonly string[] Holders = ["CERTS/IN/", "patient-list.txt"];

    /// <summary>A patient's name where a program would stumble over it.</summary>
    public static void Plant(Scenario scene)
    {
        File.WriteAllText(Path.Combine(scene.Console, "patient-list.txt"), Patient + "\n");
        File.WriteAllText(Path.Combine(scene.Stick, "CERTS", "IN", "patient-list.txt"), Patient + "\n");
    }

    /// <returns>Where one is that should not be; empty when none is.</returns>
    public static string[] LetSlip(Scenario scene, string printed)
    {
        var canaries = new Canaries().Text("patient", Patient).Text("passphrase", Scenario.Passphrase).Text("password", File.ReadAllText(scene.PasswordFile).Trim());
        foreach (var (name, bytes) in EndToEnd.Tree.Files(scene.Console).Concat(EndToEnd.Tree.Files(Path.Combine(scene.Stick, "CERTS/IN"))))
        {
            _ = canaries.Keys(name, Encoding.Latin1.GetString(bytes));
        }

        var state = Path.Combine(scene.Console, "var/lib/provisioner");
        return canaries.FoundIn(
        [
            .. EndToEnd.Tree.Files(scene.Stick).Where(file => !Holders.Any(holder => file.Name.StartsWith(holder, StringComparison.Ordinal))),
            .. Directory.Exists(state) ? EndToEnd.Tree.Files(state).Where(file => !file.Name.StartsWith("backup/", StringComparison.Ordinal)) : [],
            ("printed", Encoding.UTF8.GetBytes(printed)),
        ]);
    }
}
