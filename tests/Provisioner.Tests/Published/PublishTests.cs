using System.Text.Json;
using System.Xml.Linq;
using Provisioner.Core.Problems;
using Provisioner.Runs;
using Provisioner.Sticks;
using Provisioner.Tests.House;
using Part = Provisioner.Sticks.Part;

namespace Provisioner.Tests.Published;

/// <summary>What is published: the same bytes everywhere, no larger than a stick's patience, and nothing in it that is not accounted for.</summary>
public sealed class PublishTests
{
    /// <summary>Bytes of a program. Over it: what is used late or never is not compiled ahead (Provisioner.csproj).</summary>
    private const long Largest = 20 * 1000 * 1000;

    /// <summary>The first by media/publish.sh, the second by publish.ps1.</summary>
    [PublishedTheory]
    [InlineData("linux-x64/provisioner")]
    [InlineData("win-x64/provisioner.exe")]
    public void Two_builds_of_the_same_sources_in_different_folders_give_the_same_bytes(string program) =>
        Assert.Equal(Sha256.Of(File.ReadAllBytes(Path.Combine(PublishedProgram.Folder!, program))), Sha256.Of(File.ReadAllBytes(Again(program))));

    [PublishedFact]
    public void PowerShell_fills_a_stick_and_prints_the_digests_of_both_programs()
    {
        var log = File.ReadAllText(Path.Combine(PublishedProgram.Folder!, "publish.log"));
        Assert.Contains("Stick TRAINING prepared", log, StringComparison.Ordinal);
        Assert.All(["linux-x64/provisioner", "win-x64/provisioner.exe"], program => Assert.Contains($"{Sha256.Of(File.ReadAllBytes(Again(program)))}  {program}", log, StringComparison.Ordinal));
        PublishedProgram.Run(PublishedProgram.Linux, Again("stick"), ["stick", "check", "."]).Says("files undamaged");
    }

    [PublishedFact]
    public void Publishing_warns_of_nothing()
    {
        var log = Path.Combine(PublishedProgram.Folder!, "publish.log");
        Assert.DoesNotContain("warning", File.Exists(log) ? File.ReadAllText(log) : "", StringComparison.OrdinalIgnoreCase);
    }

    [PublishedFact]
    public void A_program_has_at_most_20_MB()
    {
        Assert.InRange(new FileInfo(PublishedProgram.Linux).Length, 1, Largest);
        Assert.InRange(new FileInfo(PublishedProgram.Windows).Length, 1, Largest);
    }

    [PublishedFact]
    public void Every_assembly_of_both_programs_has_a_part_in_the_bill_and_every_package_its_licence_and_digest_as_NuGet_knows_them()
    {
        ProgramParts[] programs = [Parts(PublishedProgram.Linux), Parts(PublishedProgram.Windows)];
        Assert.All(programs, program => Assert.Empty(program.Files.Select(file => file.Name)
            .Except(program.From.Keys).Except(["provisioner.deps.json", "provisioner.runtimeconfig.json"])));
        var packages = programs.SelectMany(program => program.Parts).Where(part => !part.IsOurs).Distinct().ToArray();
        Assert.Contains(packages, part => part.Name == "Serilog");
        Assert.Contains(packages, part => part.Name == "Microsoft.NETCore.App.Runtime.win-x64");
        Assert.All(packages, part => Assert.True(part.Licence is not null, $"{part.Name}: add its licence to Sticks/licences.tsv"));
        Assert.All(packages.Where(part => Archive(part) is not null), part =>
        {
            Assert.Equal(Convert.ToBase64String([.. part.Sha512]), part.Sha512.IsEmpty ? "" : ContentHash(part));
            Assert.True(Stated(part) is null || Stated(part) == part.Licence, $"{part.Name}: its package says {Stated(part)}");
        });
    }

