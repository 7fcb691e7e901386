using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Provisioner.Core.Changes;
using Provisioner.Stores;
using Provisioner.Tests.House;

namespace Provisioner.Tests.Stores;

/// <summary>A console's root in a folder of its own, with the objects that work on it.</summary>
internal sealed class ConsoleFolder : IDisposable
{
    public static readonly DateTimeOffset LongAgo = new(2019, 3, 4, 5, 6, 7, TimeSpan.Zero);

    private readonly Scratch _scratch = Scratch.InMemory();

    public ConsoleFolder() => Directory.CreateDirectory(this["var/lib"]);

    public string Root => _scratch.Path;

    public string this[string path] => Path.Combine(Root, path);

    public void Put(string path, string text, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[path])!);
        File.WriteAllText(this[path], text);
        File.SetUnixFileMode(this[path], mode);
        File.SetLastWriteTimeUtc(this[path], LongAgo.UtcDateTime.AddTicks(1_234_567));
    }

    public ConsoleFiles Files(IDisk? disk = null) => ConsoleFiles.Open(Root, disk ?? new Disk()).Value;

    public StateFolder State(IDisk? disk = null) => StateFolder.Open(Files(), disk ?? new Disk()).Value;

    public Changer Changer(IDisk? disk = null) => new(Files(disk), State(), disk ?? new Disk());

    public HeldFile Held(string path) => Files().Read(ConsolePath.Parse(path)).Value.Held!;

    /// <summary>Every file and folder, the state folder left out: path, bytes, permissions, time, owner.</summary>
    public string Picture()
    {
        var picture = new StringBuilder();
        foreach (var entry in Directory.EnumerateFileSystemEntries(Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var path = Path.GetRelativePath(Root, entry);
            if (!path.StartsWith("var/lib/provisioner", StringComparison.Ordinal))
            {
                _ = picture.AppendLine(new FileInfo(entry).LinkTarget is { } target ? $"{path} -> {target}" : Directory.Exists(entry) ? $"{path}/ {File.GetUnixFileMode(entry)}" : Line(path, entry));
            }
        }

        return picture.ToString();
    }

    /// <summary>The picture with files only by path and bytes: two applied consoles differ in times.</summary>
    public string Contents() => string.Join('\n', Picture().Split('\n').Select(line => line.Split('|')[0]));

    /// <summary>A plan of one change of each kind and turn: a new folder in a new folder, a new secret file in it, a changed
    /// file, a removed file, a new file beside it.</summary>
    public Plan EveryKind()
    {
        Put("etc/settings.json", "{\"port\": 104}\n");
        Put("etc/old.pem", "old\n", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        if (!Directory.Exists(this["links"]))
        {
            Directory.CreateDirectory(this["links"]);
            File.CreateSymbolicLink(this["links/0a0b0c0d.0"], "../etc/old.pem");
            File.CreateSymbolicLink(this["links/0a0b0c0d.1"], "../etc/settings.json");
        }

        var (key, settings, plain) = ("secret"u8.ToArray(), "{\"port\": 2762}\n"u8.ToArray(), "plain"u8.ToArray());
        byte[][] targets = [.. new[] { "../etc/old.pem", "../etc/settings.json", "../etc/new.pem" }.Select(Encoding.UTF8.GetBytes)];
        return new()
        {
            Changes =
            [
                new Change.CreateFolder(ConsolePath.Parse("etc/certs"), OwnerOnly: false),
                new Change.CreateFolder(ConsolePath.Parse("etc/certs/host"), OwnerOnly: true),
                new Change.WriteFile(ConsolePath.Parse("etc/certs/host/host.key"), null, Digest(key), OwnerOnly: true),
                new Change.WriteFile(ConsolePath.Parse("etc/settings.json"), Held("etc/settings.json").State, Digest(settings), OwnerOnly: false),
                new Change.PutItem(ConsolePath.Parse("links/0a0b0c0d.0"), ItemKind.Link, Digest(targets[0]), Digest(targets[1])),
                new Change.PutItem(ConsolePath.Parse("links/0a0b0c0d.1"), ItemKind.Link, Digest(targets[1]), null),
                new Change.RemoveFile(ConsolePath.Parse("etc/old.pem"), Held("etc/old.pem").State),
                new Change.WriteFile(ConsolePath.Parse("etc/new.pem"), null, Digest(plain), OwnerOnly: false),
                new Change.PutItem(ConsolePath.Parse("links/1a1b1c1d.0"), ItemKind.Link, null, Digest(targets[2])),
            ],
            Bytes = ImmutableDictionary.CreateRange([Pair(key), Pair(settings), Pair(plain), Pair(targets[1]), Pair(targets[2])]),
            Differences = [],
        };
    }

    public void Dispose() => _scratch.Dispose();

    private static Core.Problems.Sha256 Digest(byte[] bytes) => Core.Problems.Sha256.Of(bytes);

    private static KeyValuePair<Core.Problems.Sha256, ReadOnlyMemory<byte>> Pair(byte[] bytes) => new(Digest(bytes), bytes);

    private static string Line(string path, string file)
    {
        var state = FileStates.Of(new Disk(), file, File.ReadAllBytes(file));
        return string.Create(CultureInfo.InvariantCulture,
            $"{path} {state.Digest} {(UnixFileMode)state.Mode!.Value}|{state.Modified:O} {state.Nanoseconds} {state.Owner}");
    }
}
