using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Provisioner.Core.Changes;
using Provisioner.Core.Dicom;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures.Yaml;

namespace Provisioner.Core.Procedures;

/// <summary>How the answer to an input or a step is written: one text each, whether in a file or at the keyboard.</summary>
public static partial class AnswerForms
{
    /// <summary>The typed answer, or PROC-061.</summary>
    public static Checked<Answer> Read(Input input, string text) => Parse(input, text.Trim()) is { } answer
        ? answer
        : Problem.Of("PROC-061", ("name", input.Name), ("found", text), ("form", Expected(input)));

    /// <summary>The typed answer, or PROC-061.</summary>
    public static Checked<Answer> Read(Step step, string text) => Parse(step, text.Trim()) is { } answer
        ? answer
        : Problem.Of("PROC-061", ("name", step.Id), ("found", text), ("form", Expected(step)));

    /// <summary>What is to be written, for people.</summary>
    public static string Expected(Input input) => Catalogue.English.Text(input.Kind switch
    {
        InputKind.Certificate => "answer.certificate",
        InputKind.Identity => "answer.identity",
        InputKind.Endpoint => "answer.endpoint",
        InputKind.AeTitles => "answer.titles",
        InputKind.AeTitle => "answer.title",
        InputKind.Number => "answer.number",
        InputKind.Port => "answer.port",
        InputKind.Subject => "answer.subject",
        InputKind.Entry => "answer.entry",
        InputKind.Text => "answer.text",
        _ => throw new UnreachableException(),
    });

    /// <summary>What is to be written, for people.</summary>
    public static string Expected(Step step) => !step.MayDeviate ? Done(step)
        : Catalogue.English.Text(step.Verb.Asks == Asking.Nothing ? "answer.left-out" : "answer.or-left-out", ("form", Done(step)), ("word", Answer.LeftOut.Word));

    /// <summary>What is to be written, for people.</summary>
    public static string Expected(HandQuestion question) => Catalogue.English.Text($"answer.hand.{question.Kind.Word()}");

    private static string Done(Step step) => step.Verb switch
    {
        { Asks: Asking.Nothing } => "",
        Verb.Choose choose => Catalogue.English.Text("form.word", ("words", string.Join(", ", choose.Options.Select(option => option.Id)))),
        Verb.HandOver handOver => Catalogue.English.Text("form.word", ("words", string.Join(", ", handOver.Offer.Select(form => form.Word())))),
        { Asks: Asking.Fingerprint } => Catalogue.English.Text("answer.fingerprint"),
        { Asks: Asking.Value } => Catalogue.English.Text("answer.text"),
        Verb.ScannerFree => Catalogue.English.Text("answer.free", ("word", Answer.Initials.NotFree)),
        { Asks: Asking.Witness } => Catalogue.English.Text("answer.witness"),
        _ => Catalogue.English.Text("answer.initials"),
    };

    internal static Answer? Parse(Input input, string text) => input.Kind switch
    {
        InputKind.Certificate or InputKind.Identity => ConsolePath.TryParse(text, out var path) ? new Answer.FileOnStick(path) : null,
        InputKind.Endpoint => Proof.Endpoint.TryParse(text, out var endpoint) ? new Answer.Endpoint(endpoint) : null,
        InputKind.AeTitles => Titles(text),
        InputKind.AeTitle => AeTitle.TryParse(text, out var title) ? new Answer.Plain(title.Text) : null,
        InputKind.Number => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 999_999 ? new Answer.Plain(text) : null,
        InputKind.Port => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= ushort.MaxValue ? new Answer.Plain(text) : null,
        InputKind.Subject => SubjectPattern().IsMatch(text) ? new Answer.Plain(text) : null,
        InputKind.Entry => EntryName.TryParse(text, out _) ? new Answer.Plain(text) : null,
        InputKind.Text => text.Length is > 0 and <= 400 && !text.Contains('\n', StringComparison.Ordinal) ? new Answer.Plain(text) : null,
        _ => throw new UnreachableException(),
    };

    internal static Answer? Parse(Step step, string text) => step.Verb switch
    {
        _ when step.MayDeviate && Answer.LeftOut.ReasonIn(text) is { } reason => new Answer.LeftOut(reason),
        Verb.Choose choose => choose.Options.Any(option => option.Id == text) ? new Answer.Choice(text) : null,
        Verb.HandOver handOver => Spelling.TryParse<HandOverForm>(text, out var form) && handOver.Offer.Contains(form) ? new Answer.HandOver(form) : null,
        { Asks: Asking.Fingerprint } => Fingerprint(text),
        Verb.ScannerFree => IsInitials(text) || text == Answer.Initials.NotFree ? new Answer.Initials(text) : null,
        { Asks: Asking.Value } => text.Length is > 0 and <= 400 && !text.Contains('\n', StringComparison.Ordinal) ? new Answer.Plain(text) : null,
        { Asks: Asking.Witness } => IsInitials(text) ? new Answer.Initials(text) : null,
        { Asks: Asking.Initials } => IsInitials(text) ? new Answer.Initials(text) : null,
        { Asks: Asking.Nothing } => null,
        _ => throw new UnreachableException(),
    };

    internal static IReadOnlyList<string> Known(Step step) => step.Verb switch
    {
        Verb.Choose choose => [.. choose.Options.Select(option => option.Id)],
        Verb.HandOver handOver => [.. handOver.Offer.Select(form => form.Word())],
        { Asks: Asking.Fingerprint } => [Answer.Fingerprint.NotCompared],
        Verb.ScannerFree => [Answer.Initials.NotFree],
        _ => [],
    };

    private static Answer.AeTitles? Titles(string text) =>
        text.Split('/') is [var calling, var called] && AeTitle.TryParse(calling, out var from) && AeTitle.TryParse(called, out var to)
            ? new(new AeTitles(from, to))
            : null;

    /// <summary>As people print it: any case, with or without spaces and colons between groups.</summary>
    private static Answer.Fingerprint? Fingerprint(string text) =>
        text == Answer.Fingerprint.NotCompared ? new(null)
        : Sha256.TryParse(text.Replace(":", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant(), out var digest) ? new(digest)
        : null;

    /// <summary><c>null</c>: not of their form.</summary>
    internal static Answer.Initials? Initials(string text) => IsInitials(text.Trim()) ? new(text.Trim()) : null;

    private static bool IsInitials(string text) => text.Length is >= 1 and <= 8 && text.All(char.IsLetterOrDigit);

    /// <summary>Attributes as <c>WORD=value</c>, joined by commas; no comma within a value.</summary>
    [GeneratedRegex(@"^(CN|O|OU|L|ST|C)=[^=,]+(, ?(CN|O|OU|L|ST|C)=[^=,]+)*$", RegexOptions.ExplicitCapture)]
    private static partial Regex SubjectPattern();
}
