using System.Collections.Immutable;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Changes;

/// <summary>Who uses what lies in a slot (DESIGN.md, "Proof", in use elsewhere).</summary>
public static class EntryUses
{
    /// <summary>Each entry that something names or presents, as often as it is.</summary>
    public static ImmutableArray<EntryUse> Of(SlotLayout layout, ImmutableArray<StoreEntry> entries, UseWitnesses witnesses) =>
    [
        .. from bound in witnesses.Bound
           from entry in entries
           let how = Names(layout, entry, bound)
           where how is not null
           select new EntryUse(entry.Name, bound.Service, IsService: true) { AsPart = how == Named.AsPart },
        .. from path in Closed(witnesses)
           from entry in entries
           select new EntryUse(entry.Name, path.Text, IsService: false),
        .. from file in witnesses.Unbound
           let text = Slashes(SettingsEncoding.Of(file.Bytes.Span).Decode(file.Bytes.Span))
           from entry in entries
           where Places(layout, entry).Any(place => Mentions(text, place.Text))
           select new EntryUse(entry.Name, file.Path.Text, IsService: false),
        .. from presented in witnesses.Presented
           from entry in entries
           where entry.Fingerprint == presented.Value
           select new EntryUse(entry.Name, presented.Key, IsService: false),
    ];

    /// <summary>Names of entries that must stay: used by anything but these services. What a service reads only as part of a folder or
    /// bundle, no setting names: it may go.</summary>
    public static ImmutableHashSet<string> Elsewhere(IEnumerable<EntryUse> uses, IReadOnlySet<string> services) =>
        [.. uses.Where(use => !use.IsService || !(use.AsPart || services.Contains(use.By))).Select(use => use.Entry)];

    /// <summary>Settings that nobody can read may name anything: until they can be read, every entry counts as used by them.</summary>
    private static IEnumerable<ConsolePath> Closed(UseWitnesses witnesses) =>
        witnesses.Unreadable.Concat(witnesses.Bound.Where(bound => !IsReadable(bound)).Select(bound => bound.Settings.File)).Distinct();

    private static bool IsReadable(BoundSettings bound) =>
        bound.Settings.Keys.Keys.All(term => bound.Read(term).IsGood);

    private enum Named
    {
        Itself,
        AsPart,
    }

    /// <summary>By path of certificate, key or folder; where the store is one file, by the entry's name if the service says one.</summary>
    /// <returns><c>null</c>: not at all.</returns>
    private static Named? Names(SlotLayout layout, StoreEntry entry, BoundSettings bound)
    {
        if (entry.Leaf is { } leaf && Values(bound, SettingTerm.Thumbprint).Any(text => Store.Is(text.Replace(" ", "", StringComparison.Ordinal), leaf.Thumbprint)))
        {
            return Named.Itself;
        }

        var named = Values(bound, SettingTerm.Certificate, SettingTerm.Key, SettingTerm.Trust)
            .Select(text => ConsolePath.TryParseOnConsole(text, out var path) ? path.Text : "").ToArray();
        if (layout.OneFile && layout.KeyFile is not null)
        {
            var names = Values(bound, SettingTerm.Entry).ToArray();
            return !Is(layout.Path) ? null : names.Length == 0 || names.Any(name => Store.Is(name, entry.Name)) ? Named.Itself : null;
        }

        return !layout.OneFile && (Is(entry.File.Path) || (entry.Key is { } key && Is(key.Path))) ? Named.Itself
            : Is(layout.Path) ? Named.AsPart
            : null;

        bool Is(ConsolePath path) => named.Any(text => Store.Is(text, path.Text));
    }

    private static IEnumerable<ConsolePath> Places(SlotLayout layout, StoreEntry entry) =>
        entry.Key is { } key ? [entry.File.Path, key.Path, layout.Path] : [entry.File.Path, layout.Path];

    private static IEnumerable<string> Values(BoundSettings bound, params SettingTerm[] terms) =>
        terms.Select(bound.Read).Where(read => read.IsGood).Select(read => read.Value.Text).OfType<string>().Where(value => value.Length > 0);

    /// <summary>As the end of a path, not within a longer name.</summary>
    private static bool Mentions(string text, string path)
    {
        for (var at = text.IndexOf(path, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(path, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + path.Length;
            if ((at == 0 || !IsNamePart(text[at - 1])) && (end == text.Length || !(IsNamePart(text[end]) || text[end] == '/')))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsNamePart(char character) => char.IsLetterOrDigit(character) || character is '.' or '_' or '-';

    /// <summary>However a settings file escapes its slashes.</summary>
    private static string Slashes(string text) =>
        text.Replace(@"\/", "/", StringComparison.Ordinal).Replace(@"\\", "/", StringComparison.Ordinal).Replace('\\', '/');
}

/// <summary>One use of an entry.</summary>
/// <param name="By">A service's name; else a settings file's path or a listener.</param>
/// <param name="IsService">A service of the scanner type, by its own settings.</param>
public sealed record EntryUse(string Entry, string By, bool IsService)
{
    /// <summary>Only as one of all that lie in a folder or bundle.</summary>
    public bool AsPart { get; init; }
}

/// <summary>What can tell who uses an entry.</summary>
public sealed record UseWitnesses
{
    public ImmutableArray<BoundSettings> Bound { get; init; } = [];

    /// <summary>Settings of services that are there and cannot be read.</summary>
    public ImmutableArray<ConsolePath> Unreadable { get; init; } = [];

    /// <summary>Files that may be settings of something that the scanner type does not describe.</summary>
    public ImmutableArray<HeldFile> Unbound { get; init; } = [];

    /// <summary>Certificates that local listeners present, by what listens, e.g. <c>port 2762</c>.</summary>
    public ImmutableDictionary<string, Sha256> Presented { get; init; } = ImmutableDictionary<string, Sha256>.Empty;
}

/// <summary>A service's settings as they are.</summary>
/// <param name="Read">What stands for a term.</param>
public sealed record BoundSettings(string Service, ServiceSettings Settings, Func<SettingTerm, Checked<FoundSetting>> Read);
