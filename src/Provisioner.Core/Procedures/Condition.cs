using System.Collections.Immutable;
using Provisioner.Core.Procedures.Yaml;

namespace Provisioner.Core.Procedures;

/// <summary>What decides whether a step is done: a closed family over what was answered and what the scanner type states.</summary>
public abstract record Condition
{
    private Condition()
    {
    }

    /// <summary>An earlier <c>choose</c> was answered with one of these options, or an earlier <c>look</c> ended so.</summary>
    public sealed record Chosen(string Step, ImmutableArray<string> Options) : Condition;

    /// <summary>An input that may be left out was answered, or was not.</summary>
    public sealed record Given(string Input, bool Is) : Condition;

    /// <summary>The scanner receives this from others, or does not.</summary>
    public sealed record Receives(Received What, bool Is) : Condition;

    internal static Condition Read(Keys keys) => keys.OneOf<Condition>(
        "chosen, given, not-given, receives, does-not-receive",
        [
            new("chosen", Forms.Map(k => (Condition)new Chosen(k.Need("step", Forms.Step), k.Need("is", Forms.List(Forms.Name, 1, 9))))),
            new("given", Forms.As(Forms.Input(), name => (Condition)new Given(name, true))),
            new("not-given", Forms.As(Forms.Input(), name => (Condition)new Given(name, false))),
            new("receives", Forms.As(Forms.Word<Received>(), what => (Condition)new Receives(what, true))),
            new("does-not-receive", Forms.As(Forms.Word<Received>(), what => (Condition)new Receives(what, false))),
        ]);
}
