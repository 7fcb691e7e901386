using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Core.Proof;

namespace Provisioner.Core.Runs;

/// <summary>A baseline as one field of the journal: <c>remote NAME HOST:PORT CAUSE</c> and <c>listener NAME HOST:PORT SHA256</c>,
/// joined by semicolons; a hyphen where there is no cause or no handshake.</summary>
public static class BaselineText
{
    private const string None = "-";

    public static string Write(Baseline baseline) => string.Join(';',
    [
        .. baseline.Remotes.Select(remote => $"remote {remote.Name} {remote.Endpoint} {remote.Cause?.Slug ?? None}"),
        .. baseline.Listeners.Select(listener => $"listener {listener.Name} {listener.Endpoint} {listener.Fingerprint?.ToString() ?? None}"),
    ]);

    /// <exception cref="FormatException">It was not written by <see cref="Write"/>.</exception>
    public static Baseline Read(string text)
    {
        var lines = text.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).ToArray();
        return lines.All(line => line is ["remote" or "listener", _, _, _])
            ? new([.. lines.Where(line => line[0] == "remote").Select(Remote)], [.. lines.Where(line => line[0] == "listener").Select(Listener)])
            : throw new FormatException(text);
    }

    private static RemoteState Remote(string[] line) => new(line[1], At(line[2]), line[3] == None ? null
        : Cause.All.FirstOrDefault(cause => cause.Slug == line[3]) ?? throw new FormatException(line[3]));

    private static ListenerState Listener(string[] line) => new(line[1], At(line[2]), line[3] == None ? null
        : Sha256.TryParse(line[3], out var fingerprint) ? fingerprint : throw new FormatException(line[3]));

    private static Endpoint At(string text) => Endpoint.TryParse(text, out var endpoint) ? endpoint : throw new FormatException(text);
}
