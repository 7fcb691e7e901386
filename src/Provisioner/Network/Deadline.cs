namespace Provisioner.Network;

/// <summary>One clock for all waits of a connection: armed for each, it cancels what takes longer. Told apart from a
/// cancellation from outside.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly TimeSpan _each;
    private readonly CancellationToken _outside;
    private readonly CancellationTokenSource _source;

    /// <param name="each">The longest that one wait may take.</param>
    public Deadline(TimeSpan each, CancellationToken outside)
    {
        (_each, _outside) = (each, outside);
        _source = CancellationTokenSource.CreateLinkedTokenSource(outside);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Begins a wait.</summary>
    public CancellationToken Arm()
    {
        _source.CancelAfter(_each);
        return _source.Token;
    }

    public void Arm(TimeSpan another) => _source.CancelAfter(another);

    /// <summary>What to throw for what a wait threw: the sign, or the cancellation from outside as it is.</summary>
    public Exception Translate(Exception fault) =>
        _outside.IsCancellationRequested ? new OperationCanceledException(_outside)
        : _source.IsCancellationRequested ? new WireException(new Core.Proof.Sign.TimedOut(), fault)
        : WireException.From(fault) ?? fault;

    public void Dispose() => _source.Dispose();
}
