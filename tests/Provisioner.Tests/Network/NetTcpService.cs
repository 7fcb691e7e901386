using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Provisioner.Tests.Network;

/// <summary>A service of .NET as far as its TLS: reads a preamble by itself, octet by octet as MC-NMF has it, answers it, and then does
/// the handshake.</summary>
internal static class NetTcpService
{
    /// <param name="identity">Asked for at each connection; <c>null</c>: the endpoint is not encrypted.</param>
    /// <param name="path">The only endpoint that it knows.</param>
    /// <param name="port">0: one that is free.</param>
    public static OddPeer Start(Func<X509Certificate2?> identity, string path, int port = 0) => new(
        async (stream, stop) =>
        {
            if (await PreambleAsync(stream, stop) is not { } via)
            {
                await FaultAsync(stream, "InvalidRecordSequence", stop);
            }
            else if (new Uri(via).AbsolutePath != path)
            {
                await FaultAsync(stream, "EndpointNotFound", stop);
            }
            else if (identity() is not { } own)
            {
                await FaultAsync(stream, "UpgradeInvalid", stop);
            }
            else
            {
                await stream.WriteAsync(new byte[] { 0x0A }, stop);
                await ServeAsync(stream, own, stop);
            }
        },
        port);

    /// <summary>A fault record of a name in the specification's namespace.</summary>
    public static byte[] Fault(string name)
    {
        var text = Encoding.UTF8.GetBytes($"http://schemas.microsoft.com/ws/2006/05/framing/faults/{name}");
        Assert.InRange(text.Length, 1, 127);
        return [0x08, (byte)text.Length, .. text];
    }

    private static async Task FaultAsync(NetworkStream stream, string name, CancellationToken stop)
    {
        await stream.WriteAsync(Fault(name), stop);
        stream.Socket.Shutdown(SocketShutdown.Send);
        while (await stream.ReadAsync(new byte[256], stop) > 0)
        {
        }
    }

    private static async Task ServeAsync(NetworkStream stream, X509Certificate2 own, CancellationToken stop)
    {
        await using var tls = new SslStream(stream, leaveInnerStreamOpen: true);
        try
        {
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = own }, stop);
            while (await tls.ReadAsync(new byte[256], stop) > 0)
            {
            }
        }
        catch (AuthenticationException)
        {
            // They did not like the certificate.
        }
    }

    /// <returns>The via; <c>null</c> when it is no preamble that asks for TLS.</returns>
    private static async Task<string?> PreambleAsync(NetworkStream stream, CancellationToken stop)
    {
        if (!await AreNextAsync(0, 1, 0, 1, 2, 2))
        {
            return null;
        }

        var via = Encoding.UTF8.GetString(await BytesAsync(await SizeAsync()));
        return await AreNextAsync(3, 8, 9) && Encoding.UTF8.GetString(await BytesAsync(await SizeAsync())) == "application/ssl-tls" ? via : null;

        async Task<bool> AreNextAsync(params byte[] wanted) => (await BytesAsync(wanted.Length)).AsSpan().SequenceEqual(wanted);

        async Task<int> SizeAsync()
        {
            for (var (size, shift) = (0, 0); ; shift += 7)
            {
                var octet = (await BytesAsync(1))[0];
                size |= (octet & 0x7F) << shift;
                if (octet < 0x80)
                {
                    return size;
                }
            }
        }

        async Task<byte[]> BytesAsync(int count)
        {
            var bytes = new byte[count];
            await stream.ReadExactlyAsync(bytes, stop);
            return bytes;
        }
    }
}
