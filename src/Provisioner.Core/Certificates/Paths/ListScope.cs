using System.Collections.Immutable;
using System.Formats.Asn1;
using Provisioner.Core.Certificates.X509;

namespace Provisioner.Core.Certificates.Paths;

/// <summary>Of which certificates a revocation list speaks: its IssuingDistributionPoint (RFC 5280, 5.2.5).</summary>
/// <param name="Point">Names of its distribution point, each in DER; <c>null</c> when it has none.</param>
/// <param name="IsKnown"><c>false</c>: it narrows itself in a way that is not followed here.</param>
internal sealed record ListScope(ImmutableArray<string>? Point, bool UsersOnly, bool AuthoritiesOnly, bool IsIndirect, bool IsKnown)
{
    private static readonly ListScope All = new(null, false, false, false, true), Unknown = All with { IsKnown = false };

    public static ListScope Of(HeldRevocationList list)
    {
        try
        {
            return list.Extensions.Find(Oids.IssuingDistributionPoint) is { } extension ? Read(ExtensionParser.Only(extension.Value).ReadSequence()) : All;
        }
        catch (Exception fault) when (fault is AsnContentException or MalformedException or ArgumentException)
        {
            return Unknown;
        }
    }

    public bool Covers(HeldCertificate certificate) => IsKnown && !IsIndirect
        && !(UsersOnly && certificate.IsAuthority) && !(AuthoritiesOnly && !certificate.IsAuthority)
        && (Point is not { } point || PointsOf(certificate).Intersect(point).Any());

    private static ListScope Read(AsnReader fields)
    {
        var scope = All;
        while (fields.HasData)
        {
            var tag = fields.PeekTag();
            scope = tag.TagValue switch
            {
                0 => scope with { Point = Names(fields.ReadSequence(tag)) },
                1 => scope with { UsersOnly = fields.ReadBoolean(tag) },
                2 => scope with { AuthoritiesOnly = fields.ReadBoolean(tag) },
                4 => scope with { IsIndirect = fields.ReadBoolean(tag) },
                _ => Skip(fields, scope with { IsKnown = false }),
            };
        }

        return scope;
    }

    private static ListScope Skip(AsnReader fields, ListScope scope)
    {
        _ = fields.ReadEncodedValue();
        return scope;
    }

    /// <summary>fullName [0]; a name relative to the issuer [1] is taken as it stands, which fits where both spell it alike.</summary>
    private static ImmutableArray<string> Names(AsnReader point)
    {
        var tag = point.PeekTag();
        var names = tag.TagValue == 0 ? point.ReadSequence(tag) : point;
        var all = ImmutableArray.CreateBuilder<string>();
        while (names.HasData)
        {
            all.Add(Convert.ToHexString(names.ReadEncodedValue().Span));
        }

        return all.ToImmutable();
    }

    /// <summary>CRLDistributionPoints (RFC 5280, 4.2.1.13); those with reasons or another issuer are left out.</summary>
    private static ImmutableArray<string> PointsOf(HeldCertificate certificate)
    {
        var points = ImmutableArray.CreateBuilder<string>();
        try
        {
            var list = certificate.Extensions.Find(Oids.CrlDistributionPoints) is { } extension ? ExtensionParser.Only(extension.Value).ReadSequence() : null;
            while (list is { HasData: true })
            {
                var point = list.ReadSequence();
                if (point.HasData && point.PeekTag() is { TagValue: 0 } tag)
                {
                    var names = Names(point.ReadSequence(tag));
                    points.AddRange(point.HasData ? [] : names);
                }
            }
        }
        catch (Exception fault) when (fault is AsnContentException or MalformedException)
        {
            return [];
        }

        return points.ToImmutable();
    }
}
