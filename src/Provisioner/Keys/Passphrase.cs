using System.Security.Cryptography;
using Provisioner.Core.Problems;

namespace Provisioner.Keys;

/// <summary>Generated passphrases: easy to read and type with gloves on any keyboard layout.</summary>
internal static class Passphrase
{
    /// <summary>Letters at the same place of QWERTY, QWERTZ and AZERTY that are not taken for one another.</summary>
    private const string Alphabet = "bcdefghjknprstuvx";

    private const int Groups = 4, GroupLength = 4;

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
