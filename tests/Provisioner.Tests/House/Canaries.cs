using System.Collections.Immutable;
using System.Text;

namespace Provisioner.Tests.House;

/// <summary>Secrets planted before a run and looked for in everything that it wrote and printed, in every spelling in which a
/// program lets one slip: raw, UTF-16, hexadecimal, base64 at any place of a longer text.</summary>
internal sealed class Canaries
{
    /// <summary>Shorter pieces are found by chance.</summary>
    private const int Shortest = 8;

    private readonly List<(string Name, string Form, byte[] Bytes)> _forms = [];

    public Canaries Text(string name, string secret)
    {
        Add(name, "UTF-16", Encoding.Unicode.GetBytes(secret));
        Add(name, "UTF-16, big-endian", Encoding.BigEndianUnicode.GetBytes(secret));
        return Bytes(name, Encoding.UTF8.GetBytes(secret));
    }

    /// <summary>Keys of a PEM file that holds private ones in clear: a slice of the middle of each.</summary>
    public Canaries Keys(string name, string pem)
    {
        foreach (var block in pem.Split("-----BEGIN ").Where(block => block.Split("-----")[0] is "PRIVATE KEY" or "RSA PRIVATE KEY" or "EC PRIVATE KEY"))
        {
            var der = Convert.FromBase64String(string.Concat(block.Split("-----")[1].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
            _ = Bytes(name, der[(der.Length / 2)..((der.Length / 2) + 24)]);
        }

        return this;
    }

    public Canaries Bytes(string name, byte[] secret)
    {
        Add(name, "raw", secret);
        Add(name, "hexadecimal", Encoding.ASCII.GetBytes(Convert.ToHexString(secret)));
        Add(name, "hexadecimal", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(secret)));
        for (var before = 0; before < 3; before++)
        {
            Add(name, "base64", Encoding.ASCII.GetBytes(Within(secret, before)));
        }

        return this;
    }

    /// <summary>Where one of them is.</summary>
    public string[] FoundIn(IEnumerable<(string Name, byte[] Bytes)> written) =>
    [
        .. from file in written.AsParallel()
           from form in _forms
           where file.Bytes.AsSpan().IndexOf(form.Bytes) >= 0
           select $"{file.Name}: {form.Name}, {form.Form}",
    ];

    public int Forms => _forms.Count;

    private void Add(string name, string form, byte[] bytes) =>
        _forms.Add(bytes.Length >= Shortest ? (name, form, bytes) : throw new ArgumentException($"{name} is too short to be looked for", nameof(bytes)));

    /// <summary>The characters that only the secret decides, wherever it stands in the bytes that were encoded.</summary>
    private static string Within(byte[] secret, int before)
    {
        var text = Convert.ToBase64String([.. new byte[before], .. secret]).TrimEnd('=');
        var end = (before + secret.Length) % 3 == 0 ? text.Length : text.Length - 1;
        return text[(before == 0 ? 0 : before + 1)..end];
    }
}
