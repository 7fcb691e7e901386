using System.Collections.Immutable;
using System.Text;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;

namespace Provisioner.Stores;

/// <summary>Windows' registry or certificate stores of a console that is a folder, as files below it: training consoles describe them
/// so. This machine's own are never touched for them.</summary>
/// <param name="folder">Below the console's root.</param>
/// <param name="form">What a file's text stands for.</param>
internal sealed class DescribedItems(ConsoleFiles console, IDisk disk, ConsolePath folder, IDescribedForm form) : IItems
{
    /// <summary>Values lie in folders of their keys, by their names.</summary>
    public static readonly ConsolePath Registry = ConsolePath.Parse("REGISTRY");

    /// <summary>Entries lie in folders of their stores, by the fingerprint of their certificate.</summary>
    public static readonly ConsolePath Stores = ConsolePath.Parse("STORES");

    public bool KeepsNames => true;

    public bool KeepsProperties => true;

    public byte[]? Read(ConsolePath path) => disk.Read(Place(path)) is { } text ? form.Read(text) ?? throw new IOException(path.Text) : null;

    public void Put(ConsolePath path, ReadOnlySpan<byte> bytes)
    {
        foreach (var missing in form.ComesWithEntries ? console.MissingFolders(Whole(path).Folder!.Value) : [])
        {
            disk.CreateFolder(Path.Combine(console.Root, missing.Text));
        }

        Beside.Replace(disk, Place(path), form.Write(bytes), ownerOnly: form.IsSecret);
    }

    public void Remove(ConsolePath path)
    {
        if (IsThere(Whole(path).Folder))
        {
            Tidy(path);
            disk.Delete(Place(path));
        }

        for (var at = Whole(path).Folder; form.ComesWithEntries && at is { } here && (!IsThere(here) || IsEmpty(here)); at = here.Folder)
        {
            if (IsThere(here))
            {
                disk.DeleteFolder(Path.Combine(console.Root, here.Text));
            }
        }
    }

    private bool IsThere(ConsolePath? place) => place is { } here && disk.IsFolder(Path.Combine(console.Root, here.Text));

    public void Tidy(ConsolePath path) => Beside.Clear(disk, Place(path));

    public ImmutableArray<HeldFile> List(ConsolePath place) => console.Names(Whole(place)).TryGet(out var names, out var problems)
        ? [.. from name in names
              where !name.Name.StartsWith('.')
              let path = place.Join(name.Name)
              let bytes = Read(path)
              where bytes is not null
              select new HeldFile(path, new(Sha256.Of(bytes), null, DateTimeOffset.UnixEpoch), bytes)]
        : throw new IOException(problems[0].Code);

    public bool Has(ConsolePath place) => disk.IsFolder(Place(place));

    private bool IsEmpty(ConsolePath place) =>
        Path.Combine(console.Root, place.Text) is var found && disk.IsFolder(found) && disk.List(found).IsEmpty;

    private string Place(ConsolePath path) => console.LocateItself(Whole(path)).TryGet(out var place, out _) ? place : throw new IOException(path.Text);

    private ConsolePath Whole(ConsolePath path) => ConsolePath.Parse($"{folder}/{path}");
}

/// <summary>How a described thing is written for people.</summary>
internal interface IDescribedForm
{
    /// <summary>Nobody but the owner may read it.</summary>
    bool IsSecret { get; }

    /// <summary>What holds it comes into being with the first entry and goes with the last, as stores do; keys of the registry stay.</summary>
    bool ComesWithEntries { get; }

    /// <returns><c>null</c> when the text is not of the form.</returns>
    byte[]? Read(byte[] text);

    byte[] Write(ReadOnlySpan<byte> bytes);
}

/// <summary>An entry of a certificate store: its own form is PEM already.</summary>
internal sealed class DescribedEntry : IDescribedForm
{
    public bool IsSecret => true;

    public bool ComesWithEntries => true;

    public byte[]? Read(byte[] text) => WindowsEntry.Read(text) is { } entry ? entry.ToBytes() : null;

    public byte[] Write(ReadOnlySpan<byte> bytes) => bytes.ToArray();
}

/// <summary>A value of the registry on one line: <c>dword 3100</c>, <c>qword 1</c>, <c>text words</c>, <c>expand %A%</c>, <c>binary 00FF</c>.</summary>
internal sealed class DescribedValue : IDescribedForm
{
    private static readonly ImmutableArray<(string Word, RegistryType Type)> Types =
    [
        ("text", RegistryType.Text), ("expand", RegistryType.ExpandText), ("binary", RegistryType.Binary),
        ("dword", RegistryType.Number), ("qword", RegistryType.LongNumber),
    ];

    public bool IsSecret => false;

    public bool ComesWithEntries => false;

    public byte[]? Read(byte[] text)
    {
        var line = Encoding.UTF8.GetString(text).TrimEnd('\r', '\n');
        var (word, rest) = line.IndexOf(' ', StringComparison.Ordinal) is > 0 and var space ? (line[..space], line[(space + 1)..]) : (line, "");
        return Types.FirstOrDefault(type => type.Word == word) is { Word: not null } known
            ? RegistryValue.Like(new(known.Type, Empty(known.Type)), new SettingValue.Text(rest))?.ToBytes()
            : null;
    }

    public byte[] Write(ReadOnlySpan<byte> bytes)
    {
        var value = RegistryValue.Read(bytes) ?? throw new IOException("value");
        var word = Types.FirstOrDefault(type => type.Type == value.Type).Word ?? throw new IOException(value.Type.ToString());
        return Encoding.UTF8.GetBytes(value.Text is { Length: > 0 } text ? $"{word} {text}\n" : word + "\n");
    }

    private static byte[] Empty(RegistryType type) => type switch
    {
        RegistryType.Number => new byte[4],
        RegistryType.LongNumber => new byte[8],
        _ => [],
    };
}
