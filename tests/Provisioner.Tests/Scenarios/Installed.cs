using System.Text;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Tests.House;
using Provisioner.Tests.Procedures;

namespace Provisioner.Tests.Scenarios;

/// <summary>Whatever a job put on a console or handed over is read by other programs: <c>openssl</c>, and <c>keytool</c> where Java keeps the store.</summary>
internal static class Installed
{
    /// <summary>What lies there, to tell afterwards what is new.</summary>
    public static Dictionary<string, Sha256> On(Scenario scene) => Files(scene).ToDictionary(file => file, file => Sha256.Of(File.ReadAllBytes(file)));

    /// <returns>How many files were read.</returns>
    public static int ReadByOthers(Scenario scene, Dictionary<string, Sha256> before)
    {
        var added = Files(scene).Where(file => !before.TryGetValue(file, out var known) || known != Sha256.Of(File.ReadAllBytes(file))).ToArray();
        return added.Count(file => IsRead(scene, file));
    }

    /// <summary>Whether a procedure puts something there that others can read.</summary>
    public static bool IsExpected(Procedure procedure) =>
        procedure.Steps.Any(step => step.Verb is Verb.Import or Verb.Generate or Verb.Localhost or Verb.Request or Verb.Complete);

    private static IEnumerable<string> Files(Scenario scene) => Directory.EnumerateFiles(scene.Console, "*", SearchOption.AllDirectories)
        .Where(file => !file.Contains("/provisioner/", StringComparison.OrdinalIgnoreCase))
        .Concat(Directory.EnumerateFiles(Path.Combine(scene.Stick, "CERTS/OUT")));

    private static bool IsRead(Scenario scene, string file)
    {
        var text = Encoding.Latin1.GetString(File.ReadAllBytes(file));
        var isKey = text.Contains("PRIVATE KEY-----", StringComparison.Ordinal);
        if (file.EndsWith(".p12", StringComparison.Ordinal))
        {
            var password = Shipped.Modalities[scene.Procedure.Split('/')[0]].Store.Slots.Values.Where(slot => file.EndsWith(slot.Path.Text, StringComparison.Ordinal))
                .Select(slot => slot.Password).OfType<Core.Changes.StorePassword.InSettings>().Single();
            var known = File.ReadLines(Path.Combine(scene.Console, password.File.Text)).Single(line => line.StartsWith(password.Key, StringComparison.Ordinal)).Split('=', 2)[1].Trim();
            Runs("openssl", "pkcs12", "-in", file, "-passin", $"pass:{known}", "-noout");
            Runs("keytool", "-list", "-keystore", file, "-storepass", known);
            return true;
        }

        if (text.Contains("CERTIFICATE REQUEST-----", StringComparison.Ordinal))
        {
            Runs("openssl", "req", "-in", file, "-verify", "-noout");
        }
        else if (text.Contains("BEGIN CERTIFICATE-----", StringComparison.Ordinal))
        {
            Runs("openssl", "x509", "-in", file, "-noout", "-subject");
        }
        else if (file.Contains("/TrustedCertificates/", StringComparison.Ordinal) && text.StartsWith("binary ", StringComparison.Ordinal))
        {
            File.WriteAllBytes(scene["trusted.der"], Convert.FromHexString(text["binary ".Length..].Trim()));
            Runs("openssl", "x509", "-inform", "DER", "-in", scene["trusted.der"], "-noout");
        }
        else if (!isKey)
        {
            return false;
        }

        if (isKey)
        {
            Runs("openssl", "pkey", "-in", file, "-check", "-noout");
        }

        return true;
    }

    private static void Runs(string program, params string[] arguments)
    {
        var (code, output) = Peers.Run(program, null, arguments);
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments[..^1])}\n{output}");
    }
}
