using System.Buffers;
using System.Text;

namespace Provisioner.Core.Dicom;

/// <summary>Unique identifiers of PS3.6, annex A, and our own.</summary>
public static class Uids
{
    /// <summary>Longest UID in characters (PS3.5, 9.1).</summary>
    public const int Longest = 64;

    public const string ApplicationContext = "1.2.840.10008.3.1.1.1";

    public const string Verification = "1.2.840.10008.1.1";

    public const string SecondaryCapture = "1.2.840.10008.5.1.4.1.1.7";

    public const string CtImage = "1.2.840.10008.5.1.4.1.1.2";

    public const string MrImage = "1.2.840.10008.5.1.4.1.1.4";

    public const string UltrasoundImage = "1.2.840.10008.5.1.4.1.1.6.1";

    public const string ComputedRadiography = "1.2.840.10008.5.1.4.1.1.1";

    public const string ImplicitLittle = "1.2.840.10008.1.2";

    public const string ExplicitLittle = "1.2.840.10008.1.2.1";

    /// <summary>Names this program as implementation (PS3.7, D.3.3.2): of the arc 2.25, from a UUID made once for it.</summary>
    public const string Implementation = "2.25.295459414935553492557600320514346966847";

    /// <summary>At most 16 characters (PS3.7, D.3.3.2.3).</summary>
    public const string ImplementationVersion = "PROVISIONER_1";

    private static readonly SearchValues<byte> Allowed = SearchValues.Create("0123456789."u8);

    private const string StorageRoot = "1.2.840.10008.5.1.4.1.1.";

    /// <summary>Whether the class is one of PS3.4's storage classes; vendors' private ones are not.</summary>
    public static bool IsStorage(string sopClass) => sopClass.StartsWith(StorageRoot, StringComparison.Ordinal);

    /// <summary>Digits and dots, 1 to 64; leading zeros, which the standard forbids, are met in the field and let pass.</summary>
    public static bool IsUid(ReadOnlySpan<byte> text) =>
        text.Length is >= 1 and <= Longest && text[0] != '.' && text[^1] != '.' && !text.ContainsAnyExcept(Allowed);

    /// <summary>Reads a UID field padded with zero bytes or, wrongly but often, spaces; <c>null</c> when it is none.</summary>
    internal static string? Read(ReadOnlySpan<byte> field) =>
        field.TrimEnd("\0 "u8) is var text && IsUid(text) ? Encoding.ASCII.GetString(text) : null;
}
