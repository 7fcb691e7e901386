using System.Net;

namespace Provisioner.Core.Certificates.Paths;

/// <summary>Whether a certificate states a host (RFC 9525): only by alternative names, never by the common name.</summary>
public static class HostNames
{
    /// <param name="host">DNS name or IP address.</param>
    public static bool Names(HeldCertificate certificate, string host)
    {
        if (IPAddress.TryParse(host, out var address))
        {
            var bytes = address.GetAddressBytes();
            return certificate.Names.Any(name => name.Kind == NameKind.Ip && name.Raw.Span.SequenceEqual(bytes));
        }

        return certificate.DnsNames.Any(pattern => Matches(pattern, host));
    }

    /// <summary>For the texts of problems: all names, or that there are none.</summary>
    public static string Listed(HeldCertificate certificate) =>
        certificate.Names.IsEmpty ? "-" : string.Join(", ", certificate.Names);

    /// <summary>Equal without regard to case, or a star that stands for the whole first label of at least three (RFC 9525, 6.3).</summary>
    public static bool Matches(string pattern, string host)
    {
        host = host.EndsWith('.') ? host[..^1] : host;
        if (!pattern.StartsWith("*.", StringComparison.Ordinal))
        {
            return IsName(pattern) && pattern.Equals(host, StringComparison.OrdinalIgnoreCase);
        }

        var dot = host.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && IsName(pattern[2..]) && pattern.AsSpan(2).Contains('.') && pattern.AsSpan(1).Equals(host.AsSpan(dot), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Something that can stand among alternative names; a star for the first label too.</summary>
    public static bool IsNameOrAddress(string text) =>
        IPAddress.TryParse(text, out _) || IsName(text.StartsWith("*.", StringComparison.Ordinal) ? text[2..] : text);

    /// <summary>Labels of 1 to 63 letters, digits, hyphens and underscores, 253 in all.</summary>
    internal static bool IsName(string name) =>
        name.Length is > 0 and <= 253 && name.Split('.').All(label => label.Length is > 0 and <= 63
            && label[0] != '-' && label[^1] != '-' && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));
}
