using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Security.Cryptography;

namespace Provisioner.Stores;

/// <summary>Extended properties of a certificate in a Windows store that people and their tools set, e.g. its description or what it may
/// be used for; .NET itself knows but the friendly name.</summary>
[SupportedOSPlatform("windows")]
internal static partial class WindowsProperties
{
    /// <summary>What belongs to private keys, or is worked out from the certificate and kept for speed, is not carried.</summary>
    private static readonly uint[] Carried =
    [
        9,   // CERT_ENHKEY_USAGE_PROP_ID
        13,  // CERT_DESCRIPTION_PROP_ID
        21,  // CERT_AUTO_ENROLL_PROP_ID
        26,  // CERT_ENROLLMENT_PROP_ID
        83,  // CERT_ROOT_PROGRAM_CERT_POLICIES_PROP_ID
        84,  // CERT_ROOT_PROGRAM_NAME_CONSTRAINTS_PROP_ID
        87,  // CERT_CEP_PROP_ID
        104, // CERT_DISALLOWED_FILETIME_PROP_ID
        105, // CERT_ROOT_PROGRAM_CHAIN_POLICIES_PROP_ID
    ];

    /// <summary>From here on properties are those of programs (<c>CERT_FIRST_USER_PROP_ID</c> to <c>CERT_LAST_USER_PROP_ID</c>).</summary>
    private const uint FirstOfPrograms = 0x8000, LastOfPrograms = 0xFFFF;

    /// <param name="certificate">A <c>CERT_CONTEXT</c>.</param>
    public static ImmutableSortedDictionary<uint, ReadOnlyMemory<byte>> Read(nint certificate)
    {
        var found = ImmutableSortedDictionary.CreateBuilder<uint, ReadOnlyMemory<byte>>();
        for (var number = Next(certificate, 0); number != 0; number = Next(certificate, number))
        {
            if ((Carried.Contains(number) || number is >= FirstOfPrograms and <= LastOfPrograms) && Value(certificate, number) is { } value)
            {
                found[number] = value;
            }
        }

        return found.ToImmutable();
    }

    /// <exception cref="CryptographicException">Windows takes one of them not.</exception>
    public static unsafe void Set(nint certificate, ImmutableSortedDictionary<uint, ReadOnlyMemory<byte>> properties)
    {
        foreach (var (number, value) in properties)
        {
            fixed (byte* bytes = value.Span)
            {
                var blob = new Blob { Length = (uint)value.Length, Bytes = (nint)bytes };
                if (!SetProperty(certificate, number, 0, in blob))
                {
                    throw new CryptographicException(Marshal.GetLastPInvokeError());
                }
            }
        }
    }

    private static byte[]? Value(nint certificate, uint number)
    {
        uint length = 0;
        if (!GetProperty(certificate, number, null, ref length))
        {
            return null;
        }

        var value = new byte[length];
        return GetProperty(certificate, number, value, ref length) ? value[..(int)length] : null;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Blob
    {
        public uint Length;
        public nint Bytes;
    }

    [LibraryImport("crypt32", EntryPoint = "CertEnumCertificateContextProperties")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial uint Next(nint certificate, uint number);

    [LibraryImport("crypt32", EntryPoint = "CertGetCertificateContextProperty")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetProperty(nint certificate, uint number, [Out] byte[]? value, ref uint length);

    [LibraryImport("crypt32", EntryPoint = "CertSetCertificateContextProperty", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetProperty(nint certificate, uint number, uint flags, in Blob value);
}
