namespace Provisioner.Core.Certificates.Paths;

/// <summary>PS3.15, B.13: RSA of 2048 bits or more, or a named curve of 256 or more.</summary>
internal static class Strength
{
    public const int FewestRsaBits = 2048;

    /// <summary>The key in words when it is too weak or of a kind that TLS for DICOM does not know; <c>null</c> when it is fine.</summary>
    public static string? Of(PublicKey key) => key.Algorithm switch
    {
        KeyAlgorithm.Rsa or KeyAlgorithm.RsaPss when key.Bits >= FewestRsaBits => null,
        KeyAlgorithm.Ec when key.Bits >= 256 => null,
        _ => key.ToString(),
    };
}
