using System.Collections.Immutable;
using System.Formats.Asn1;
using Provisioner.Core.Certificates.X509;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Paths;

/// <summary>Name constraints (RFC 5280, 4.2.1.10 and 6.1.3 (b), (c)).</summary>
internal static class ConstraintCheck
{
    /// <summary>Most comparisons of a name with a subtree in one path: crafted chains ask for millions.</summary>
    private const int MostComparisons = 100_000;

    /// <param name="path">Leaf first, anchor last.</param>
    public static IEnumerable<Problem> Problems(ImmutableArray<HeldCertificate> path)
    {
        var comparisons = 0;
        for (var depth = path.Length - 1; depth > 0; depth--)
        {
            if (path[depth].Extensions.Find(Oids.NameConstraints) is not { } extension)
            {
                continue;
            }

            if (Read(extension) is not { } constraints)
            {
                yield return Problem.Of("CERT-163", ("certificate", path[depth].Subject.ToString()));
                continue;
            }

            foreach (var below in path[..depth].Where((certificate, at) => at == 0 || !certificate.IsSelfIssued))
            {
                var names = Names(below);
                comparisons += names.Length * (constraints.Permitted.Length + constraints.Excluded.Length);
                if (comparisons > MostComparisons)
                {
                    yield return Problem.Of("CERT-154", ("certificate", below.Subject.ToString()), ("most", $"{MostComparisons}"));
                    yield break;
                }

                if (names.FirstOrDefault(name => !Permits(constraints, name)) is { } wrong)
                {
                    yield return Problem.Of("CERT-164", ("certificate", below.Subject.ToString()), ("name", wrong.ToString()), ("authority", path[depth].Subject.ToString()));
                }
            }
        }
    }

    private static NameConstraints? Read(Extension extension)
    {
        try
        {
            return NameConstraints.Read(extension.Value);
        }
        catch (Exception fault) when (fault is AsnContentException or MalformedException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The subject, unless empty, all alternative names, and mail addresses in the subject.</summary>
    private static ImmutableArray<AlternativeName> Names(HeldCertificate certificate) =>
    [
        .. certificate.Names,
        .. certificate.Subject.IsEmpty ? [] : (ImmutableArray<AlternativeName>)[new(NameKind.Directory, certificate.Subject.ToString()) { Directory = certificate.Subject }],
        .. certificate.Subject.Attributes.Where(a => a.Oid == Oids.EmailAddress).Select(a => new AlternativeName(NameKind.Email, a.Value)),
    ];

    private static bool Permits(NameConstraints constraints, AlternativeName name)
    {
        var permitted = constraints.Permitted.Where(c => c.Kind == name.Kind).ToArray();
        return (permitted.Length == 0 || permitted.Any(c => Subtree.Holds(c, name)))
            && !constraints.Excluded.Any(c => c.Kind == name.Kind && Subtree.Touches(c, name));
    }
}

/// <summary>What an authority may name.</summary>
internal sealed record NameConstraints(ImmutableArray<AlternativeName> Permitted, ImmutableArray<AlternativeName> Excluded)
{
    /// <exception cref="MalformedException">Minimum or maximum are used, which RFC 5280 forbids; or nothing is constrained.</exception>
    public static NameConstraints Read(ReadOnlyMemory<byte> value)
    {
        var sequence = ExtensionParser.Only(value).ReadSequence();
        ImmutableArray<AlternativeName> permitted = [], excluded = [];
        if (!sequence.HasData)
        {
            throw new MalformedException("name constraints are empty");
        }

        while (sequence.HasData)
        {
            var tag = sequence.PeekTag();
            var subtrees = Subtrees(sequence.ReadSequence(tag));
            (permitted, excluded) = tag.TagValue == 0 ? (subtrees, excluded) : (permitted, subtrees);
        }

        return new(permitted, excluded);
    }

    private static ImmutableArray<AlternativeName> Subtrees(AsnReader list)
    {
        var subtrees = ImmutableArray.CreateBuilder<AlternativeName>();
        while (list.HasData)
        {
            var subtree = list.ReadSequence();
            var root = NameParser.ReadName(subtree, constraint: true);
            subtree.ThrowIfNotEmpty();
            Subtree.RequireWellFormed(root);
            subtrees.Add(root);
        }

        return subtrees.Count > 0 ? subtrees.ToImmutable() : throw new MalformedException("list of subtrees is empty");
    }
}
