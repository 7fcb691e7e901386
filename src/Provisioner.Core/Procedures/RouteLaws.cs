using System.Collections.Immutable;
using Provisioner.Core.Changes;
using Provisioner.Core.Procedures.Yaml;

namespace Provisioner.Core.Procedures;

/// <summary>What must hold of the order of steps, on every way through the procedure.</summary>
internal static class RouteLaws
{
    private static readonly ImmutableArray<Action<Way>> All =
    [
        WarningsComeFirst, ScannerIsFreeFirst, QuestionsComeFirst, TrialsComeFirst, AuthoritiesAreCompared, ConfiguredIsTried, ConfiguredIsProven,
        SetIsRestarted, ConfiguredIsImported, RequestsAreNotAwaited,
    ];

    public static void Check(Draft draft)
    {
        var routes = Route.All(draft.Procedure with { ScannerType = draft.Modality });
        if (routes.Length > Route.Most)
        {
            draft.Reading.Add("PROC-046", draft.Root.At("steps"), ("most", Forms.Digits(Route.Most)));
            return;
        }

        EveryStepIsReached(draft, routes);
        TimesAddUp(draft, routes);
        foreach (var route in routes)
        {
            var way = new Way(draft, route.Steps);
            foreach (var law in All)
            {
                law(way);
            }
        }
    }

    /// <summary>Of steps in a row the first is told.</summary>
    private static void EveryStepIsReached(Draft draft, ImmutableArray<Route> routes)
    {
        var reached = routes.SelectMany(route => route.Steps).ToHashSet();
        for (var at = 0; at < draft.Procedure.Steps.Length; at++)
        {
            if (!reached.Contains(at) && (at == 0 || reached.Contains(at - 1)))
            {
                draft.Reading.Add("PROC-032", draft.At(at), ("step", draft.Procedure.Steps[at].Id));
            }
        }
    }

    private static void TimesAddUp(Draft draft, ImmutableArray<Route> routes)
    {
        var longest = routes.Max(route => route.Steps.Sum(at => draft.Procedure.Steps[at].Minutes ?? 0));
        var stated = draft.Procedure.Personnel.Procedure;
        if (stated.To > 0 && longest > stated.To)
        {
            draft.Reading.Add("PROC-031", draft.Root.At("personnel", "procedure"), ("sum", Forms.Digits(longest)), ("stated", Forms.Digits(stated.To)));
        }
    }

    /// <summary>What changes a scanner begins with a safety step, and each has something behind it that it warns of.</summary>
    private static void WarningsComeFirst(Way way)
    {
        if (way.Changes && way.Find(verb => verb is Verb.Safety) > way.FirstChange)
        {
            way.Add("PROC-033", way.FirstChange);
        }

        for (var at = way.Length - 1; at >= 0 && way[at].Verb is Verb.Safety or Verb.Notice or Verb.End; at--)
        {
            if (way[at].Verb is Verb.Safety)
            {
                way.Add("PROC-034", at);
            }
        }
    }

    private static void ScannerIsFreeFirst(Way way)
    {
        var first = way.Find(verb => verb is { Changes: true } or Verb.Restart);
        if (first < way.Length && way.Find(verb => verb is Verb.ScannerFree) > first)
        {
            way.Add("PROC-035", first);
        }
    }

    private static void QuestionsComeFirst(Way way) =>
        BeforeTheFirstChange(way, "PROC-036", verb => verb is Verb.Choose or Verb.Compare or Verb.Ask or Verb.Check);

    private static void TrialsComeFirst(Way way) => BeforeTheFirstChange(way, "PROC-037", verb => verb is Verb.Try);

    private static void BeforeTheFirstChange(Way way, string code, Func<Verb, bool> wanted)
    {
        for (var at = way.FirstChange; at < way.Length; at++)
        {
            if (wanted(way[at].Verb))
            {
                way.Add(code, at, ("change", way[way.FirstChange].Id));
            }
        }
    }

    /// <summary>Every server signed by a wrong authority would be trusted: its fingerprint is looked at before it goes in.</summary>
    private static void AuthoritiesAreCompared(Way way)
    {
        foreach (var (at, import) in way.All<Verb.Import>().Where(import => import.Verb.Into == Slot.Trusted))
        {
            if (way.Find(verb => verb is Verb.Compare compare && compare.Input == import.Input) > at)
            {
                way.Add("PROC-038", at, ("name", import.Input));
            }
        }
    }

