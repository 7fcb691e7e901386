using System.Globalization;

namespace Provisioner.Core.Dicom;

/// <summary>(0000,0900), PS3.7, annex C, and PS3.4, B.2.3.</summary>
public readonly record struct DimseStatus(ushort Code)
{
    public static DimseStatus Success { get; } = new(0x0000);

    public static DimseStatus OutOfResources { get; } = new(0xA700);

    public static DimseStatus CannotUnderstand { get; } = new(0xC000);

    public static DimseStatus SopClassNotSupported { get; } = new(0x0122);

    public static DimseStatus UnrecognizedOperation { get; } = new(0x0211);

    public bool IsSuccess => Code == 0;

    /// <summary>Stored, but coerced, with elements discarded, or not fitting its class.</summary>
    public bool IsWarning => Code is 0x0001 or 0x0107 or 0x0116 or (>= 0xB000 and <= 0xBFFF);

    public bool IsOutOfResources => Code is >= 0xA700 and <= 0xA7FF;

    /// <summary>Four upper-case hexadecimal digits, as logs and conformance statements write it.</summary>
    public override string ToString() => Code.ToString("X4", CultureInfo.InvariantCulture);
}
