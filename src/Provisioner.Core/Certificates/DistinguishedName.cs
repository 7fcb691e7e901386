using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using Provisioner.Core.Certificates.X509;

namespace Provisioner.Core.Certificates;

/// <summary>One attribute of a name; several of one <see cref="Group"/> stand in one set (RFC 5280, 4.1.2.4).</summary>
/// <param name="Oid">Object identifier, e.g. <c>2.5.4.3</c>.</param>
/// <param name="Value">As text; hexadecimal after <c>#</c> when it is not a string.</param>
/// <param name="Group">Number of the relative distinguished name, from 0.</param>
public readonly record struct NameAttribute(string Oid, string Value, int Group)
{
    /// <summary><c>CN</c>, <c>O</c>, <c>OU</c>, <c>L</c>, <c>ST</c>, <c>C</c>, ... or the object identifier.</summary>
    public string Word => Oids.AttributeWord(Oid);
}

/// <summary>A subject's or issuer's name. Equal when the bytes are; <see cref="Matches"/> compares as RFC 5280, 7.1 does.</summary>
public sealed record DistinguishedName
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",+\"\\<>;=");

    private string? _folded, _text;

    internal DistinguishedName(ReadOnlyMemory<byte> der, ImmutableArray<NameAttribute> attributes) =>
        (Der, Attributes) = (der, attributes);

    /// <summary>DER of the Name.</summary>
    public ReadOnlyMemory<byte> Der { get; }

    /// <summary>In the order of the certificate.</summary>
    public ImmutableArray<NameAttribute> Attributes { get; }

    public bool IsEmpty => Attributes.IsEmpty;

    /// <summary>The last value of an attribute by its word (<c>CN</c>, <c>O</c>, ...), or <c>null</c>.</summary>
    public string? this[string word]
    {
        get
        {
            for (var at = Attributes.Length - 1; at >= 0; at--)
            {
                if (Attributes[at].Word == word)
                {
                    return Attributes[at].Value;
                }
            }

            return null;
        }
    }

    /// <summary>Common name, or <c>null</c>.</summary>
    public string? CommonName => this["CN"];

    /// <summary>The same name, without regard to case, string type and repeated spaces (RFC 5280, 7.1).</summary>
    public bool Matches(DistinguishedName other) =>
        Der.Span.SequenceEqual(other.Der.Span) || Folded == other.Folded;

    /// <summary>Whether this name lies in the subtree of <paramref name="root"/> (RFC 5280, 4.2.1.10).</summary>
    public bool IsWithin(DistinguishedName root) =>
        root.IsEmpty || Folded.StartsWith(root.Folded, StringComparison.Ordinal);

    public bool Equals(DistinguishedName? other) => other is not null && Der.Span.SequenceEqual(other.Der.Span);

    public override int GetHashCode() => Folded.GetHashCode(StringComparison.Ordinal);

    /// <summary>The most specific attribute first, e.g. <c>CN=mr2, O=St. Anna, C=DE</c> (RFC 4514 with a space after the comma).</summary>
    public override string ToString() => _text ??= Print();

    private string Folded => _folded ??= Fold();

    /// <summary>Every group ends with a newline, which no folded value holds, so that a prefix is a subtree.</summary>
    private string Fold()
    {
        var folded = new StringBuilder();
        foreach (var group in Attributes.GroupBy(a => a.Group))
        {
            _ = folded.AppendJoin('\t', group.Select(a => $"{a.Oid}={FoldValue(a.Value)}").Order(StringComparer.Ordinal)).Append('\n');
        }

        return folded.ToString();
    }

    private static string FoldValue(string value) =>
        string.Join(' ', value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToUpperInvariant().ToLowerInvariant();

    private string Print() => string.Join(", ", Attributes.GroupBy(a => a.Group).Reverse()
        .Select(group => string.Join('+', group.Select(a => $"{a.Word}={Escape(a.Value)}"))));

    private static string Escape(string value)
    {
        if (value.AsSpan().IndexOfAny(Special) < 0 && value.AsSpan().Trim().Length == value.Length && !value.StartsWith('#'))
        {
            return value;
        }

        var escaped = new StringBuilder();
        for (var at = 0; at < value.Length; at++)
        {
            var edge = (at == 0 && value[at] is ' ' or '#') || (at == value.Length - 1 && value[at] == ' ');
            _ = edge || Special.Contains(value[at])
                ? escaped.Append('\\').Append(value[at])
                : escaped.Append(value[at]);
        }

        return escaped.ToString();
    }
}
