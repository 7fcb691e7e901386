using System.Text;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Proof;

/// <summary>What came back for a preamble that asks for TLS.</summary>
public abstract record FramingAnswer
{
    private FramingAnswer()
    {
    }

    /// <summary>A beginning of what may come; more bytes are needed.</summary>
    public sealed record Unfinished : FramingAnswer;

    /// <summary>TLS begins with the next byte.</summary>
    public sealed record Upgraded : FramingAnswer;

    /// <summary>A refusal (MC-NMF, 2.2.5).</summary>
    /// <param name="Name">The last part of a fault that the specification names; what is another's as it came, made printable.</param>
    public sealed record Fault(string Name) : FramingAnswer;

    /// <summary>No record that may come here, or one that is broken.</summary>
    public sealed record Unexpected : FramingAnswer;
}

/// <summary>.NET Message Framing (MC-NMF 1.0), by which <c>net.tcp</c> services are spoken to, as far as is needed to reach their TLS:
/// the preamble with a request for it, and the first record of the answer.</summary>
public static class MessageFraming
{
    public const string Scheme = "net.tcp";

    /// <summary>Faults that have a cause of their own (2.2.5).</summary>
    public const string UpgradeInvalid = "UpgradeInvalid", EndpointNotFound = "EndpointNotFound";

    /// <summary>Octets of a fault that are taken; those of the specification have up to 80.</summary>
    public const int LongestFault = 1024;

    /// <summary>Octets in which a record's size may come (2.2.2).</summary>
    private const int LongestSize = 5;

    private const string FaultNamespace = "http://schemas.microsoft.com/ws/2006/05/framing/faults/";

    private const byte Version = 0x00, Mode = 0x01, Via = 0x02, KnownEncoding = 0x03, Fault = 0x08, UpgradeRequest = 0x09, UpgradeResponse = 0x0A;

    private const byte Major = 1, Minor = 0, Duplex = 0x02, BinaryWithDictionary = 0x08;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Version, mode, via, encoding and the request for TLS (2.2.6, 2.2.3.5), as the usual binding of <c>net.tcp</c> sends them.</summary>
    /// <param name="via">The service's address, <c>net.tcp://host:port/path</c>.</param>
    public static byte[] Preamble(string via) =>
    [
        Version, Major, Minor,
        Mode, Duplex,
        Via, .. Sized(via),
        KnownEncoding, BinaryWithDictionary,
        UpgradeRequest, .. Sized("application/ssl-tls"),
    ];

    /// <summary>Reads what came for a preamble, from its first byte. What follows an <see cref="FramingAnswer.Upgraded"/> is TLS's.</summary>
    public static FramingAnswer Read(ReadOnlySpan<byte> received) => received switch
    {
        [] => new FramingAnswer.Unfinished(),
        [UpgradeResponse, ..] => new FramingAnswer.Upgraded(),
        [Fault, .. var rest] => ReadFault(rest),
        _ => new FramingAnswer.Unexpected(),
    };

    private static FramingAnswer ReadFault(ReadOnlySpan<byte> rest)
    {
        if (Size(rest, out var octets) is not { } size)
        {
            return new FramingAnswer.Unfinished();
        }

        if (size is 0 or > LongestFault)
        {
            return new FramingAnswer.Unexpected();
        }

        return rest.Length < octets + size ? new FramingAnswer.Unfinished() : Named(rest.Slice(octets, (int)size));
    }

    private static FramingAnswer Named(ReadOnlySpan<byte> fault)
    {
        try
        {
            var text = Strict.GetString(fault);
            return new FramingAnswer.Fault(Printable.Of(text.StartsWith(FaultNamespace, StringComparison.Ordinal) ? text[FaultNamespace.Length..] : text));
        }
        catch (DecoderFallbackException)
        {
            return new FramingAnswer.Unexpected();
        }
    }

    /// <summary>Seven bits an octet, the lowest first; the highest bit says that more follow (2.2.2).</summary>
    /// <returns><c>null</c> when more octets are needed; more than <see cref="LongestFault"/> when it is too much, or no size.</returns>
    private static long? Size(ReadOnlySpan<byte> from, out int octets)
    {
        long size = 0;
        for (octets = 0; octets < LongestSize; octets++)
        {
            if (octets == from.Length)
            {
                return null;
            }

            size |= (long)(from[octets] & 0x7F) << (7 * octets);
            if ((from[octets] & 0x80) == 0)
            {
                octets++;
                return size;
            }
        }

        return long.MaxValue;
    }

    private static byte[] Sized(string text)
    {
        var bytes = Strict.GetBytes(text);
        var size = new List<byte>();
        for (var left = bytes.Length; ; left >>= 7)
        {
            size.Add((byte)(left > 0x7F ? (left & 0x7F) | 0x80 : left));
            if (left <= 0x7F)
            {
                return [.. size, .. bytes];
            }
        }
    }
}
