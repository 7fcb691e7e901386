using System.Globalization;

namespace Provisioner.Core.Certificates;

/// <summary>Times as all texts and JSON of this room write them.</summary>
public static class Instants
{
    /// <summary>UTC, whole seconds: <c>2026-05-04T09:30:47Z</c>.</summary>
    public static string Of(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
