namespace Provisioner.Core.Dicom;

/// <summary>Names of the classes and codings that a message may have to name (PS3.6, annex A); another stays a UID.</summary>
public static class SopClassNames
{
    public static string Of(string uid) => uid switch
    {
        Uids.Verification => "Verification",
        Uids.SecondaryCapture => "Secondary Capture Image Storage",
        Uids.CtImage => "CT Image Storage",
        Uids.MrImage => "MR Image Storage",
        Uids.UltrasoundImage => "Ultrasound Image Storage",
        Uids.ComputedRadiography => "Computed Radiography Image Storage",
        Uids.ImplicitLittle => "Implicit VR Little Endian",
        Uids.ExplicitLittle => "Explicit VR Little Endian",
        "1.2.840.10008.1.2.2" => "Explicit VR Big Endian",
        "1.2.840.10008.1.2.4.50" => "JPEG Baseline",
        "1.2.840.10008.1.2.4.70" => "JPEG Lossless",
        "1.2.840.10008.1.2.4.80" => "JPEG-LS Lossless",
        "1.2.840.10008.1.2.4.90" => "JPEG 2000 Lossless",
        "1.2.840.10008.1.2.4.91" => "JPEG 2000",
        "1.2.840.10008.1.2.5" => "RLE Lossless",
        _ => uid,
    };
}
