using Provisioner.Core.Proof;

namespace Provisioner.Network;

/// <summary>Tries a connection as far as asked and says why it does not work. It alters nothing here; a store leaves one image
/// at the other side.</summary>
internal static class Prover
{
    /// <summary>Never throws for what the network or the other side does; ends within a few times the request's timeout.</summary>
    /// <exception cref="OperationCanceledException">Cancelled from outside.</exception>
    public static Task<ProofResult> ProveAsync(ProofRequest request, CancellationToken cancellation) =>
        throw new NotImplementedException();
}
