using System.Collections.Immutable;

namespace Provisioner.Core.Procedures;

/// <summary>What the console's own certificate is for in a procedure, as its steps say: to call others, to be called, or both.</summary>
public static class OwnRoles
{
    /// <returns>Each once; empty: the steps do not say.</returns>
    public static ImmutableArray<Role> Of(Procedure procedure) =>
        [.. procedure.Steps.Select(step => Of(step.Verb, procedure.ScannerType)).OfType<Role>().Distinct().Order()];

    private static Role? Of(Verb verb, Modality? modality) => verb switch
    {
        Verb.Try => Role.Client,
        Verb.Configure configure => configure.Role,
        Verb.Acceptance => Role.Server,
        Verb.Shows shows when modality?.Service(shows.Service)?.Settings.ContainsKey(Role.Server) ?? false => Role.Server,
        _ => null,
    };
}
