using System.Collections.Immutable;
using Provisioner.Core.Changes;
using Provisioner.Core.Procedures.Yaml;

namespace Provisioner.Core.Procedures;

/// <summary>What must hold within one scanner type.</summary>
internal static class ModalityLaws
{
    /// <summary>Without these a service can be pointed to no certificates.</summary>
    private static readonly ImmutableDictionary<Role, ImmutableArray<SettingTerm>> Needed = ImmutableDictionary.CreateRange<Role, ImmutableArray<SettingTerm>>(
    [
        new(Role.Client, [SettingTerm.Tls, SettingTerm.Certificate, SettingTerm.Key, SettingTerm.Trust, SettingTerm.RemoteHost, SettingTerm.RemotePort]),
        new(Role.Server, [SettingTerm.Tls, SettingTerm.Certificate, SettingTerm.Key, SettingTerm.Trust, SettingTerm.ListenPort]),
    ]);

    /// <summary>Named together by a thumbprint.</summary>
    private static readonly ImmutableArray<SettingTerm> InWindowsStore = [SettingTerm.Certificate, SettingTerm.Key, SettingTerm.Trust];

    private static readonly ImmutableArray<SettingTerm> OfTls = [SettingTerm.Tls, .. InWindowsStore];

    public static void Check(Modality modality, YamlNode root, Reading reading)
    {
        foreach (var service in modality.Services)
        {
            foreach (var (role, settings) in service.Settings.OrderBy(s => s.Key))
            {
                CheckTerms(modality, service, role, settings, root, reading);
            }
        }

        CheckPlaces(modality, root, reading);
        CheckReceptions(modality, root, reading);
        if (!modality.Store.Slots.ContainsKey(Slot.Host) && !modality.Store.Slots.IsEmpty)
        {
            reading.Add("PROC-050", root.At("store", "slots"));
        }
    }

    /// <summary>What the program alters lies somewhere; what only the vendor's screens alter is reached somehow.</summary>
    private static void CheckPlaces(Modality modality, YamlNode root, Reading reading)
    {
        var isWhole = reading.Count == 0;
        foreach (var (slot, layout) in modality.Store.Slots.OrderBy(slot => slot.Key))
        {
            var place = root.At("store", "slots", slot.Word());
            if (modality.Store.KindOf(slot) == StoreKind.Vendor)
            {
                Need(layout.Screen is not null && !layout.Accepts.IsEmpty, "screen, accepts", place);
            }
            else
            {
                Need(layout.CertificateFile.Length > 0 && !IsNowhere(layout.Path), "path, certificate-file", place);
            }
        }

        foreach (var (service, role, settings) in modality.Services.SelectMany(service => service.Settings.OrderBy(held => held.Key).Select(held => (service, held.Key, held.Value))))
        {
            var place = root.At("services", service.Name, "settings", role.Word());
            if (settings.Kind == SettingsKind.Vendor)
            {
                Need(settings.Screen is not null && !settings.Labels.IsEmpty, "screen, labels", place);
            }
            else
            {
                Need(!settings.Keys.IsEmpty && !IsNowhere(settings.File), "file, keys", place);
            }
        }

        Need(modality.Recognition.Kind == SettingsKind.Vendor || !IsNowhere(modality.Recognition.File), "file", root.At("recognition"));

        void Need(bool has, string keys, Mark place)
        {
            if (!has && isWhole)
            {
                reading.Add("PROC-052", place, ("keys", keys));
            }
        }
    }

    private static bool IsNowhere(ConsolePath path) => path.Text.Split('/')[0] == "by-hand";

    /// <summary>Terms of TLS come together: a service that knows one of them and lacks another is not secure.</summary>
    private static void CheckTerms(Modality modality, Service service, Role role, ServiceSettings settings, YamlNode root, Reading reading)
    {
        var needed = settings.Keys.ContainsKey(SettingTerm.Thumbprint) ? Needed[role].Except(InWindowsStore)
            : modality.Store.Slots.ContainsKey(Slot.Trusted) && modality.Store.KindOf(Slot.Trusted) == StoreKind.Registry ? Needed[role].Remove(SettingTerm.Trust)
            : Needed[role];
        var missing = needed.Except(settings.Keys.Keys).Select(term => term.Word()).ToArray();
        if (missing.Length > 0 && settings.Kind != SettingsKind.Vendor && OfTls.Any(settings.Keys.ContainsKey))
        {
            reading.Add(
                "PROC-051",
                root.At("services", service.Name, "settings", role.Word(), "keys"),
                ("service", service.Name),
                ("role", role.Word()),
                ("missing", string.Join(", ", missing)));
        }
    }

    private static void CheckReceptions(Modality modality, YamlNode root, Reading reading)
    {
        for (var at = 0; at < modality.Receives.Length; at++)
        {
            var name = modality.Receives[at].Service;
            if (name.Length > 0 && modality.Service(name) is null)
            {
                var known = modality.Services.Select(service => service.Name).ToArray();
                var expected = Problems.Catalogue.English.Text("form.known", ("known", string.Join(", ", known)));
                reading.Add("PROC-011", root.At("receives", Forms.Digits(at), "service"), ("name", name), ("expected", Reading.Expected(expected, name, known)));
            }
        }
    }
}
