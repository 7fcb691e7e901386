using System.Collections.Immutable;
using System.Formats.Asn1;
using Provisioner.Core.Certificates.X509;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Paths;

/// <summary>Certificate policies (RFC 5280, 6.1), with any policy welcome at the start. Only the newest level is kept, each policy once
/// (as RFC 9618 does), so that no crafted chain makes it grow.</summary>
internal static class PolicyCheck
{
    /// <param name="path">Leaf first, anchor last.</param>
    public static IEnumerable<Problem> Problems(ImmutableArray<HeldCertificate> path)
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

    private static bool Holds(ImmutableArray<HeldCertificate> path)
    {
        var count = path.Length - 1;
        var (explicitPolicy, inhibitAny, mapping) = (count + 1, count + 1, count + 1);
        var level = new Dictionary<string, HashSet<string>> { [Oids.AnyPolicy] = [Oids.AnyPolicy] };
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

        return explicitPolicy > 0 || level.Count > 0;
    }

    private static int Less(int count) => count > 0 ? count - 1 : 0;

    /// <summary>6.1.3 (d), (e): a policy stands on this level when the one above expects it, or any.</summary>
    private static Dictionary<string, HashSet<string>> Next(Dictionary<string, HashSet<string>> above, HeldCertificate certificate, bool anyCounts)
    {
        var next = new Dictionary<string, HashSet<string>>();
        if (certificate.Extensions.Find(Oids.Policies) is not { } extension)
        {
            return next;
        }

        var policies = Policies(extension);
        foreach (var policy in policies.Where(p => p != Oids.AnyPolicy))
        {
            if (above.ContainsKey(Oids.AnyPolicy) || above.Values.Any(expected => expected.Contains(policy)))
            {
                next[policy] = [policy];
            }
        }

        if (anyCounts && policies.Contains(Oids.AnyPolicy))
        {
            foreach (var expected in above.Values.SelectMany(e => e))
            {
                _ = next.TryAdd(expected, [expected]);
            }
        }

        return next;
    }

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
    private static void Map(Dictionary<string, HashSet<string>> level, HeldCertificate certificate, bool allowed)
    {
        foreach (var mapped in Mappings(certificate).GroupBy(m => m.From))
        {
            if (!allowed)
            {
                _ = level.Remove(mapped.Key);
            }
            else if (level.ContainsKey(mapped.Key) || level.ContainsKey(Oids.AnyPolicy))
            {
                level[mapped.Key] = [.. mapped.Select(m => m.To)];
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
