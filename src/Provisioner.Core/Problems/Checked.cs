using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Provisioner.Core.Problems;

/// <summary>A value, or every problem that stands in its way. Never both, never neither.</summary>
public sealed class Checked<T>
    where T : notnull
{
    private readonly T? _value;

    private Checked(T? value, ImmutableArray<Problem> problems) => (_value, Problems) = (value, problems);

    /// <summary>Why there is no value; empty when there is one.</summary>
    public ImmutableArray<Problem> Problems { get; }

    public bool IsGood => Problems.IsEmpty;

    /// <exception cref="InvalidOperationException">There are problems: a bug in the caller, who did not look.</exception>
    public T Value => IsGood ? _value! : throw new InvalidOperationException(Problems[0].ToString());

    public bool TryGet([NotNullWhen(true)] out T? value, out ImmutableArray<Problem> problems)
    {
        (value, problems) = (_value, Problems);
        return IsGood;
    }

    public Checked<TNext> Then<TNext>(Func<T, Checked<TNext>> next)
        where TNext : notnull => IsGood ? next(_value!) : Problems;

    public Checked<TNext> Select<TNext>(Func<T, TNext> next)
        where TNext : notnull => IsGood ? next(_value!) : Problems;

    [SuppressMessage("Usage", "CA2225", Justification = "the conversions are the constructors")]
    public static implicit operator Checked<T>(T value) => new(value, []);

    [SuppressMessage("Usage", "CA2225", Justification = "the conversions are the constructors")]
    public static implicit operator Checked<T>(Problem problem) => new(default, [problem]);

    /// <exception cref="ArgumentException">No problem is given.</exception>
    [SuppressMessage("Usage", "CA2225", Justification = "the conversions are the constructors")]
    public static implicit operator Checked<T>(ImmutableArray<Problem> problems) =>
        problems.IsDefaultOrEmpty ? throw new ArgumentException("no problem, no value", nameof(problems)) : new(default, problems);
}
