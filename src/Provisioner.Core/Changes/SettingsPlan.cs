using System.Collections.Immutable;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Changes;

/// <summary>Plans to set values in one settings file.</summary>
public static class SettingsPlan
{
    /// <param name="file">The settings file as it is; <c>null</c> when there is none, which is a problem.</param>
    /// <returns>A plan; without changes when every value is as asked already.</returns>
    public static Checked<Plan> Of(ServiceSettings settings, HeldFile? file, ImmutableArray<SettingEdit> edits)
    {
        if (file is null)
        {
            return Problem.Of("SET-001", ("file", settings.File.Text));
        }

        var kind = SettingsFile.For(settings.Kind);
        return kind.Set(file.Bytes.Span, edits).Select(after => Planned(kind, file, after, edits));
    }

    private static Plan Planned(SettingsFile kind, HeldFile file, byte[] after, ImmutableArray<SettingEdit> edits)
    {
        var plan = new PlanBuilder([]);
        plan.Write(file, file.Path, after, ownerOnly: false, [.. UnifiedDifference.Of(file.Bytes.Span, after).Select(SecretText.Masked)]);
        var built = plan.Build();
        return built with
        {
            Differences = [.. built.Differences.Select(difference => difference with { Values = Values(kind, file, after, edits) })],
        };
    }

    private static ImmutableArray<ValueDifference> Values(SettingsFile kind, HeldFile file, byte[] after, ImmutableArray<SettingEdit> edits) =>
        [.. from edit in edits
            let was = Text(kind, file.Bytes.Span, edit.Key)
            let will = Text(kind, after, edit.Key)
            where was != will
            select new ValueDifference(edit.Key, SecretText.Masked(edit.Key, was), SecretText.Masked(edit.Key, will))];

    private static string? Text(SettingsFile kind, ReadOnlySpan<byte> file, string key) =>
        kind.Read(file, key).TryGet(out var found, out _) ? found.Text : null;
}
