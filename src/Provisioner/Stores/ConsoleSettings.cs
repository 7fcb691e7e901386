using System.Collections.Immutable;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;

namespace Provisioner.Stores;

/// <summary>Settings of a console's services, in a file or in the registry.</summary>
/// <param name="items">Where the registry is; <c>null</c>: the console's, if it has one.</param>
/// <param name="opened">Shared with other runs; <c>null</c>: its own.</param>
internal sealed class ConsoleSettings(ConsoleFiles console, IItemSource? items = null, OpenedFiles? opened = null)
{
    private readonly OpenedFiles _opened = opened ?? new();

    /// <summary>The value of a term; <see cref="FoundSetting.Value"/> is <c>null</c> when it is not set, or the scanner type does not say where.</summary>
    public Checked<FoundSetting> Read(ServiceSettings settings, SettingTerm term) =>
        settings.Keys.TryGetValue(term, out var key) ? Read(settings.Kind, settings.File, key) : new FoundSetting(null);

    /// <summary>The value at any key; nothing where only the vendor's own screens show it.</summary>
    public Checked<FoundSetting> Read(SettingsKind kind, ConsolePath place, string key) =>
        kind == SettingsKind.Vendor ? new FoundSetting(null)
        : kind == SettingsKind.Registry ? Held(place, [key]).Select(held => new FoundSetting(Text(held.GetValueOrDefault(key))))
        : console.Read(place).Then(file => file.Held is { } held
            ? _opened.Setting(kind, held, key)
            : Problem.Of("SET-001", ("file", place.Text)));

    /// <summary>The file or key is there.</summary>
    public bool Exists(ServiceSettings settings) => settings.Kind == SettingsKind.Registry
        ? Registry is { } registry && Guarded.Get<Present>(settings.File.Text, () => new Present(registry.Has(settings.File))) is { IsGood: true, Value.Is: true }
        : console.Read(settings.File) is { IsGood: true, Value.Held: not null };

    /// <summary>The text of a term; empty when it is not set or cannot be read.</summary>
    public string Text(ServiceSettings settings, SettingTerm term) => Read(settings, term).TryGet(out var found, out _) ? found.Text ?? "" : "";

    /// <summary>A flag that is set to yes, in whatever words the settings use.</summary>
    public bool IsOn(ServiceSettings settings, SettingTerm term) => IsYes(Text(settings, term));

    public static bool IsYes(string? text) => text?.ToUpperInvariant() is "TRUE" or "ON" or "YES" or "1" or "ENABLED" or "ENABLE" or "Y" or "T";

    /// <summary>Plans to set values.</summary>
    public Checked<Plan> Plan(ServiceSettings settings, ImmutableArray<SettingEdit> edits) => settings.Kind == SettingsKind.Registry
        ? Held(settings.File, edits.Select(edit => edit.Key)).Then(held => RegistryPlan.Of(settings, held, edits))
        : console.Read(settings.File).Then(file => SettingsPlan.Of(settings, file.Held, edits));

    private Checked<Dictionary<string, byte[]>> Held(ConsolePath place, IEnumerable<string> keys) =>
        Registry is not { } registry
            ? Problem.Of("CONS-009", ("item", place.Text))
            : Guarded.Get<Dictionary<string, byte[]>>(place.Text, () => !registry.Has(place)
                ? Problem.Of("SET-001", ("file", place.Text))
                : keys.Distinct().Select(key => (Key: key, Bytes: registry.Read(place.Join(key)))).Where(value => value.Bytes is not null).ToDictionary(value => value.Key, value => value.Bytes!));

    private IItems? Registry => (items ?? new ItemSource(console, console.Disk)).For(ItemKind.Registry);

    private sealed record Present(bool Is);

    private static SettingValue.Text? Text(byte[]? bytes) => bytes is not null && RegistryValue.Read(bytes)?.Text is { } text ? new(text) : null;
}
