using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Provisioner.Core.Proof;

/// <summary>A host and a TCP port, written <c>host:port</c>; IPv6 in brackets. The host is an address or a DNS name.</summary>
public sealed record Endpoint
{
    private Endpoint(string host, int port) => (Host, Port) = (host, port);

    /// <summary>Name or address, IPv6 without its brackets.</summary>
    public string Host { get; }

    /// <summary>1 to 65535.</summary>
    public int Port { get; }

    /// <summary>Whether the host is an address rather than a name that must be resolved.</summary>
    public bool IsAddress => IPAddress.TryParse(Host, out _);

    /// <summary>127.0.0.1, for what runs on this machine.</summary>
    public static Endpoint Loopback(int port) => new("127.0.0.1", port);

    public static bool TryParse(string? text, [NotNullWhen(true)] out Endpoint? endpoint)
    {
        endpoint = null;
        var colon = text?.LastIndexOf(':') ?? -1;
        if (colon < 1
            || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || port is < 1 or > ushort.MaxValue)
        {
            return false;
        }

        endpoint = Host(text![..colon]) is { } host ? new(host, port) : null;
        return endpoint is not null;

        static string? Host(string written) => written switch
        {
            ['[', .. var inner, ']'] => IPAddress.TryParse(inner, out var six) && six.AddressFamily == AddressFamily.InterNetworkV6 ? inner : null,
            _ => IsName(written) || IsDotted(written) ? written : null,
        };
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}");

    private static bool IsDotted(string text) =>
        text.Count(c => c == '.') == 3 && IPAddress.TryParse(text, out var four) && four.ToString() == text;

    /// <summary>Labels of 1 to 63 letters, digits, hyphens and underscores, 253 in all (RFC 1123, 2.1; underscores are met in
    /// hospitals). The last label is not all digits, so that a mistyped address is not taken for a name.</summary>
    private static bool IsName(string text) => text.Length is >= 1 and <= 253 && text.Split('.') is var labels
        && labels.All(label => label.Length is >= 1 and <= 63 && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            && label[0] != '-' && label[^1] != '-')
        && !labels[^1].All(char.IsAsciiDigit);
}
