using System.Collections.Immutable;
using Provisioner.Core.Certificates;
using Provisioner.Core.Problems;

namespace Provisioner.Commands;

/// <summary>The document of the <c>certificate</c> commands.</summary>
internal static class CertificateJson
{
    public static void Write(TextWriter to, ImmutableArray<WrittenFile> written, HeldCertificate? made, ImmutableArray<Problem> problems) => Report.Json(to, json =>
    {
        json.WriteStartArray("written");
        foreach (var file in written)
        {
            json.WriteStartObject();
            json.WriteString("path", file.Path);
            json.WriteString("form", file.Form);
            json.WriteNumber("bytes", file.Bytes);
            json.WriteString("sha256", file.Digest.ToString());
            json.WriteString("for", CertificateForms.ForWhom(file));
            json.WriteString("receiver", CertificateForms.Receiver(file));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (made is not null)
        {
            json.WriteStartObject("certificate");
            InspectionJson.Facts(json, made);
            json.WriteEndObject();
        }

        Report.Problems(json, problems);
    });
}
