using System.Collections.Immutable;
using System.Diagnostics;
using Provisioner.Core.Certificates;
using Provisioner.Core.Certificates.Writing;
using Provisioner.Core.Problems;
using Provisioner.Keys;

namespace Provisioner.Commands;

/// <summary>Forms in which certificates and keys are handed over; each has its sentence in the catalogue.</summary>
internal static class CertificateForms
{
    /// <summary>For whom a form is, and what its receiver types: keys of texts.</summary>
    private static readonly Dictionary<string, (string For, string Receiver)> Texts = new()
    {
        ["pem"] = ("written.pem", "receiver.pem"),
        ["pem-key"] = ("written.pem-key", "receiver.pem-key"),
        ["der"] = ("written.der", "receiver.der"),
        ["cer"] = ("written.cer", "receiver.cer"),
        ["p7b"] = ("written.p7b", "receiver.p7b"),
        ["key"] = ("written.key", "receiver.key"),
        ["p12"] = ("written.p12", "receiver.p12"),
        ["p12-compatible"] = ("written.p12-compatible", "receiver.p12-compatible"),
        ["trust"] = ("written.trust", "receiver.trust"),
        ["request"] = ("written.request", "receiver.request"),
    };

    public static string ForWhom(WrittenFile file) => Catalogue.English.Text(Texts[file.Form].For);

    public static string Receiver(WrittenFile file) => Catalogue.English.Text(Texts[file.Form].Receiver, ("file", Path.GetFileName(file.Path)));

    public static readonly ImmutableArray<string> Words = ["pem", "der", "cer", "p7b", "key", "p12", "p12-compatible", "trust"];

    /// <summary>Forms that hold a private key.</summary>
    public static bool HoldsKey(string form) => form is "key" or "p12" or "p12-compatible";

    /// <summary>Forms that need a password.</summary>
    public static bool NeedsPassword(string form) => HoldsKey(form) || form == "trust";

    /// <param name="chain">Leaf first.</param>
    public static byte[] Certificates(string form, ImmutableArray<HeldCertificate> chain, Secret? password) => form switch
    {
        "pem" => PemText.Certificates(chain),
        "der" or "cer" => chain[0].Der.ToArray(),
        "p7b" => Pkcs7File.Certificates(chain),
        "trust" => HandOver.TrustStore(chain, password!),
        _ => throw new UnreachableException(),
    };

    public static byte[] WithKey(string form, Identity identity, Secret password) => form switch
    {
        "key" => HandOver.EncryptedKey(identity.Key, password),
        "p12" => HandOver.Pkcs12(identity, password),
        "p12-compatible" => HandOver.CompatiblePkcs12(identity, password),
        _ => throw new UnreachableException(),
    };

    /// <summary>PKCS#12 where the name says so; otherwise PEM with the certificates and the encrypted key.</summary>
    public static Checked<ImmutableArray<WrittenFile>> WriteIdentity(CertificateDesk desk, Identity identity, Secret password, string path)
    {
        var isPkcs12 = Path.GetExtension(path).ToLowerInvariant() is ".p12" or ".pfx";
        byte[] bytes = isPkcs12 ? HandOver.Pkcs12(identity, password)
            : [.. PemText.Certificates([identity.Leaf, .. identity.Chain]), .. HandOver.EncryptedKey(identity.Key, password)];
        return desk.Write(path, isPkcs12 ? "p12" : "pem-key", bytes).Select(written => ImmutableArray.Create(written));
    }
}
