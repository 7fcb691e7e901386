using Provisioner.Core.Changes;
using Provisioner.Core.Procedures.Yaml;

namespace Provisioner.Core.Procedures;

/// <summary>What <c>set</c> names is there, and takes what it is given.</summary>
internal static class SetLaws
{
    public static void Check(Draft draft)
    {
        for (var at = 0; at < draft.Procedure.Steps.Length; at++)
        {
            if (draft.Procedure.Steps[at].Verb is Verb.Set set && draft.IsWhole(at) && draft.Modality?.Service(set.Service) is { } service)
            {
                Fits(draft, at, set, service);
            }
        }
    }

    private static void Fits(Draft draft, int at, Verb.Set set, Service service)
    {
        if (set.SettingsOf(service) is not { } settings)
        {
            draft.Reading.Add("PROC-029", draft.At(at, "set", "role"), ("service", service.Name), ("role", set.Role?.Word() ?? "-"));
            return;
        }

        if (set.Values.IsEmpty && set.From.IsEmpty && !set.Defaults)
        {
            draft.Reading.Add("PROC-016", draft.AtVerb(at), ("key", "values, from, defaults"), ("because", "set"));
        }

        if (set.Defaults && settings.Defaults.IsEmpty)
        {
            draft.Reading.Add("PROC-030", draft.At(at, "set", "defaults"), ("modality", draft.Procedure.Modality), ("what", $"services.{service.Name}.settings.defaults"));
        }

        foreach (var (name, value) in set.Values.OrderBy(value => value.Key, StringComparer.Ordinal))
        {
            var type = Known(draft, at, settings, "values", name);
            if (type is { } wanted && SettingNames.Read(wanted, value) is null)
            {
                draft.Reading.Add("PROC-054", draft.At(at, "set", "values", name), ("name", name), ("type", wanted.Word()), ("found", value));
            }
        }

        foreach (var (name, from) in set.From.OrderBy(value => value.Key, StringComparer.Ordinal))
        {
            var (type, input) = (Known(draft, at, settings, "from", name), draft.Procedure.Inputs.FirstOrDefault(input => input.Name == from));
            if (type is { } wanted && input is not null && wanted != SettingType.Text && SettingNames.TypeOf(input.Kind) != wanted)
            {
                draft.Reading.Add("PROC-054", draft.At(at, "set", "from", name), ("name", name), ("type", wanted.Word()), ("found", input.Kind.Word()));
            }
        }
    }

    private static SettingType? Known(Draft draft, int at, ServiceSettings settings, string key, string name)
    {
        if (SettingNames.Find(settings, name) is { } option)
        {
            return option.Type;
        }

        string[] known = [.. SettingNames.All(settings)];
        var expected = Problems.Catalogue.English.Text("form.known", ("known", string.Join(", ", known)));
        draft.Reading.Add("PROC-011", draft.At(at, "set", key, name), ("name", name), ("expected", Reading.Expected(expected, name, known)));
        return null;
    }
}