    [PublishedFact]
    public void The_bill_of_materials_on_a_stick_is_CycloneDX_and_names_both_programs_as_they_lie_there()
    {
        var stick = Path.Combine(PublishedProgram.Prepared, "stick");
        var bill = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(stick, "SBOM.JSON"))).RootElement;
        Assert.Equal(("CycloneDX", "1.6"), (bill.GetProperty("bomFormat").GetString(), bill.GetProperty("specVersion").GetString()));
        var components = bill.GetProperty("components").EnumerateArray().ToArray();
        foreach (var name in StickPrograms.Names)
        {
            var program = components.Single(component => component.GetProperty("name").GetString() == name);
            Assert.Equal(Sha256.Of(File.ReadAllBytes(Path.Combine(stick, name))).ToString(), program.GetProperty("hashes")[0].GetProperty("content").GetString());
            Assert.Contains(program.GetProperty("components").EnumerateArray(), file => file.GetProperty("name").GetString() == "System.Private.CoreLib.dll");
        }

        var serilog = components.Single(component => component.GetProperty("name").GetString() == "Serilog");
        Assert.Equal("pkg:nuget/Serilog@3.1.1", serilog.GetProperty("purl").GetString());
        Assert.Equal("Apache-2.0", serilog.GetProperty("licenses")[0].GetProperty("license").GetProperty("id").GetString());
        Assert.Equal(128, serilog.GetProperty("hashes")[0].GetProperty("content").GetString()!.Length);

        var references = components.SelectMany(component => component.TryGetProperty("components", out var files) ? files.EnumerateArray().Append(component) : [component])
            .Select(component => component.GetProperty("bom-ref").GetString()!).Append("provisioner").ToArray();
        Assert.Equal(references.Length, references.Distinct().Count());
        Assert.Empty(bill.GetProperty("dependencies").EnumerateArray().SelectMany(one => one.GetProperty("dependsOn").EnumerateArray()).Select(one => one.GetString()!).Except(references));
    }

    [PublishedFact]
    public void The_same_programs_give_the_same_bill() => Assert.Equal(Bill(), Bill());

    [Theory]
    [InlineData("empty", "")]
    [InlineData("text", "no program at all")]
    [InlineData("the mark alone", "\u008b\u0012\u0002\u00b9\u006a\u0061\u0020\u0038\u0072\u007b\u0093\u0002\u0014\u00d7\u00a0\u0032\u0013\u00f5\u00b9\u00e6\u00ef\u00ae\u0033\u0018\u00ee\u003b\u002d\u00ce\u0024\u00b3\u006a\u00ae")]
    [InlineData("a header beyond the end", "\u00ff\u00ff\u00ff\u007f\0\0\0\0\u008b\u0012\u0002\u00b9\u006a\u0061\u0020\u0038\u0072\u007b\u0093\u0002\u0014\u00d7\u00a0\u0032\u0013\u00f5\u00b9\u00e6\u00ef\u00ae\u0033\u0018\u00ee\u003b\u002d\u00ce\u0024\u00b3\u006a\u00ae")]
    public void What_is_no_program_is_told_as_none(string row, string latin1) =>
        Assert.True(Bundle.Read(System.Text.Encoding.Latin1.GetBytes(latin1)) is null && !Bundle.IsOne(System.Text.Encoding.Latin1.GetBytes(latin1)), row);

    private static byte[] Bill() => Sbom.Write([new("BIN/LINUX/provisioner", File.ReadAllBytes(PublishedProgram.Linux))], OpenFields.Version);

    private static string Again(string name) => Path.Combine(PublishedProgram.Folder!, "again", name);

    private static ProgramParts Parts(string program) => ProgramParts.Read(File.ReadAllBytes(program))!;

    /// <summary>The restored package's folder and name; <c>null</c> where it lies elsewhere on this machine.</summary>
    private static string? Archive(Part part)
    {
        var root = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget/packages");
        var name = part.Name.ToLowerInvariant();
        var archive = Path.Combine(root, name, part.Version, $"{name}.{part.Version}");
        return File.Exists(archive + ".nupkg.sha512") ? archive : null;
    }

    /// <summary>As NuGet noted it when it unpacked the archive.</summary>
    private static string? ContentHash(Part part) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Path.GetDirectoryName(Archive(part))!, ".nupkg.metadata"))).RootElement.GetProperty("contentHash").GetString();

    /// <summary>The SPDX expression that the package states; <c>null</c>: it names a page instead.</summary>
    private static string? Stated(Part part)
    {
        var nuspec = Path.Combine(Path.GetDirectoryName(Archive(part))!, part.Name.ToLowerInvariant() + ".nuspec");
        return XDocument.Load(nuspec).Descendants().FirstOrDefault(element => element.Name.LocalName == "license" && element.Attribute("type")?.Value == "expression")?.Value;
    }
}
