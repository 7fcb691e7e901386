using System.Globalization;
using Provisioner.Core.Changes;
using Provisioner.Core.Dicom;

namespace Provisioner.Core.Procedures;

/// <summary>What <c>set</c> and a scanner type's defaults can name: words of terms, and the vendor's own options.</summary>
public static class SettingNames
{
    /// <returns><c>null</c> when the settings have nothing of that name.</returns>
    public static SettingOption? Find(ServiceSettings settings, string name) =>
        Spelling.TryParse<SettingTerm>(name, out var term) && settings.Terms.Contains(term)
            ? new(settings.Keys.GetValueOrDefault(term, name), TypeOf(term))
            : settings.Options.GetValueOrDefault(name);

    public static IEnumerable<string> All(ServiceSettings settings) =>
        settings.Terms.Order().Select(term => term.Word()).Concat(settings.Options.Keys.Order(StringComparer.Ordinal));

    /// <returns><c>null</c> when the text is no value of that type.</returns>
    public static SettingValue? Read(SettingType type, string text) => type switch
    {
        SettingType.Text => new SettingValue.Text(text),
        SettingType.Number => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? new SettingValue.Number(number) : null,
        SettingType.Flag => text is "true" or "false" ? new SettingValue.Flag(text == "true") : null,
        SettingType.Title => AeTitle.TryParse(text, out var title) ? new SettingValue.Text(title.Text) : null,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>What an input of that kind gives.</summary>
    public static SettingType TypeOf(InputKind kind) => kind switch
    {
        InputKind.Port or InputKind.Number => SettingType.Number,
        InputKind.AeTitle => SettingType.Title,
        _ => SettingType.Text,
    };

    private static SettingType TypeOf(SettingTerm term) => term switch
    {
        SettingTerm.Tls or SettingTerm.VerifyPeer or SettingTerm.RequireClientCertificate or SettingTerm.Enable => SettingType.Flag,
        SettingTerm.RemotePort or SettingTerm.ListenPort => SettingType.Number,
        SettingTerm.OwnTitle or SettingTerm.RemoteTitle => SettingType.Title,
        _ => SettingType.Text,
    };
}
