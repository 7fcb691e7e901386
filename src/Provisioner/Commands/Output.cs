using System.CommandLine;
using Provisioner.Core.Problems;

namespace Provisioner.Commands;

/// <summary>Where a command prints: results on standard output; with <c>--json</c> that is one document, and all that is for
/// people goes to standard error.</summary>
internal sealed record Output(TextWriter Out, TextWriter Error, bool AsJson)
{
    public TextWriter ForPeople => AsJson ? Error : Out;

    public static Option<bool> JsonOption() => new("--json") { Description = Catalogue.English.Text("option.json") };

    public static Output Of(ParseResult parsed, Option<bool> json) =>
        new(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, parsed.GetValue(json));
}
