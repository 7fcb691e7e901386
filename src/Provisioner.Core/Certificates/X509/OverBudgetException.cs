namespace Provisioner.Core.Certificates.X509;

/// <summary>A file wants more key derivation than it may have. Never leaves this room.</summary>
internal sealed class OverBudgetException(long rounds, long most) : Exception
{
    public long Rounds => rounds;

    public long Most => most;
}
