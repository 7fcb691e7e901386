using System.Collections.Immutable;
using System.Formats.Asn1;
using Provisioner.Core.Certificates.X509;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Paths;

/// <summary>Certificate policies (RFC 5280, 6.1). Only the newest level is kept, each policy once (as RFC 9618 does), so that no crafted chain
/// makes it grow.</summary>
internal sealed class PolicyCheck(PathRequest request)
{
    /// <summary>A policy on a level.</summary>
    /// <param name="Expected">What the next certificate may call it.</param>
    /// <param name="Roots">What it is called where the user's policies are: at the first level that named it.</param>
    private sealed record Node(HashSet<string> Expected, HashSet<string> Roots);

    /// <param name="path">Leaf first, anchor last.</param>
    public IEnumerable<Problem> Problems(ImmutableArray<HeldCertificate> path)
    {
        try
        {
            return Holds(path) ? [] : [Problem.Of("CERT-162", ("certificate", path[0].Subject.ToString()))];
        }
        catch (Exception fault) when (fault is AsnContentException or MalformedException)
        {
            return [Problem.Of("CERT-163", ("certificate", path[0].Subject.ToString()))];
        }
    }

    private bool Holds(ImmutableArray<HeldCertificate> path)
    {
        var count = path.Length - 1;
        var explicitPolicy = request.ExplicitPolicy ? 0 : count + 1;
        var inhibitAny = request.InhibitAnyPolicy ? 0 : count + 1;
        var mapping = request.InhibitPolicyMapping ? 0 : count + 1;
        var level = new Dictionary<string, Node> { [Oids.AnyPolicy] = new([Oids.AnyPolicy], [Oids.AnyPolicy]) };
        for (var depth = count - 1; depth >= 0; depth--)
        {
            var certificate = path[depth];
            var skips = certificate.IsSelfIssued && depth > 0;
            level = Next(level, certificate, inhibitAny > 0 || skips);
            if (explicitPolicy == 0 && level.Count == 0)
            {
                return false;
            }

            if (depth > 0)
            {
                Map(level, certificate, mapping > 0);
                (explicitPolicy, inhibitAny, mapping) = skips ? (explicitPolicy, inhibitAny, mapping) : (Less(explicitPolicy), Less(inhibitAny), Less(mapping));
            }
            else
            {
                explicitPolicy = Less(explicitPolicy);
            }

            var (require, forbid) = Constraints(certificate);
            explicitPolicy = depth == 0 ? (require == 0 ? 0 : explicitPolicy) : Math.Min(explicitPolicy, require);
            mapping = Math.Min(mapping, forbid);
            inhibitAny = Math.Min(inhibitAny, InhibitAny(certificate));
        }

        return explicitPolicy > 0 || IsWelcome(level);
    }

    /// <summary>6.1.5 (g): some policy of the path is one of the user's.</summary>
    private bool IsWelcome(Dictionary<string, Node> level) => request.Policies is not { } wanted
        ? level.Count > 0
        : level.Values.Any(node => node.Roots.Contains(Oids.AnyPolicy) || node.Roots.Overlaps(wanted));

    private static int Less(int count) => count > 0 ? count - 1 : 0;

    /// <summary>6.1.3 (d), (e): a policy stands on this level when the one above expects it, or any.</summary>
    private static Dictionary<string, Node> Next(Dictionary<string, Node> above, HeldCertificate certificate, bool anyCounts)
    {
        var next = new Dictionary<string, Node>();
        if (certificate.Extensions.Find(Oids.Policies) is not { } extension)
        {
            return next;
        }

        var policies = Policies(extension);
        foreach (var policy in policies.Where(p => p != Oids.AnyPolicy))
        {
            var parents = above.Values.Where(node => node.Expected.Contains(policy)).ToArray();
            if (parents.Length > 0 || above.ContainsKey(Oids.AnyPolicy))
            {
                next[policy] = new([policy], parents.Length > 0 ? Roots(parents, policy) : [policy]);
            }
        }

        foreach (var expected in anyCounts && policies.Contains(Oids.AnyPolicy) ? above.Values.SelectMany(node => node.Expected).Distinct() : [])
        {
            _ = next.TryAdd(expected, new([expected], Roots(above.Values.Where(node => node.Expected.Contains(expected)), expected)));
        }

        return next;
    }

    /// <summary>A policy named for the first time below any policy is its own root.</summary>
    private static HashSet<string> Roots(IEnumerable<Node> parents, string policy) =>
        [.. parents.SelectMany(parent => parent.Roots).Select(root => root == Oids.AnyPolicy ? policy : root)];

    private static HashSet<string> Policies(Extension extension)
    {
        var list = ExtensionParser.Only(extension.Value).ReadSequence();
        var policies = new HashSet<string>();
        while (list.HasData)
        {
            if (!policies.Add(list.ReadSequence().ReadObjectIdentifier()))
            {
                throw new MalformedException("policy stands twice");
            }
        }

        return policies.Count > 0 ? policies : throw new MalformedException("list of policies is empty");
    }

    /// <summary>6.1.4 (a), (b): issuer's policies are expected as the subject's, or vanish where mapping is forbidden.</summary>
    private static void Map(Dictionary<string, Node> level, HeldCertificate certificate, bool allowed)
    {
        foreach (var mapped in Mappings(certificate).GroupBy(m => m.From))
        {
            if (!allowed)
            {
                _ = level.Remove(mapped.Key);
            }
            else if (level.TryGetValue(mapped.Key, out var node) || level.ContainsKey(Oids.AnyPolicy))
            {
                level[mapped.Key] = new([.. mapped.Select(m => m.To)], node?.Roots ?? [mapped.Key]);
            }
        }
    }

    private static List<(string From, string To)> Mappings(HeldCertificate certificate)
    {
        var mappings = new List<(string, string)>();
        var list = certificate.Extensions.Find(Oids.PolicyMappings) is { } extension ? ExtensionParser.Only(extension.Value).ReadSequence() : null;
        while (list is { HasData: true })
        {
            var pair = list.ReadSequence();
            var (from, to) = (pair.ReadObjectIdentifier(), pair.ReadObjectIdentifier());
            mappings.Add(from != Oids.AnyPolicy && to != Oids.AnyPolicy ? (from, to) : throw new MalformedException("any policy is mapped"));
        }

        return mappings;
    }

    /// <summary>requireExplicitPolicy and inhibitPolicyMapping (4.2.1.11); very many when absent.</summary>
    private static (int Require, int Forbid) Constraints(HeldCertificate certificate)
    {
        var (require, forbid) = (int.MaxValue, int.MaxValue);
        if (certificate.Extensions.Find(Oids.PolicyConstraints) is { } extension)
        {
            var sequence = ExtensionParser.Only(extension.Value).ReadSequence();
            if (!sequence.HasData)
            {
                throw new MalformedException("policy constraints are empty");
            }

            while (sequence.HasData)
            {
                var tag = sequence.PeekTag();
                var count = Count(sequence, tag);
                (require, forbid) = tag.TagValue == 0 ? (count, forbid) : (require, count);
            }
        }

        return (require, forbid);
    }

    private static int InhibitAny(HeldCertificate certificate) =>
        certificate.Extensions.Find(Oids.InhibitAnyPolicy) is { } extension ? Count(ExtensionParser.Only(extension.Value), Asn1Tag.Integer) : int.MaxValue;

    private static int Count(AsnReader reader, Asn1Tag tag)
    {
        var count = reader.ReadInteger(tag);
        return count.Sign < 0 ? throw new MalformedException("negative count") : count > int.MaxValue ? int.MaxValue : (int)count;
    }
}
