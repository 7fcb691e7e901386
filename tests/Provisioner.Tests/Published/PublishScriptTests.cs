using System.Runtime.InteropServices;
using Provisioner.Tests.House;

namespace Provisioner.Tests.Published;

/// <summary>What publish.ps1 does with its words, in real PowerShell, beside a <c>dotnet</c> that copies what is published already.</summary>
public sealed class PublishScriptTests
{
    [PublishedFact]
    public void Words_behind_the_engineer_go_to_stick_prepare_and_what_is_there_stays()
    {
        using var scratch = new Scratch();
        var stage = PublishedProgram.Prepared;
        string[] words = ["-Engineer", "FE-042", "--name", "PS-9", "--office", $"{stage}/office", "--office-passphrase-file", $"{stage}/passphrase", "--passphrase-file", $"{stage}/passphrase"];
        Publish(scratch, words).Expect(0).Says("Stick PS-9 prepared");
        PublishedProgram.Run(PublishedProgram.Linux, scratch["out/stick"], ["stick", "check", "."]).Expect(0).Says("files undamaged");
        Publish(scratch, words).Expect(0).Says("is there already and stays as it is");
    }

    [PublishedFact]
    public void Tests_come_first_and_the_first_failure_ends_it()
    {
        using var scratch = new Scratch();
        Publish(scratch, ["-Tests"], fails: "win-x64").Expect(7);
        var calls = File.ReadAllLines(scratch["calls"]);
        Assert.Collection(
            calls,
            call => Assert.StartsWith("test Provisioner.sln", call, StringComparison.Ordinal),
            call => Assert.Contains("-r linux-x64", call, StringComparison.Ordinal),
            call => Assert.Contains("-r win-x64", call, StringComparison.Ordinal));
        Assert.False(Directory.Exists(scratch["out/stick"]));
        Publish(scratch, ["-Tests", "-ProgramsOnly"], fails: "test").Expect(7);
        Assert.Equal(4, File.ReadAllLines(scratch["calls"]).Length);
    }

    private static Ran Publish(Scratch scratch, string[] words, string fails = "nothing")
    {
        var dotnet = scratch["dotnet"];
        File.WriteAllText(dotnet, $$"""
            #!/bin/sh
            echo "$*" >>'{{scratch["calls"]}}'
            case " $* " in *" {{fails}} "*) exit 7 ;; esac
            while [ $# -gt 0 ]; do
              [ "$1" = -r ] && rid=$2
              [ "$1" = -o ] && mkdir -p "$2" && cp "$PROVISIONER_PUBLISHED/$rid"/provisioner* "$2"
              shift
            done
            exit 0
            """);
        File.SetUnixFileMode(dotnet, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
        var host = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet");
        var shell = Path.Combine(Repository.Top, "tests/Provisioner.PowerShell/bin/Release/net10.0/pwsh.dll");
        return PublishedProgram.Run(
            host,
            scratch.Path,
            [shell, "-NoProfile", "-File", Path.Combine(Repository.Top, "publish.ps1"), "-Out", scratch["out"], .. words],
            ("PATH", scratch.Path + ":" + Environment.GetEnvironmentVariable("PATH")));
    }
}
