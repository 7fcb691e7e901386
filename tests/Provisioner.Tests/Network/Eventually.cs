using System.Diagnostics;

namespace Provisioner.Tests.Network;

/// <summary>Tries again until it passes or a deadline is over.</summary>
internal static class Eventually
{
    public static async Task PassesAsync(Func<Task> check)
    {
        var since = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await check();
                return;
            }
            catch (Xunit.Sdk.XunitException) when (since.Elapsed < TimeSpan.FromSeconds(10))
            {
                await Task.Delay(20);
            }
        }
    }
}
