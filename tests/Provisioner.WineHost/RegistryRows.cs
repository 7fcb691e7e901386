using System.Collections.Immutable;
using Microsoft.Win32;
using Provisioner.Core.Changes;
using Provisioner.Stores;

namespace Provisioner.WineHost;

/// <summary>Settings and certificates in the machine's registry, looked at by .NET's own way beside ours.</summary>
internal static class RegistryRows
{
    private const string Key = @"SOFTWARE\Vendor\Dicom";

    private static readonly ServiceSettings Settings = new(SettingsKind.Registry, ConsolePath.Parse("HKLM/SOFTWARE/Vendor/Dicom"), ImmutableDictionary.CreateRange(
    [
        KeyValuePair.Create(SettingTerm.RemotePort, "Port"),
    ]));

    private static readonly ConsoleSettings Read = new(Machine.Files);

    public static void Try(Rows rows, MadeCertificates made)
    {
        Value(rows, "text", "104", RegistryValueKind.String, new SettingValue.Number(2762), "2762");
        Value(rows, "text with a name in it", "%TEMP%\\a", RegistryValueKind.ExpandString, new SettingValue.Text("%TEMP%\\b"), "%TEMP%\\b");
        Value(rows, "text of other alphabets", "Zürich", RegistryValueKind.String, new SettingValue.Text("病院"), "病院");
        Value(rows, "a number", 104, RegistryValueKind.DWord, new SettingValue.Number(2762), 2762);
        Value(rows, "the largest number", -1, RegistryValueKind.DWord, new SettingValue.Text("4294967295"), -1, isNothing: true);
        Value(rows, "a long number", 1L << 40, RegistryValueKind.QWord, new SettingValue.Number(2762), 2762L);
        Value(rows, "binary", new byte[] { 1, 0, 255 }, RegistryValueKind.Binary, new SettingValue.Text("00FF10"), new byte[] { 0, 255, 16 });
        Value(rows, "empty binary", Array.Empty<byte>(), RegistryValueKind.Binary, new SettingValue.Text("00"), new byte[] { 0 });
        Value(rows, "none before", null, RegistryValueKind.None, new SettingValue.Flag(true), 1);
        rows.Try("registry: what somebody else altered is left alone", Altered);
        rows.Try("registry: a key that is not there is said", () => Rows.Same(
            "SET-001", Read.Plan(Settings with { File = ConsolePath.Parse("HKLM/SOFTWARE/Nobody") }, [new("a", new SettingValue.Flag(true))]).Problems.Single().Code));
        rows.Try("registry: values of types that are not known stay", Foreign);
        rows.Try("registry: a user's own settings", () => InUser());
        rows.Try("registry: certificates as binary values come, are listed, go and come back", () => Certificates(made));
    }

    private static void Value(Rows rows, string name, object? before, RegistryValueKind kind, SettingValue set, object expected, bool isNothing = false) => rows.Try($"registry: {name} is set, probed and put back", () =>
    {
        using var key = Registry.LocalMachine.CreateSubKey(Key);
        key.DeleteValue("V", throwOnMissingValue: false);
        if (before is not null)
        {
            key.SetValue("V", before, kind);
        }

        var plan = Machine.Good(Read.Plan(Settings, [new("V", set)]));
        Rows.Same(isNothing ? 0 : 1, plan.Changes.Length);
        Machine.Do(plan);
        Rows.Same(Shown(expected), Shown(Now(key)));
        Rows.Same(before is null ? RegistryValueKind.DWord : kind, key.GetValueKind("V"));
        Machine.Undo(plan);
        Rows.Same(Shown(before), Shown(Now(key)));
    });

    private static void Altered()
    {
        using var key = Registry.LocalMachine.CreateSubKey(Key);
        key.SetValue("Port", 104);
        var plan = Machine.Good(Read.Plan(Settings, [new("Port", new SettingValue.Number(2762))]));
        Rows.Same(null, Machine.Changer.Prepare(plan));
        key.SetValue("Port", "104");
        Rows.Same("CONS-007", Machine.Changer.Apply(plan.Changes[0])?.Code);
        Rows.Same("CONS-007", Machine.Changer.Undo(plan.Changes[0])?.Code);
        Rows.Same("104", Read.Text(Settings, SettingTerm.RemotePort));
    }

    private static void Foreign()
    {
        using var key = Registry.LocalMachine.CreateSubKey(Key);
        key.SetValue("Many", (string[])["a", "b"], RegistryValueKind.MultiString);
        Rows.Same("SET-007", Read.Plan(Settings, [new("Many", new SettingValue.Text("x"))]).Problems.Single().Code);
        Rows.Same("a,b", string.Join(',', (string[])key.GetValue("Many")!));
    }

    private static void InUser()
    {
        using var key = Registry.CurrentUser.CreateSubKey(Key);
        key.SetValue("Port", 104);
        var plan = Machine.Good(Read.Plan(Settings with { File = ConsolePath.Parse("HKCU/SOFTWARE/Vendor/Dicom") }, [new("Port", new SettingValue.Number(2762))]));
        Machine.Do(plan);
        Rows.Same(2762, key.GetValue("Port"));
        Machine.Undo(plan);
        Rows.Same(104, key.GetValue("Port"));
    }

    private static void Certificates(MadeCertificates made)
    {
        var layout = new SlotLayout { Path = ConsolePath.Parse("HKLM/SOFTWARE/Vendor/Trusted"), CertificateFile = "{name}" };
        using var key = Registry.LocalMachine.CreateSubKey(@"SOFTWARE\Vendor\Trusted");
        var items = new RegistryItems();
        SlotContents Held() => new() { MissingFolders = [], Files = items.List(layout.Path) };
        var plan = Machine.Good(Store.PlanImport(StoreKind.Registry, layout, Held(), new() { Wanted = EntryName.From("root"), Certificates = [made.Root] }));
        Machine.Do(plan);
        Rows.Same(Convert.ToHexString(made.Root.Der.Span), Convert.ToHexString((byte[])key.GetValue("root")!));
        Rows.Same(made.Root, Machine.Good(Store.Entries(StoreKind.Registry, layout, Held())).Single().Leaf);
        var removal = Machine.Good(Store.PlanRemove(StoreKind.Registry, layout, Held(), ["root"], new HashSet<string>()));
        Machine.Do(removal);
        Rows.Same(0, key.ValueCount);
        Machine.Undo(removal);
        Rows.Same(1, key.ValueCount);
        Machine.Undo(plan);
        Rows.Same(0, key.ValueCount);
    }

    private static object? Now(RegistryKey key) => key.GetValue("V", null, RegistryValueOptions.DoNotExpandEnvironmentNames);

    private static string Shown(object? value) => value is byte[] bytes ? Convert.ToHexString(bytes) : value is null ? "none" : $"{value.GetType().Name} {value}";
}
