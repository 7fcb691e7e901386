using System.Text.Json;
using Provisioner.Core.Certificates;
using Provisioner.Core.Certificates.Inspecting;
using Provisioner.Core.Problems;

namespace Provisioner.Commands;

/// <summary>The document of <c>inspect --json</c>.</summary>
internal static class InspectionJson
{
    public static void Write(TextWriter to, Inspection inspection) => Report.Json(to, json =>
    {
        Array(json, "files", inspection.Files, File);
        Array(json, "chains", inspection.Chains, Chain);
        Report.Problems(json, inspection.Problems);
    });

    private static void File(Utf8JsonWriter json, InspectedFile file)
    {
        json.WriteString("path", file.File.Name);
        json.WriteString("encoding", file.File.Encoding.ToString().ToLowerInvariant());
        Array(json, "items", file.File.Items, Item);
        Report.Problems(json, file.Problems);
    }

    private static void Chain(Utf8JsonWriter json, InspectedChain chain)
    {
        json.WriteString("leaf", chain.Leaf.Fingerprint.ToString());
        Strings(json, "path", chain.Path.Select(certificate => certificate.Fingerprint.ToString()));
        Strings(json, "subjects", chain.Path.Select(certificate => certificate.Subject.ToString()));
        json.WriteBoolean("complete", chain.IsComplete);
        if (!chain.Deviations.IsEmpty)
        {
            Strings(json, "deviations", chain.Deviations.Select(deviation => deviation.Seen));
        }
    }

    private static void Item(Utf8JsonWriter json, FileItem item)
    {
        json.WriteString("kind", item switch
        {
            FileItem.Certificate => "certificate",
            FileItem.Key or FileItem.LockedKey => "private-key",
            FileItem.Request => "request",
            FileItem.RevocationList => "crl",
            _ => throw new System.Diagnostics.UnreachableException(),
        });
        Report.Maybe(json, "alias", item.Alias is { } alias ? Printable.Of(alias) : null);
        switch (item)
        {
            case FileItem.Certificate certificate: Facts(json, certificate.Held); break;
            case FileItem.Key key: Key(json, key.Held.Public); json.WriteBoolean("encrypted", key.Encrypted); break;
            case FileItem.LockedKey: json.WriteBoolean("encrypted", true); json.WriteBoolean("locked", true); break;
            case FileItem.Request request: Facts(json, request.Held); break;
            case FileItem.RevocationList list: Facts(json, list.Held); break;
            default: break;
        }
    }

    /// <summary>Also where another document shows a certificate.</summary>
    public static void Facts(Utf8JsonWriter json, HeldCertificate certificate)
    {
        json.WriteString("subject", certificate.Subject.ToString());
        json.WriteString("issuer", certificate.Issuer.ToString());
        json.WriteString("serial", certificate.Serial);
        json.WriteString("sha256", certificate.Fingerprint.ToString());
        json.WriteString("notBefore", Instants.Of(certificate.NotBefore));
        json.WriteString("notAfter", Instants.Of(certificate.NotAfter));
        Key(json, certificate.Key);
        Names(json, certificate.Names);
        Strings(json, "usages", certificate.UsageWords);
        json.WriteString("signature", certificate.SignatureAlgorithm.Word);
        json.WriteBoolean("authority", certificate.IsAuthority);
        json.WriteBoolean("selfSigned", certificate.IsSelfSigned);
    }

    private static void Facts(Utf8JsonWriter json, HeldRequest request)
    {
        json.WriteString("subject", request.Subject.ToString());
        json.WriteString("sha256", request.Fingerprint.ToString());
        Key(json, request.Key);
        Names(json, request.Names);
    }

    private static void Facts(Utf8JsonWriter json, HeldRevocationList list)
    {
        json.WriteString("issuer", list.Issuer.ToString());
        json.WriteString("sha256", list.Fingerprint.ToString());
        json.WriteString("thisUpdate", Instants.Of(list.ThisUpdate));
        Report.Maybe(json, "nextUpdate", list.NextUpdate is { } next ? Instants.Of(next) : null);
        json.WriteNumber("revoked", list.Count);
    }

    private static void Key(Utf8JsonWriter json, PublicKey key)
    {
        json.WriteStartObject("key");
        json.WriteString("algorithm", key.Word);
        json.WriteNumber("bits", key.Bits);
        Report.Maybe(json, "curve", key.Curve);
        json.WriteEndObject();
    }

    private static void Names(Utf8JsonWriter json, IEnumerable<AlternativeName> names) =>
        Strings(json, "names", names.Select(name => Printable.Of(name.Text)).Where(text => text.Length > 0));

    private static void Strings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(Printable.Of(value));
        }

        json.WriteEndArray();
    }

    private static void Array<T>(Utf8JsonWriter json, string name, IEnumerable<T> values, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStartObject();
            write(json, value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
