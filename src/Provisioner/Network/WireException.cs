using System.Net.Sockets;
using System.Security.Authentication;
using Provisioner.Core.Proof;

namespace Provisioner.Network;

/// <summary>The wire, or the one at its other end, ended what was going on. Carries the sign, never a text for people.</summary>
internal sealed class WireException(Sign sign, Exception? inner = null) : IOException(sign.ToString(), inner)
{
    private const int FirstAlert = 1000, OpenSslLibrary = 0x0A, ReasonMask = 0xFFF;

    public Sign Sign { get; } = sign;

    /// <summary>Translates what sockets and TLS throw; <c>null</c> when the exception is neither, that is a bug.</summary>
    public static WireException? From(Exception fault) => fault switch
    {
        WireException wire => wire,
        IOException or SocketException or AuthenticationException or ObjectDisposedException => new(SignOf(fault), fault),
        System.ComponentModel.Win32Exception => new(SignOf(fault), fault),
        OperationCanceledException or TimeoutException => new(new Sign.TimedOut(), fault),
        _ => null,
    };

    private static Sign SignOf(Exception fault)
    {
        for (var at = fault; at is not null; at = at.InnerException)
        {
            if (at is SocketException socket)
            {
                return OfSocket(socket.SocketErrorCode);
            }

            if ((at.HResult >> 24) == OpenSslLibrary)
            {
                var reason = at.HResult & ReasonMask;
                return reason >= FirstAlert ? new Sign.Alert(reason - FirstAlert) : new Sign.OurTls(reason);
            }
        }

        return fault is AuthenticationException ? new Sign.OurTls(0) : new Sign.Closed();
    }

    private static Sign OfSocket(SocketError error) => error switch
    {
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery => new Sign.NameUnknown(),
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.NetworkDown or SocketError.HostDown
            or SocketError.AddressFamilyNotSupported or SocketError.AddressNotAvailable => new Sign.Unreachable(),
        SocketError.ConnectionRefused => new Sign.Refused(),
        SocketError.TimedOut => new Sign.TimedOut(),
        _ => new Sign.Reset(),
    };
}