    /// <summary>What a client is pointed to is tried before the first change.</summary>
    private static void ConfiguredIsTried(Way way)
    {
        foreach (var (at, configure) in way.All<Verb.Configure>())
        {
            if (configure is { Role: Role.Client, Remote: { } server } && way.Find(verb => verb is Verb.Try trial && trial.Server == server) > way.FirstChange)
            {
                way.Add("PROC-039", at, ("name", server));
            }
        }
    }

    /// <summary>Settings are read at a restart; afterwards a client echoes, and a server is tested for what it refuses.</summary>
    private static void ConfiguredIsProven(Way way)
    {
        foreach (var (at, configure) in way.All<Verb.Configure>())
        {
            var restart = Restarted(way, at, configure.Service);
            if (restart < way.Length && way.Find(verb => way.Proves(verb, configure), restart) == way.Length)
            {
                way.Add("PROC-041", at, ("service", configure.Service), ("verb", configure.Role == Role.Client ? "prove" : "prove, acceptance"));
            }
        }
    }

    /// <summary>Other settings are read at a restart too.</summary>
    private static void SetIsRestarted(Way way)
    {
        foreach (var (at, set) in way.All<Verb.Set>())
        {
            _ = Restarted(way, at, set.Service);
        }
    }

    /// <summary>The place of the restart after it; the end, reported, when there is none.</summary>
    private static int Restarted(Way way, int at, string service)
    {
        var restart = way.Find(verb => verb is Verb.Restart restart && restart.Service == service, at);
        if (restart == way.Length)
        {
            way.Add("PROC-040", at, ("service", service));
        }

        return restart;
    }

    private static void ConfiguredIsImported(Way way)
    {
        foreach (var (at, configure) in way.All<Verb.Configure>())
        {
            if (way.Find(verb => verb is Verb.Import import && import.Input == configure.Trust) > at)
            {
                way.Add("PROC-042", at, ("name", configure.Trust));
            }
        }
    }

    /// <summary>A certificate comes back after days: another procedure goes on then.</summary>
    private static void RequestsAreNotAwaited(Way way)
    {
        var request = way.Find(verb => verb is Verb.Request);
        var complete = way.Find(verb => verb is Verb.Complete, Math.Min(request, way.Length));
        if (complete < way.Length)
        {
            way.Add("PROC-047", complete);
        }
    }
}

/// <summary>One path through a draft.</summary>
internal sealed class Way(Draft draft, ImmutableArray<int> steps)
{
    public int Length => steps.Length;

    /// <summary>Place on the path of the first change; <see cref="Length"/> when there is none.</summary>
    public int FirstChange => Find(verb => verb.Changes);

    public bool Changes => FirstChange < Length;

    public Step this[int at] => draft.Procedure.Steps[steps[at]];

    public IEnumerable<(int At, T Verb)> All<T>()
        where T : Verb
    {
        for (var at = 0; at < Length; at++)
        {
            if (this[at].Verb is T verb)
            {
                yield return (at, verb);
            }
        }
    }

    /// <summary>The first place at or after <paramref name="from"/> whose verb is wanted; <see cref="Length"/> when there is none.</summary>
    public int Find(Func<Verb, bool> wanted, int from = 0)
    {
        var at = from;
        while (at < Length && !wanted(this[at].Verb))
        {
            at++;
        }

        return at;
    }

    /// <summary>A client echoes, a server is tested for what it refuses; what this program does not speak is stated.</summary>
    public bool Proves(Verb verb, Verb.Configure configured) => verb switch
    {
        Verb.Prove prove => prove.Service == configured.Service,
        Verb.Acceptance acceptance => configured.Role == Role.Server && acceptance.Service == configured.Service,
        Verb.Instruct { Proves: { } service } => service == configured.Service && draft.Modality?.Service(service)?.Speaks is Protocol.Other or Protocol.NetTcp,
        _ => false,
    };

    public void Add(string code, int at, params ReadOnlySpan<(string Name, string Value)> values) =>
        draft.Reading.Add(code, draft.AtVerb(steps[at]), [("step", this[at].Id), .. values]);
}
