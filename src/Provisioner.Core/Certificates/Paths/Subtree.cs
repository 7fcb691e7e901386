using Provisioner.Core.Certificates.X509;

namespace Provisioner.Core.Certificates.Paths;

/// <summary>Whether a name lies in a subtree, kind by kind (RFC 5280, 4.2.1.10).</summary>
internal static class Subtree
{
    /// <exception cref="MalformedException">The subtree's root is none that means anything.</exception>
    public static void RequireWellFormed(AlternativeName root)
    {
        var good = root.Kind switch
        {
            NameKind.Dns => root.Text.Length == 0 || HostNames.IsName(root.Text),
            NameKind.Uri => HostNames.IsName(root.Text.TrimStart('.')),
            NameKind.Ip => IsMask(root.Raw.Span[(root.Raw.Length / 2)..]),
            _ => true,
        };
        if (!good)
        {
            throw new MalformedException("name constraint makes no sense");
        }
    }

    /// <summary>The whole name lies within. Kinds that are not compared never do, so that a permitted one fails closed.</summary>
    public static bool Holds(AlternativeName root, AlternativeName name) => name.Kind switch
    {
        NameKind.Dns => WithoutStar(name.Text) is var domain && HostNames.IsName(domain) && IsDomainWithin(domain, root.Text),
        NameKind.Ip => IsAddressWithin(name.Raw.Span, root.Raw.Span),
        NameKind.Directory => name.Directory!.IsWithin(root.Directory!),
        NameKind.Email => Mail(name.Text) is { } mail && IsMailWithin(mail, root.Text),
        NameKind.Uri => UriHost(name.Text) is { } host && IsHostWithin(host, root.Text),
        _ => false,
    };

    /// <summary>Some of the name may lie within: a star below the root, or anything that cannot be told.</summary>
    public static bool Touches(AlternativeName root, AlternativeName name) => name.Kind switch
    {
        NameKind.Dns when !HostNames.IsName(WithoutStar(name.Text)) => true,
        NameKind.Dns when WithoutStar(name.Text) is var domain && domain.Length < name.Text.Length => IsDomainWithin(domain, root.Text) || IsDomainWithin(root.Text, domain),
        NameKind.Dns => IsDomainWithin(name.Text, root.Text),
        NameKind.Email => Mail(name.Text) is not { } mail || IsMailWithin(mail, root.Text),
        NameKind.Uri => UriHost(name.Text) is not { } host || IsHostWithin(host, root.Text),
        NameKind.Ip or NameKind.Directory => Holds(root, name),
        _ => true,
    };

    private static string WithoutStar(string name) => name.StartsWith("*.", StringComparison.Ordinal) ? name[2..] : name;

    /// <summary>The domain itself or anything below it; the empty root holds all.</summary>
    private static bool IsDomainWithin(string name, string root) =>
        root.Length == 0 || name.Equals(root, StringComparison.OrdinalIgnoreCase)
        || (name.Length > root.Length && name.EndsWith(root, StringComparison.OrdinalIgnoreCase) && name[name.Length - root.Length - 1] == '.');

    /// <summary>A leading dot means below only; without it, exactly that host.</summary>
    private static bool IsHostWithin(string host, string root) => root.StartsWith('.')
        ? host.Length > root.Length && host.EndsWith(root, StringComparison.OrdinalIgnoreCase)
        : host.Equals(root, StringComparison.OrdinalIgnoreCase);

    private static bool IsMailWithin((string Local, string Host) mail, string root)
    {
        var at = root.LastIndexOf('@');
        return at >= 0
            ? mail.Local == root[..at] && mail.Host.Equals(root[(at + 1)..], StringComparison.OrdinalIgnoreCase)
            : IsHostWithin(mail.Host, root);
    }

    private static (string Local, string Host)? Mail(string text)
    {
        var at = text.LastIndexOf('@');
        return at > 0 && !text.AsSpan(0, at).Contains('@') && HostNames.IsName(text[(at + 1)..]) ? (text[..at], text[(at + 1)..]) : null;
    }

    /// <summary><c>null</c> when there is none, or when it is an address, which no URI constraint can speak of.</summary>
    private static string? UriHost(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.HostNameType == UriHostNameType.Dns ? uri.Host : null;

    private static bool IsAddressWithin(ReadOnlySpan<byte> address, ReadOnlySpan<byte> root)
    {
        if (address.Length * 2 != root.Length)
        {
            return false;
        }

        for (var at = 0; at < address.Length; at++)
        {
            if (((address[at] ^ root[at]) & root[at + address.Length]) != 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Ones, then zeros (RFC 4632).</summary>
    private static bool IsMask(ReadOnlySpan<byte> mask)
    {
        var zeros = false;
        foreach (var part in mask)
        {
            for (var bit = 0x80; bit > 0; bit >>= 1)
            {
                var one = (part & bit) != 0;
                if (one && zeros)
                {
                    return false;
                }

                zeros |= !one;
            }
        }

        return true;
    }
}
