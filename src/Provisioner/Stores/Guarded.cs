using Provisioner.Core.Problems;

namespace Provisioner.Stores;

/// <summary>Acts on a disk; what the machine refuses becomes a problem that names the file.</summary>
internal static class Guarded
{
    /// <returns><c>null</c>: done.</returns>
    public static Problem? Do(string path, Action act)
    {
        try
        {
            act();
            return null;
        }
        catch (Exception fault) when (Faults.IsMachine(fault))
        {
            return Faults.Of(fault, path);
        }
    }

    public static Checked<T> Get<T>(string path, Func<Checked<T>> act)
        where T : notnull
    {
        try
        {
            return act();
        }
        catch (Exception fault) when (Faults.IsMachine(fault))
        {
            return Faults.Of(fault, path);
        }
    }
}
