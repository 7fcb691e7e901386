using System.Collections.Immutable;
using System.Text;

namespace Provisioner.Core.Changes;

/// <summary>A key's names: joined by dots, a dot within a name written <c>\.</c>, a backslash <c>\\</c>.</summary>
internal static class SettingKey
{
    public static ImmutableArray<string> Names(string key)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        var name = new StringBuilder();
        for (var at = 0; at < key.Length; at++)
        {
            if (key[at] == '.')
            {
                names.Add(name.ToString());
                _ = name.Clear();
            }
            else
            {
                _ = name.Append(key[at] == '\\' && at + 1 < key.Length ? key[++at] : key[at]);
            }
        }

        names.Add(name.ToString());
        return names.ToImmutable();
    }

    public static string Join(IEnumerable<string> names) => string.Join('.', names.Select(name =>
        name.Replace(@"\", @"\\", StringComparison.Ordinal).Replace(".", @"\.", StringComparison.Ordinal)));
}
