using System.Globalization;
using Provisioner.Core.Certificates;
using Provisioner.Core.Certificates.Inspecting;
using Provisioner.Core.Problems;

namespace Provisioner.Commands;

/// <summary><c>inspect</c> for people: files with what they hold, problems with their remedies, chains as trees.</summary>
internal static class InspectionText
{
    private const int SubjectWidth = 30;

    public static void Write(TextWriter to, Inspection inspection, DateTimeOffset now)
    {
        foreach (var file in inspection.Files)
        {
            to.WriteLine($"{Printable.Of(file.File.Name)}  ({file.File.Encoding.ToString().ToLowerInvariant()})");
            foreach (var item in file.File.Items)
            {
                to.WriteLine($"  {Line(item, now)}");
            }

            Report.Problems(to, file.Problems);
            to.WriteLine();
        }

        foreach (var chain in inspection.Chains)
        {
            Tree(to, chain);
        }

        Report.Problems(to, inspection.Problems);
        if (!inspection.AllProblems.Any())
        {
            to.WriteLine(Text("inspect.good"));
        }
    }

    private static string Line(FileItem item, DateTimeOffset now) => item switch
    {
        FileItem.Certificate { Held: var c } => $"{Text("inspect.certificate"),-12} {Short(c.Subject),-SubjectWidth} {c.Key,-10} {Until(c, now)}",
        FileItem.Key key => $"{Text("inspect.key"),-12} {Text(key.Encrypted ? "inspect.encrypted" : "inspect.clear"),-SubjectWidth} {key.Held.Public}",
        FileItem.LockedKey => $"{Text("inspect.key"),-12} {Text("inspect.locked")}",
        FileItem.Request { Held: var r } => $"{Text("inspect.request"),-12} {Short(r.Subject),-SubjectWidth} {r.Key}",
        FileItem.RevocationList { Held: var l } => $"{Text("inspect.list"),-12} {Short(l.Issuer),-SubjectWidth} {Age(l, now)}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Until(HeldCertificate certificate, DateTimeOffset now) => Catalogue.English.Text("inspect.until",
        ("date", certificate.NotAfter.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), ("days", $"{certificate.DaysLeft(now)}"));

    private static string Age(HeldRevocationList list, DateTimeOffset now) => Catalogue.English.Text("inspect.age",
        ("count", $"{list.Count}"), ("days", $"{(int)(now - list.ThisUpdate).TotalDays}"));

    private static void Tree(TextWriter to, InspectedChain chain)
    {
        for (var depth = 0; depth < chain.Path.Length; depth++)
        {
            var at = chain.Path[^(depth + 1)];
            to.WriteLine($"{new string(' ', 3 * depth)}{(depth == 0 ? "" : "+- ")}{Printable.Of(at.Subject.ToString())}");
            if (depth == 0 && !chain.IsComplete)
            {
                to.WriteLine($"   ({Catalogue.English.Text("inspect.above", ("issuer", Printable.Of(at.Issuer.ToString())))})");
            }
        }

        foreach (var deviation in chain.Deviations)
        {
            to.WriteLine($"   ({Text("inspect.deviation")} {deviation.Seen})");
        }

        to.WriteLine();
    }

    private static string Short(DistinguishedName name)
    {
        var text = Printable.Of(name.ToString());
        return text.Length <= SubjectWidth ? text : text[..(SubjectWidth - 3)] + "...";
    }

    private static string Text(string key) => Catalogue.English.Text(key);
}
