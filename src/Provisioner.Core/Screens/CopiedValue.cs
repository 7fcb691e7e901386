using System.Globalization;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Screens;

/// <summary>A value that a person copies onto another screen, character by character: spread out in a line of its own; below it how
/// many characters there are, and which of them look like others.</summary>
public static class CopiedValue
{
    private const string Indent = "      ";

    /// <summary>What is easily taken for something else, with the text that tells which it is.</summary>
    private static readonly (char Character, string Key)[] Alike =
        [('0', "value.zero"), ('O', "value.letter-o"), ('1', "value.one"), ('l', "value.small-l"), ('I', "value.capital-i"), ('-', "value.hyphen"), ('_', "value.underscore"), (' ', "value.space")];

    private static Catalogue Say => Catalogue.English;

    public static Page Of(string value) => Page.Empty
        .Blank()
        .Text(Spread(value), Tone.Value, Indent)
        .Text(Say.Text("value.characters", ("count", value.Length.ToString(CultureInfo.InvariantCulture)), ("alike", Told(value))), Tone.Faint, Indent);

    /// <summary>As it is, where spread out it would not fit, or its own spaces could not be told.</summary>
    private static string Spread(string value) =>
        value.Contains(' ', StringComparison.Ordinal) || Indent.Length + (2 * value.Length) > Page.Width ? value : string.Join(' ', value.AsEnumerable());

    private static string Told(string value) =>
        string.Concat(Alike.Where(alike => value.Contains(alike.Character, StringComparison.Ordinal)).Select(alike => "; " + Say.Text(alike.Key)));
}
