using System.Runtime.InteropServices;
using Provisioner.Core.Problems;

namespace Provisioner.Commands;

/// <summary>What must hold before anything else is done, looked at rather than crashed into.</summary>
internal static class StartUp
{
    /// <summary>What the platform's cryptography looks for, the newest first.</summary>
    private static readonly string[] OpenSsl = ["libssl.so.3", "libssl.so.1.1"];

    /// <summary>These need no cryptography, and answer everywhere.</summary>
    private static readonly string[] Harmless = ["--version", "--help", "-h", "-?", "/?"];

    /// <summary>Without libssl almost every cryptographic call ends the process, and nothing can catch that.</summary>
    /// <returns><c>null</c>: the program can work here.</returns>
    public static Problem? Check(string[] arguments) => OperatingSystem.IsLinux() ? Check(arguments, IsThere) : null;

    /// <param name="isThere">Whether the system finds a library of that name.</param>
    public static Problem? Check(string[] arguments, Func<string, bool> isThere) =>
        arguments.Any(Harmless.Contains) || OpenSsl.Any(isThere)
            ? null
            : Problem.Of("HOST-001", ("libraries", string.Join(" or ", OpenSsl)));

    private static bool IsThere(string library) => NativeLibrary.TryLoad(library, out _);
}
