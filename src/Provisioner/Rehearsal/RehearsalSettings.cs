using System.Collections.Immutable;
using System.Text;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;

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
            edits.AddRange(settings.Keys.Select(key => (settings.Kind, settings.File, new SettingEdit(key.Value, Value(key.Key, ref port)))));
        }

        return edits.Where(edit => edit.Kind is not (SettingsKind.Vendor or SettingsKind.Registry));
    }

    /// <summary>As new as the procedure wants it.</summary>
    private static string Software(Procedure procedure) =>
        procedure.Steps.Select(step => step.Verb).OfType<Verb.Check>().Select(check => check.AtLeast).OfType<string>().LastOrDefault() ?? "1.0";

    private static SettingValue Value(SettingTerm term, ref int port) => term switch
    {
        SettingTerm.Tls or SettingTerm.VerifyPeer or SettingTerm.RequireClientCertificate => new SettingValue.Flag(false),
        SettingTerm.RemotePort => new SettingValue.Number(104),
        SettingTerm.ListenPort => new SettingValue.Number(port++),
        SettingTerm.RemoteHost => new SettingValue.Text(RehearsalNetwork.Old.Host),
        SettingTerm.RemoteTitle => new SettingValue.Text(RehearsalNetwork.OldTitle),
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
