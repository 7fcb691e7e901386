using System.CommandLine;
using System.Text.Json;
using Provisioner.Commands;
using Provisioner.Tests.House;

namespace Provisioner.Tests.Procedures;

public sealed class ProceduresCommandTests
{
    [Fact]
    public async Task List_names_every_shipped_procedure()
    {
        var (code, text, _) = await Run("procedures", "list");
        Assert.Equal(ExitCode.Done, code);
        Assert.All(Shipped.ProcedureFiles, file => Assert.Contains(file[..^".yaml".Length], text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task List_as_JSON_is_one_document_with_stable_names()
    {
        var (_, text, _) = await Run("procedures", "list", "--json");
        var first = JsonDocument.Parse(text).RootElement.GetProperty("procedures").EnumerateArray().Single(p => p.GetProperty("id").GetString() == "ge-mr/secure-client");
        Assert.Equal(45, first.GetProperty("minutes").GetProperty("from").GetInt32());
        Assert.False(first.GetProperty("minutes").TryGetProperty("preliminary", out _));
        Assert.Equal("safety", first.GetProperty("steps")[0].GetProperty("verb").GetString());
    }

    [Fact]
    public async Task Check_finds_nothing_wrong_with_the_program_s_own_and_with_the_sources_folder()
    {
        Assert.Equal(ExitCode.Done, (await Run("procedures", "check")).Code);
        Assert.Equal(ExitCode.Done, (await Run("procedures", "check", Shipped.Folder)).Code);
    }

    [Fact]
    public async Task Check_prints_every_problem_of_every_file_and_exits_1()
    {
        using var scratch = new Scratch();
        File.WriteAllText(scratch["a.yaml"], Shipped.Text("ge-mr/secure-client.yaml").Replace("persons: 1", "persns: 1").Replace("quantity: 1", "quantity: none"));
        var (code, text, errors) = await Run("procedures", "check", scratch["a.yaml"], scratch["none.yaml"], "--json");
        var problems = JsonDocument.Parse(text).RootElement.GetProperty("problems").EnumerateArray().Select(p => p.GetProperty("code").GetString());
        Assert.Equal(["PROC-007", "PROC-009", "DISK-005"], problems);
        Assert.Equal(ExitCode.Problems, code);
        Assert.Contains("did you mean \"persons\"?", OneLine(errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_in_the_wrong_place_of_a_folder_is_a_problem()
    {
        using var scratch = new Scratch();
        Directory.CreateDirectory(scratch["modalities"]);
        File.WriteAllText(scratch["modalities/other.yaml"], Shipped.Text("modalities/ge-mr.yaml"));
        var (code, text, _) = await Run("procedures", "check", scratch.Path);
        Assert.Equal(ExitCode.Problems, code);
        Assert.Contains("modalities/other.yaml must lie at modalities/ge-mr.yaml", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ge-mr/secure-clint", ExitCode.WrongUsage, "did you mean \"ge-mr/secure-client\"?")]
    [InlineData("", ExitCode.WrongUsage, "PROC-063")]
    public async Task Answers_for_an_unknown_procedure_names_the_nearest(string name, int expected, string words)
    {
        var (code, _, errors) = await Run("procedures", "answers", name);
        Assert.Equal(expected, code);
        Assert.Contains(words, OneLine(errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("procedures")]
    [InlineData("procedures", "chek")]
    [InlineData("procedures", "answers")]
    public async Task Wrong_usage_exits_2(params string[] args) => Assert.Equal(ExitCode.WrongUsage, (await Run(args)).Code);

    /// <summary>As if a screen had room for it.</summary>
    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static async Task<(int Code, string Text, string Errors)> Run(params string[] args)
    {
        using var text = new StringWriter();
        using var errors = new StringWriter();
        var code = await CommandLine.RunAsync(args, new InvocationConfiguration { Output = text, Error = errors });
        return (code, text.ToString(), errors.ToString());
    }
}
