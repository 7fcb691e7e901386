using System.CommandLine;
using Provisioner.Commands;
using Provisioner.Stores;

namespace Provisioner.Tests.EndToEnd;

/// <summary>The program, called as from a command line, in this process.</summary>
internal static class Program
{
    public static async Task<Result> RunAsync(params string[] arguments) => await RunAsync(null, arguments);

    /// <param name="disk">Instead of the machine's own.</param>
    public static async Task<Result> RunAsync(IDisk? disk, string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await CommandLine.RunAsync(arguments, new InvocationConfiguration { Output = output, Error = errors }, disk);
        return new(code, output.ToString(), errors.ToString());
    }
}

internal sealed record Result(int Code, string Output, string Errors)
{
    /// <summary>The output as if a screen had room for it.</summary>
    public string OneLine => string.Join(' ', Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Asserts the exit code, showing what was printed when it is another.</summary>
    public Result Expect(int code)
    {
        Assert.True(code == Code, $"exit {Code}, expected {code}\n{Output}\n{Errors}");
        return this;
    }
}
