using System.Globalization;
using System.Security.Cryptography;
using Provisioner.Core.Problems;

namespace Provisioner.Keys;

/// <summary>Generated passphrases: easy to read and type with gloves on any keyboard layout.</summary>
internal static class Passphrase
{
    /// <summary>Letters at the same place of QWERTY, QWERTZ and AZERTY that are not taken for one another.</summary>
    private const string Alphabet = "bcdefghjknprstuvx";

    private const int Groups = 4, GroupLength = 4;

    /// <summary>Fewest characters of one that a person makes up, and fewest different ones.</summary>
    public const int Shortest = 12, Fewest = 5;

    /// <summary>Whether a passphrase that a person made up is too easily found: a lost stick can be tried for ever.</summary>
    /// <returns><c>null</c>: it will do.</returns>
    public static Problem? Unfit(Secret passphrase)
    {
        var different = new HashSet<char>();
        foreach (var character in passphrase.Characters)
        {
            _ = different.Add(character);
        }

        return passphrase.Characters.Length < Shortest || different.Count < Fewest
            ? Problem.Of("STICK-033", ("fewest", Shortest.ToString(CultureInfo.InvariantCulture)), ("different", Fewest.ToString(CultureInfo.InvariantCulture)))
            : null;
    }

    /// <summary>16 letters of 17, in four groups with a space between, typed as shown: 65 bits.</summary>
    public static Secret Generate()
    {
        var characters = new char[(Groups * GroupLength) + Groups - 1];
        for (var i = 0; i < characters.Length; i++)
        {
            characters[i] = i % (GroupLength + 1) == GroupLength ? ' ' : Alphabet[RandomNumberGenerator.GetInt32(Alphabet.Length)];
        }

        var secret = new Secret(characters);
        Array.Clear(characters);
        return secret;
    }
}
