using System.Collections.Immutable;

namespace Provisioner.Core.Problems;

/// <summary>A thing that is wrong, said once, for the person who must put it right. The texts come from the
/// <see cref="Catalogue"/> by code; two problems are equal when code and values are.</summary>
public sealed record Problem
{
    private Problem(string code, ImmutableSortedDictionary<string, string> values) => (Code, Values) = (code, values);

    /// <summary>Stable, e.g. <c>CERT-012</c>: on screen, in the journal, in the manual's table.</summary>
    public string Code { get; }

    /// <summary>What was found, by the name that the text uses. Never secret, never patient data.</summary>
    public ImmutableSortedDictionary<string, string> Values { get; }

    /// <summary>What was found, with the values. Plain words, no exception text.</summary>
    public string Seen => Catalogue.English.Fill(Code, "seen", Values);

    /// <summary>Who must act.</summary>
    public Responsible Who => Catalogue.English.Responsible(Code);

    /// <summary>The next thing to do, as an instruction. Never empty.</summary>
    public string Remedy => Catalogue.English.Fill(Code, "remedy", Values);

    /// <summary>The clause it breaks; <c>null</c> when the rule is our own.</summary>
    public string? Rule => Catalogue.English.Find(Code, "rule");

    /// <summary>A problem of the catalogue, with the values that its texts name.</summary>
    /// <exception cref="KeyNotFoundException">The code is not in the catalogue: a bug, not a fault in the field.</exception>
    public static Problem Of(string code, params ReadOnlySpan<(string Name, string Value)> values)
    {
        _ = Catalogue.English.Responsible(code);
        var named = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in values)
        {
            named[name] = Printable.Of(value);
        }

        return new Problem(code, named.ToImmutable());
    }

    public bool Equals(Problem? other) =>
        other is not null && Code == other.Code && Values.SequenceEqual(other.Values);

    public override int GetHashCode() => Code.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => $"{Code} {Seen}";
}

/// <summary>Who must act on a problem. The word in JSON is the lower-case name, e.g. <c>peer-admin</c>.</summary>
public enum Responsible
{
    Engineer,
    HospitalIt,
    PeerAdmin,
    Vendor,
    Office,
    Author,
}

public static class ResponsibleWords
{
    /// <summary>The word in the catalogue, the journal and JSON.</summary>
    public static string Word(this Responsible who) => who switch
    {
        Responsible.Engineer => "engineer",
        Responsible.HospitalIt => "hospital-it",
        Responsible.PeerAdmin => "peer-admin",
        Responsible.Vendor => "vendor",
        Responsible.Office => "office",
        Responsible.Author => "author",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static Responsible Parse(string word) =>
        Enum.GetValues<Responsible>().First(who => who.Word() == word);
}
