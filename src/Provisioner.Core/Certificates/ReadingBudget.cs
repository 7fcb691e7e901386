using Provisioner.Core.Certificates.X509;

namespace Provisioner.Core.Certificates;

/// <summary>How much key derivation one file may cost, over all its parts and all passwords tried.</summary>
public sealed class ReadingBudget(long iterations = ReadingBudget.Usual, IProgress<double>? progress = null, CancellationToken cancelled = default)
{
    /// <summary>Ten million rounds: some seconds.</summary>
    public const long Usual = 10_000_000;

    private const int Step = 100_000;

    private long _spent, _reported;

    public CancellationToken Cancelled => cancelled;

    /// <summary>Takes rounds before they are made.</summary>
    /// <exception cref="OverBudgetException">There are not as many left.</exception>
    internal void Take(long rounds)
    {
        if (rounds < 0 || rounds > iterations - _spent)
        {
            throw new OverBudgetException(rounds, iterations);
        }

        _spent += rounds;
    }

    /// <summary>Says that rounds were made, so that a screen can show it and a person can stop it.</summary>
    /// <exception cref="OperationCanceledException">Somebody did.</exception>
    internal void Made(long rounds)
    {
        cancelled.ThrowIfCancellationRequested();
        _reported += rounds;
        if (_reported % Step < rounds)
        {
            progress?.Report((double)_reported / iterations);
        }
    }
}
