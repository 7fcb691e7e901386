using System.Collections.Immutable;
using System.Text;
using Provisioner.Core.Certificates;
using Provisioner.Core.Certificates.Rules;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Proof;
using Provisioner.Stores;

namespace Provisioner.Commands;

/// <summary>What <c>COLLECT.SH</c> gathered on a scanner: certificates, settings without secrets, handshakes, versions. Hostile
/// input like every file.</summary>
internal sealed record Collected
{
    public const string Index = "COLLECT.TXT";

    internal const int Largest = 1024 * 1024;

    private const int MostLines = 2000;

    public required string Folder { get; init; }

    /// <summary>Facts by their word, e.g. <c>HOST</c>, <c>UTC</c>, <c>LIBC</c>, <c>OPENSSL</c>.</summary>
    public required ImmutableDictionary<string, string> Facts { get; init; }

    /// <summary>Scanner types whose places were looked at.</summary>
    public required ImmutableArray<string> Types { get; init; }

    public required ImmutableArray<CollectedFile> Files { get; init; }

    /// <param name="folder">Or a .tar of it.</param>
    public static Checked<Collected> Read(string folder, IDisk disk) => Guarded.Get<Collected>(folder, () =>
        CollectedTar.IsOne(folder) ? CollectedTar.Read(folder, disk).Then(files => Read(folder, files.ByName.GetValueOrDefault)) : Read(folder, name => Held(disk, Path.Combine(folder, name))));

    /// <summary>No link is followed: it might lead to what is the laptop's own.</summary>
    private static byte[]? Held(IDisk disk, string path) => disk.Look(path) is { Kind: StandingKind.File } ? disk.Read(path, Largest) : null;

    private static Checked<Collected> Read(string folder, Func<string, byte[]?> read)
    {
        if (read(Index) is not { } bytes || Encoding.UTF8.GetString(bytes).Split('\n') is not ["COLLECT 1", .. var lines] || lines.Length > MostLines)
        {
            return Problem.Of("CERT-195", ("folder", folder));
        }

        var words = lines.Select(line => line.Split(' ', 3)).Where(line => line.Length > 1).ToArray();
        return new Collected
        {
            Folder = folder,
            Facts = words.Where(line => line[0] is "HOST" or "UTC" or "LOCAL" or "SYSTEM" or "LIBC" or "OPENSSL").DistinctBy(line => line[0])
                .ToImmutableDictionary(line => line[0], line => string.Join(' ', line[1..])),
            Types = [.. words.Where(line => line[0] == "TYPE").Select(line => line[1])],
            Files = [.. words.Where(line => line is [_, _, _] && IsName(line[1])).Select(line => CollectedFile.Of(line, read(line[1]))).OfType<CollectedFile>()],
        };
    }

    /// <summary>The value of each term of the type's services, as the settings say; what was left out stays so.</summary>
    public IEnumerable<(string Service, Role Role, SettingTerm Term, string Value)> Settings(Modality modality) =>
        from service in modality.Services
        from held in service.Settings.OrderBy(held => held.Key)
        where held.Value.Kind is not (SettingsKind.Vendor or SettingsKind.Registry)
        let file = Files.FirstOrDefault(file => file.Kind == CollectedKind.Settings && file.From == "/" + held.Value.File.Text)
        where file is not null
        from key in held.Value.Keys.OrderBy(key => key.Key)
        let value = SettingsFile.For(held.Value.Kind).Read(file.Bytes.Span, key.Value).TryGet(out var found, out _) ? found.Text : null
        where value is not null
        select (service.Name, held.Key, key.Key, value);

    /// <summary>Each certificate with the slot that it was found in; <c>null</c> where the type does not say.</summary>
    public IEnumerable<(CollectedFile File, Slot? Slot, HeldCertificate Certificate)> Certificates(Modality? modality)
    {
        foreach (var file in Files.Where(file => file.Kind == CollectedKind.Certificate))
        {
            using var read = CertificateFile.Read(file.Name, file.Bytes);
            var slot = modality?.Store.Slots.OrderByDescending(slot => file.From == "/" + slot.Value.Path.Text).Where(slot => file.From == "/" + slot.Value.Path.Text || file.From.StartsWith($"/{slot.Value.Path.Text}/", StringComparison.Ordinal))
                .Select(slot => (Slot?)slot.Key).FirstOrDefault();
            foreach (var certificate in read.Certificates.ToArray())
            {
                yield return (file, slot, certificate);
            }
        }
    }

    /// <summary>What is wrong with certificates by the type's rules, and with handshakes.</summary>
    public ImmutableArray<Problem> Judged(Modality? modality, DateTimeOffset now) =>
    [
        .. Certificates(modality).SelectMany(found => Judge.Certificate(
            found.Certificate, modality?.RulesFor(found.Slot ?? Slot.Trusted, Role.Client) ?? CertificateRules.None, new(Place(found.Slot), null, now))).Distinct(),
        .. Handshakes.Where(handshake => handshake.Seen.Cause is not null)
            .Select(handshake => handshake.Seen.Cause!.ToProblem(("endpoint", handshake.Endpoint), ("host", handshake.Endpoint.Split(':')[0]), ("detail", "openssl s_client"))),
    ];

    public IEnumerable<(string Endpoint, OpenSslText Seen)> Handshakes => Files.Where(file => file.Kind == CollectedKind.Handshake)
        .Select(file => (file.From, OpenSslText.Read(Encoding.UTF8.GetString(file.Bytes.Span))));

    private static CertificateSlot Place(Slot? slot) => slot switch
    {
        Slot.Host or Slot.Requests => CertificateSlot.Host,
        Slot.Peers => CertificateSlot.Peers,
        _ => CertificateSlot.Trusted,
    };

    /// <summary>As the script names its files; nothing that leads elsewhere.</summary>
    private static bool IsName(string name) => name.Length is > 4 and < 16 && name.All(letter => char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter) || letter == '.') && !name.Contains("..", StringComparison.Ordinal);
}

internal enum CollectedKind
{
    Certificate,
    Settings,
    Handshake,
}

/// <param name="Name">In the folder.</param>
/// <param name="From">Its place on the scanner, or host and port.</param>
internal sealed record CollectedFile(CollectedKind Kind, string Name, string From, ReadOnlyMemory<byte> Bytes)
{
    /// <returns><c>null</c> when the line names no file, or it is not there.</returns>
    public static CollectedFile? Of(string[] line, byte[]? bytes) => (line[0], bytes) switch
    {
        (_, null) => null,
        ("CERTIFICATE", _) => new(CollectedKind.Certificate, line[1], line[2], bytes),
        ("SETTINGS", _) => new(CollectedKind.Settings, line[1], line[2], bytes),
        ("TLS", _) => new(CollectedKind.Handshake, line[1], line[2], bytes),
        _ => null,
    };
}
