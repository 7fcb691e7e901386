using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Rules;

/// <summary>What a store demands of a file itself. The program can write the form that is wanted; these matter where a file is carried to the
/// vendor's own import screen.</summary>
internal static class FileRules
{
    public static IEnumerable<Problem> Check(ReadFile file, CertificateRules rules)
    {
        var name = ("file", file.Name);
        var form = Form(file.Encoding);
        if (rules.Formats is { } formats && !formats.Contains(form, StringComparer.OrdinalIgnoreCase))
        {
            yield return Problem.Of("CERT-120", name, ("form", form), ("forms", string.Join(", ", formats)));
        }

        if (rules.Endings is { } endings && !endings.Any(ending => file.Name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
        {
            yield return Problem.Of("CERT-121", name, ("endings", string.Join(", ", endings)));
        }

        var keys = file.Items.OfType<FileItem.Key>().ToArray();
        if (rules.EncryptedKey is false && (keys.Any(key => key.Encrypted) || file.Items.OfType<FileItem.LockedKey>().Any()))
        {
            yield return Problem.Of("CERT-119", name);
        }
        else if (rules.EncryptedKey is true && keys.Any(key => !key.Encrypted))
        {
            yield return Problem.Of("CERT-124", name);
        }
    }

    private static string Form(FileEncoding encoding) => encoding switch
    {
        FileEncoding.Pem => "pem",
        FileEncoding.Der => "der",
        FileEncoding.Pkcs12 => "p12",
        FileEncoding.Pkcs7 => "p7",
        _ => "unknown",
    };
}
