using System.Buffers.Binary;

namespace Provisioner.Core.Proof;

/// <summary>What can be read of a handshake in clear, beneath the TLS library: with TLS 1.2 all up to the switch to encryption,
/// with 1.3 the hello alone (RFC 5246, 6.2 and 7.4; RFC 8446, 5.1). Platforms that hide alerts are seen through this way.</summary>
/// <param name="ServerHello">Whether one came.</param>
/// <param name="Version">The version chosen, <c>0x0303</c> for 1.2, <c>0x0304</c> for 1.3; <c>null</c> before the hello.</param>
/// <param name="CertificateRequested">Whether a CertificateRequest came in clear (TLS 1.2 and older).</param>
/// <param name="Alert">The alert that came in clear; <c>null</c> when none did.</param>
public sealed record TlsRecords(bool ServerHello, int? Version, bool CertificateRequested, int? Alert)
{
    private const byte ChangeCipherSpec = 20, AlertRecord = 21, HandshakeRecord = 22;
    private const byte ServerHelloMessage = 2, CertificateRequestMessage = 13;

    public static TlsRecords None { get; } = new(false, null, false, null);

    /// <summary>Reads what a server sent, from its first byte. Stops at what is broken or encrypted.</summary>
    public static TlsRecords Read(ReadOnlySpan<byte> received)
    {
        var facts = None;
        var handshake = new List<byte>();
        while (received.Length >= 5 && BinaryPrimitives.ReadUInt16BigEndian(received[3..]) is var length && received.Length >= 5 + length)
        {
            var type = received[0];
            var value = received.Slice(5, length);
            received = received[(5 + length)..];
            if (type == AlertRecord && length == 2)
            {
                return Messages(handshake, facts) with { Alert = value[1] };
            }

            if (type != HandshakeRecord)
            {
                break;
            }

            handshake.AddRange(value);
        }

        return Messages(handshake, facts);
    }

    /// <summary>Handshake messages: type 1, length 3, body.</summary>
    private static TlsRecords Messages(List<byte> handshake, TlsRecords facts)
    {
        var bytes = handshake.ToArray().AsSpan();
        while (bytes.Length >= 4 && (bytes[1] << 16 | BinaryPrimitives.ReadUInt16BigEndian(bytes[2..])) is var length && bytes.Length >= 4 + length)
        {
            var body = bytes.Slice(4, length);
            facts = bytes[0] switch
            {
                ServerHelloMessage => facts with { ServerHello = true, Version = ChosenVersion(body) },
                CertificateRequestMessage => facts with { CertificateRequested = true },
                _ => facts,
            };
            bytes = bytes[(4 + length)..];
        }

        return facts;
    }

    /// <summary>Version 0, random 2, session id 34, then suite 2, compression 1, extensions; extension 43 names TLS 1.3.</summary>
    private static int? ChosenVersion(ReadOnlySpan<byte> hello)
    {
        if (hello.Length < 35 || hello.Length < 38 + hello[34])
        {
            return null;
        }

        var extensions = hello[(38 + hello[34])..];
        extensions = extensions.Length > 2 ? extensions[2..] : default;
        while (extensions.Length >= 4 && BinaryPrimitives.ReadUInt16BigEndian(extensions[2..]) is var length && extensions.Length >= 4 + length)
        {
            if (BinaryPrimitives.ReadUInt16BigEndian(extensions) == 43 && length == 2)
            {
                return BinaryPrimitives.ReadUInt16BigEndian(extensions[4..]);
            }

            extensions = extensions[(4 + length)..];
        }

        return BinaryPrimitives.ReadUInt16BigEndian(hello);
    }
}
