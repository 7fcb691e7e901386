using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Provisioner.Commands;
using Provisioner.Core.Problems;

namespace Provisioner.Sticks;

/// <summary>A program on a stick.</summary>
/// <param name="Name">Relative to the stick, e.g. <c>BIN/LINUX/provisioner</c>.</param>
internal sealed record StickProgram(string Name, byte[] Bytes);

/// <summary>The bill of materials, <c>SBOM.JSON</c>: CycloneDX 1.6, the same bytes for the same programs.</summary>
internal static class Sbom
{
    private const string Own = "provisioner";

    public static byte[] Write(ImmutableArray<StickProgram> programs, string version)
    {
        var read = programs.Select(program => (Program: program, Parts: ProgramParts.Read(program.Bytes))).ToArray();
        var number = SHA256.HashData([.. read.SelectMany(one => Sha256.Of(one.Program.Bytes).ToBytes()), .. Encoding.UTF8.GetBytes(version)]);
        return Encoding.UTF8.GetBytes(Report.Document(json =>
        {
            json.WriteString("bomFormat", "CycloneDX");
            json.WriteString("specVersion", "1.6");
            json.WriteString("serialNumber", $"urn:uuid:{Number(number)}");
            json.WriteNumber("version", 1);
            json.WriteStartObject("metadata");
            json.WriteStartObject("component");
            Head(json, "application", "Provisioner", version, Own);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteStartArray("components");
            foreach (var (program, parts) in read)
            {
                Program(json, program, parts, version);
            }

            foreach (var part in read.SelectMany(one => one.Parts?.Parts ?? []).Distinct())
            {
                Part(json, part);
            }

            json.WriteEndArray();
            Dependencies(json, read);
        }) + "\n");
    }

    private static void Program(Utf8JsonWriter json, StickProgram program, ProgramParts? parts, string version)
    {
        json.WriteStartObject();
        Head(json, "application", program.Name, version, program.Name);
        Hash(json, "SHA-256", Sha256.Of(program.Bytes).ToString());
        json.WriteStartArray("components");
        foreach (var file in parts?.Files ?? [])
        {
            json.WriteStartObject();
            json.WriteString("type", "file");
            json.WriteString("name", file.Name);
            json.WriteString("bom-ref", $"{program.Name}#{file.Name}");
            Hash(json, "SHA-256", file.Digest.ToString());
            if (parts!.From.TryGetValue(file.Name, out var part))
            {
                json.WriteStartArray("properties");
                json.WriteStartObject();
                json.WriteString("name", "provisioner:part");
                json.WriteString("value", Reference(part));
                json.WriteEndObject();
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Part(Utf8JsonWriter json, Part part)
    {
        json.WriteStartObject();
        Head(json, "library", part.Name, part.Version, Reference(part));
        Report.Maybe(json, "purl", part.Url);
        if (!part.Sha512.IsEmpty)
        {
            Hash(json, "SHA-512", Convert.ToHexStringLower(part.Sha512.AsSpan()));
        }

        if (part.Licence is { } licence)
        {
            json.WriteStartArray("licenses");
            json.WriteStartObject();
            json.WriteStartObject("license");
            json.WriteString("id", licence);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Dependencies(Utf8JsonWriter json, (StickProgram Program, ProgramParts? Parts)[] read)
    {
        json.WriteStartArray("dependencies");
        Depends(json, Own, read.Select(one => one.Program.Name));
        foreach (var (program, parts) in read)
        {
            Depends(json, program.Name, (parts?.Parts ?? []).Select(Reference));
        }

        json.WriteEndArray();
    }

    private static void Depends(Utf8JsonWriter json, string reference, IEnumerable<string> on)
    {
        json.WriteStartObject();
        json.WriteString("ref", reference);
        json.WriteStartArray("dependsOn");
        foreach (var one in on)
        {
            json.WriteStringValue(one);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Head(Utf8JsonWriter json, string type, string name, string version, string reference)
    {
        json.WriteString("type", type);
        json.WriteString("name", name);
        json.WriteString("version", version);
        json.WriteString("bom-ref", reference);
    }

    private static void Hash(Utf8JsonWriter json, string algorithm, string digest)
    {
        json.WriteStartArray("hashes");
        json.WriteStartObject();
        json.WriteString("alg", algorithm);
        json.WriteString("content", digest);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static string Reference(Part part) => part.Url ?? $"project:{part.Name}@{part.Version}";

    /// <summary>A UUID of our own making (RFC 9562, version 8).</summary>
    private static Guid Number(byte[] digest)
    {
        var bytes = digest[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new(bytes, bigEndian: true);
    }
}
