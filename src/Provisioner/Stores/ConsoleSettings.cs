using System.Collections.Immutable;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;

namespace Provisioner.Stores;

/// <summary>Settings of a console's services, in a file or in the registry.</summary>
/// <param name="items">Where the registry is; <c>null</c>: this machine's, if it has one.</param>
internal sealed class ConsoleSettings(ConsoleFiles console, IItemSource? items = null)
{
    /// <summary>The value of a term; <see cref="FoundSetting.Value"/> is <c>null</c> when it is not set, or the scanner type does not say where.</summary>
    public Checked<FoundSetting> Read(ServiceSettings settings, SettingTerm term) =>
        !settings.Keys.TryGetValue(term, out var key) ? new FoundSetting(null)
        : settings.Kind == SettingsKind.Registry ? Held(settings, [key]).Select(held => new FoundSetting(Text(held.GetValueOrDefault(key))))
        : console.Read(settings.File).Then(file => file.Held is { } held
            ? SettingsFile.For(settings.Kind).Read(held.Bytes.Span, key)
            : Problem.Of("SET-001", ("file", settings.File.Text)));

    /// <summary>Plans to set values.</summary>
    public Checked<Plan> Plan(ServiceSettings settings, ImmutableArray<SettingEdit> edits) => settings.Kind == SettingsKind.Registry
        ? Held(settings, edits.Select(edit => edit.Key)).Then(held => RegistryPlan.Of(settings, held, edits))
        : console.Read(settings.File).Then(file => SettingsPlan.Of(settings, file.Held, edits));

    private Checked<Dictionary<string, byte[]>> Held(ServiceSettings settings, IEnumerable<string> keys) =>
        (items ?? new ItemSource(console, new Disk())).For(ItemKind.Registry) is not { } registry
            ? Problem.Of("CONS-009", ("item", settings.File.Text))
            : Guarded.Get<Dictionary<string, byte[]>>(settings.File.Text, () => !HasKey(settings.File)
                ? Problem.Of("SET-001", ("file", settings.File.Text))
                : keys.Select(key => (Key: key, Bytes: registry.Read(settings.File.Join(key)))).Where(value => value.Bytes is not null).ToDictionary(value => value.Key, value => value.Bytes!));

    private static bool HasKey(ConsolePath key) => !OperatingSystem.IsWindows() || RegistryItems.HasKey(key);

    private static SettingValue.Text? Text(byte[]? bytes) => bytes is not null && RegistryValue.Read(bytes)?.Text is { } text ? new(text) : null;
}
