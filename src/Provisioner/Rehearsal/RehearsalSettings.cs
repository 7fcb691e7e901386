using System.Collections.Immutable;
using System.Text;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Stores;

namespace Provisioner.Rehearsal;

/// <summary>The settings files of a console as its scanner type describes them: every value that anything reads or sets is there.</summary>
internal static class RehearsalSettings
{
    public const string Serial = "7731", Host = "mr450w-2", StorePassword = "rehearsal-store", OwnTitle = "SCANNER";

    /// <summary>By place; where a kind has no file, none. A problem where the description cannot be written down.</summary>
    public static Checked<ImmutableDictionary<ConsolePath, byte[]>> Of(Procedure procedure, Modality modality)
    {
        var files = ImmutableDictionary.CreateBuilder<ConsolePath, byte[]>();
        foreach (var file in Edits(procedure, modality).GroupBy(edit => (edit.Kind, edit.File)))
        {
            if (file.Key.Kind == SettingsKind.Registry)
            {
                files.AddRange(file.DistinctBy(edit => edit.Edit.Key).Select(edit => KeyValuePair.Create(Described(file.Key.File, edit.Edit.Key), Described(edit.Edit.Value))));
                continue;
            }

            var edits = file.DistinctBy(edit => edit.Edit.Key).Select(edit => edit.Edit).OrderBy(edit => edit.Key, StringComparer.Ordinal).ToImmutableArray();
            if (!SettingsFile.For(file.Key.Kind).Set(Encoding.UTF8.GetBytes(Empty(file.Key.Kind, edits)), edits).TryGet(out var bytes, out var problems))
            {
                return problems;
            }

            files[file.Key.File] = bytes;
        }

        return files.ToImmutable();
    }

    private static IEnumerable<(SettingsKind Kind, ConsolePath File, SettingEdit Edit)> Edits(Procedure procedure, Modality modality)
    {
        var recognition = modality.Recognition;
        var (port, edits) = (104, new List<(SettingsKind Kind, ConsolePath File, SettingEdit Edit)>());
        edits.Add((recognition.Kind, recognition.File, new(recognition.Serial, new SettingValue.Text(Serial))));
        edits.Add((recognition.Kind, recognition.File, new(recognition.Host, new SettingValue.Text(Host))));
        if (recognition.Software is { } software)
        {
            edits.Add((recognition.Kind, recognition.File, new(software, new SettingValue.Text(Software(procedure)))));
        }

        foreach (var password in modality.Store.Slots.Values.Select(slot => slot.Password).OfType<StorePassword.InSettings>())
        {
            edits.Add((password.Kind, password.File, new(password.Key, new SettingValue.Text(StorePassword))));
        }

        foreach (var settings in modality.Services.SelectMany(service => service.Settings.Values))
        {
            foreach (var (term, key) in settings.Keys.OrderBy(key => key.Key))
            {
                edits.Add((settings.Kind, settings.File, new(key, Value(term, ref port))));
            }

            edits.AddRange(settings.Options.Values.Select(option => (settings.Kind, settings.File, new SettingEdit(option.Key, option.Type switch
            {
                SettingType.Flag => new SettingValue.Flag(false),
                SettingType.Number => new SettingValue.Number(0),
                _ => new SettingValue.Text(""),
            }))));
        }

        return edits.Where(edit => edit.Kind != SettingsKind.Vendor);
    }

    /// <summary>Where a value of the registry lies on a console that is a folder.</summary>
    private static ConsolePath Described(ConsolePath file, string key) => DescribedItems.Registry.Join(file.Text).Join(key);

    private static byte[] Described(SettingValue value) => Encoding.UTF8.GetBytes(value switch
    {
        SettingValue.Number number => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"dword {number.Value}\n"),
        SettingValue.Flag flag => flag.Value ? "dword 1\n" : "dword 0\n",
        SettingValue.Text { Value: "" } => "text\n",
        SettingValue.Text text => $"text {text.Value}\n",
        _ => throw new System.Diagnostics.UnreachableException(),
    });

    /// <summary>As new as the procedure wants it.</summary>
    private static string Software(Procedure procedure) =>
        procedure.Steps.Select(step => step.Verb).OfType<Verb.Check>().Select(check => check.AtLeast).OfType<string>().LastOrDefault() ?? "1.0";

    private static SettingValue Value(SettingTerm term, ref int port) => term switch
    {
        SettingTerm.Enable => new SettingValue.Flag(true),
        SettingTerm.Tls or SettingTerm.VerifyPeer or SettingTerm.RequireClientCertificate => new SettingValue.Flag(false),
        SettingTerm.RemotePort => new SettingValue.Number(104),
        SettingTerm.ListenPort => new SettingValue.Number(port++),
        SettingTerm.RemoteHost => new SettingValue.Text(RehearsalNetwork.Old.Host),
        SettingTerm.RemoteTitle => new SettingValue.Text(RehearsalNetwork.OldTitle),
        SettingTerm.Address => new SettingValue.Text($"net.tcp://{Host}.hospital.local:8000"),
        SettingTerm.OwnTitle => new SettingValue.Text(OwnTitle),
        _ => new SettingValue.Text(""),
    };

    private static string Empty(SettingsKind kind, ImmutableArray<SettingEdit> edits) => kind switch
    {
        SettingsKind.Json => "{\n}\n",
        SettingsKind.Xml => Root(edits[0].Key) is var root ? $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<{root}>\n</{root}>\n" : "",
        _ => "",
    };

    private static string Root(string key) => key.Split('.', '[')[0];
}
