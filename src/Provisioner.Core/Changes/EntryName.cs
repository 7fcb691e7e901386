using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Provisioner.Core.Changes;

/// <summary>Name of an entry of a store: ASCII letters, digits, <c>.</c>, <c>_</c> and <c>-</c>, 1 to 64 of them, so that it is a
/// file name everywhere, an alias in a key store, and a word on a command line.</summary>
public readonly record struct EntryName
{
    public const int Longest = 64;

    private EntryName(string text) => Text = text;

    public string Text { get; }

    /// <summary>Made from any text, e.g. a subject's common name. Accents are transliterated, all else becomes <c>-</c>.</summary>
    public static EntryName From(string text)
    {
        var safe = new StringBuilder(Longest);
        foreach (var character in text)
        {
            Append(safe, Ascii(character));
        }

        return new(Finish(safe.ToString()));
    }

    /// <summary>The name of an entry that is there, whatever it is.</summary>
    public static EntryName Held(string text) => new(text);

    public static bool TryParse([NotNullWhen(true)] string? text, out EntryName name)
    {
        name = text is null ? default : new(text);
        return text is not null && From(text).Text == text;
    }

    /// <summary>The name for another entry beside this one: <c>host-2</c>.</summary>
    /// <param name="number">2 or more.</param>
    public EntryName Beside(int number)
    {
        var suffix = $"-{number}";
        return new(Text[..Math.Min(Text.Length, Longest - suffix.Length)] + suffix);
    }

    public override string ToString() => Text;

    private static void Append(StringBuilder safe, string letters)
    {
        if (letters is not "-")
        {
            _ = safe.Append(letters);
        }
        else if (safe.Length > 0 && safe[^1] != '-')
        {
            _ = safe.Append('-');
        }
    }

    private static string Finish(string safe)
    {
        var name = safe[..Math.Min(safe.Length, Longest)].Trim('-', '.');
        return name.Length == 0 ? "entry"
            : ConsolePath.TryParse(name, out _) ? name
            : Finish("entry-" + name);
    }

    private static string Ascii(char character) => character switch
    {
        (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '.' or '_' => character.ToString(),
        'ä' or 'æ' => "ae",
        'ö' or 'œ' or 'ø' => "oe",
        'ü' => "ue",
        'Ä' or 'Æ' => "Ae",
        'Ö' or 'Œ' or 'Ø' => "Oe",
        'Ü' => "Ue",
        'ß' => "ss",
        'å' => "aa",
        'Å' => "Aa",
        'à' or 'á' or 'â' or 'ã' => "a",
        'À' or 'Á' or 'Â' or 'Ã' => "A",
        'ç' => "c",
        'Ç' => "C",
        >= 'è' and <= 'ë' => "e",
        >= 'È' and <= 'Ë' => "E",
        >= 'ì' and <= 'ï' => "i",
        >= 'Ì' and <= 'Ï' => "I",
        'ñ' => "n",
        'Ñ' => "N",
        >= 'ò' and <= 'õ' => "o",
        >= 'Ò' and <= 'Õ' => "O",
        >= 'ù' and <= 'û' => "u",
        >= 'Ù' and <= 'Û' => "U",
        'ý' or 'ÿ' => "y",
        'Ý' => "Y",
        _ => "-",
    };
}
