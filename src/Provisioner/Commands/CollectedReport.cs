using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;

namespace Provisioner.Commands;

/// <summary>Shows what was collected, and what is wrong with it.</summary>
internal static class CollectedReport
{
    private static Catalogue Say => Catalogue.English;

    /// <returns>The exit code.</returns>
    public static int Show(Collected collected, Modality? modality, DateTimeOffset now, Output output)
    {
        var problems = collected.Judged(modality, now);
        if (output.AsJson)
        {
            Report.Json(output.Out, json => Write(json, collected, modality, problems));
        }

        Write(output.ForPeople, collected, modality);
        Report.Problems(output.ForPeople, problems);
        return problems.IsEmpty ? ExitCode.Done : ExitCode.Problems;
    }

    private static void Write(TextWriter to, Collected collected, Modality? modality)
    {
        to.WriteLine(Say.Text("collected.of", ("host", Fact(collected, "HOST")), ("utc", Fact(collected, "UTC")), ("system", Fact(collected, "SYSTEM")), ("libc", Fact(collected, "LIBC")), ("openssl", Fact(collected, "OPENSSL"))));
        foreach (var (file, slot, certificate) in collected.Certificates(modality))
        {
            to.WriteLine($"  {Printable.Of(file.From)}{(slot is { } known ? $" ({known.Word()})" : "")}");
            to.WriteLine($"    {Printable.Of(certificate.Subject.ToString())}, {certificate.NotAfter.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}");
            to.WriteLine($"    SHA-256 {certificate.Fingerprint}");
        }

        foreach (var (service, role, term, value) in modality is null ? [] : collected.Settings(modality))
        {
            to.WriteLine($"  {service} {role.Word()} {term.Word()} = {Printable.Of(value)}");
        }

        foreach (var (endpoint, seen) in collected.Handshakes)
        {
            to.WriteLine($"{(seen.Cause is null ? "[PASS]" : "[FAIL]")} {Printable.Of(endpoint)} {seen.Protocol} {seen.Suite}{(seen.Asks ? $" - {Say.Text("collected.asks")}" : "")}");
        }
    }

    private static void Write(Utf8JsonWriter json, Collected collected, Modality? modality, ImmutableArray<Problem> problems)
    {
        foreach (var fact in (string[])["HOST", "UTC", "SYSTEM", "LIBC", "OPENSSL"])
        {
            Report.Maybe(json, fact.ToLowerInvariant(), collected.Facts.GetValueOrDefault(fact));
        }

        json.WriteStartArray("certificates");
        foreach (var (file, slot, certificate) in collected.Certificates(modality))
        {
            json.WriteStartObject();
            json.WriteString("path", file.From);
            Report.Maybe(json, "slot", slot?.Word());
            json.WriteString("subject", certificate.Subject.ToString());
            json.WriteString("sha256", certificate.Fingerprint.ToString());
            json.WriteString("notAfter", certificate.NotAfter.UtcDateTime);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("settings");
        foreach (var (service, role, term, value) in modality is null ? [] : collected.Settings(modality))
        {
            json.WriteStartObject();
            json.WriteString("service", service);
            json.WriteString("role", role.Word());
            json.WriteString("term", term.Word());
            json.WriteString("value", value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("handshakes");
        foreach (var (endpoint, seen) in collected.Handshakes)
        {
            json.WriteStartObject();
            json.WriteString("endpoint", endpoint);
            json.WriteBoolean("ok", seen.Cause is null);
            Report.Maybe(json, "cause", seen.Cause?.Slug);
            Report.Maybe(json, "protocol", seen.Protocol);
            Report.Maybe(json, "suite", seen.Suite);
            json.WriteBoolean("asksForCertificate", seen.Asks);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Report.Problems(json, problems);
    }

    private static string Fact(Collected collected, string name) => Printable.Of(collected.Facts.GetValueOrDefault(name, "?"));
}
