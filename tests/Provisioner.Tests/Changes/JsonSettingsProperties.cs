using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Provisioner.Core.Changes;

namespace Provisioner.Tests.Changes;

/// <summary>Random files in random layouts, random edits: judged by .NET's own document model.</summary>
public sealed class JsonSettingsProperties
{
    private static readonly Config Seeded = Config.QuickThrowOnFailure
        .WithReplay(2_762, 11_113).WithMaxTest(Environment.GetEnvironmentVariable("PROVISIONER_LONG") == "1" ? 20_000 : 500);

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    [Fact]
    public void Setting_alters_that_value_and_no_other() => Check.One(Seeded, Prop.ForAll(Seed, seed =>
    {
        var random = new Random(seed);
        var (file, key) = (Layout(random, 0, "\n"), Key(random));
        var result = JsonSettings.Instance.Set(Encoding.UTF8.GetBytes(file), [new(key, new SettingValue.Number(2762))]);
        if (!result.IsGood)
        {
            return result.Problems.All(problem => problem.Code is "SET-006" or "SET-007");
        }

        var (was, will) = (Leaves(file), Leaves(Encoding.UTF8.GetString(result.Value)));
        var others = was.Where(leaf => leaf.Key != key && !key.StartsWith(leaf.Key + ".", StringComparison.Ordinal));
        return will[key].Trim('"') == "2762" && others.All(leaf => will[leaf.Key] == leaf.Value) && will.Count - was.Count is 0 or 1;
    }));

    [Fact]
    public void Setting_keeps_every_byte_outside_one_place() => Check.One(Seeded, Prop.ForAll(Seed, seed =>
    {
        var random = new Random(seed);
        var file = Encoding.UTF8.GetBytes(Layout(random, 0, random.Next(2) == 0 ? "\n" : "\r\n"));
        var result = JsonSettings.Instance.Set(file, [new(Key(random), new SettingValue.Number(2762))]);
        if (!result.IsGood)
        {
            return true;
        }

        return IsSubsequence(file, result.Value) || IsReplacement(file, result.Value);
    }));

    /// <summary>Only added to: every old byte is in the new file, in order.</summary>
    private static bool IsSubsequence(byte[] old, byte[] added)
    {
        var at = 0;
        foreach (var b in added)
        {
            at += at < old.Length && old[at] == b ? 1 : 0;
        }

        return at == old.Length;
    }

    /// <summary>One stretch is replaced, and it is a single value.</summary>
    private static bool IsReplacement(byte[] old, byte[] replaced)
    {
        var head = old.AsSpan().CommonPrefixLength(replaced);
        var tail = 0;
        while (tail < Math.Min(old.Length, replaced.Length) - head && old[^(tail + 1)] == replaced[^(tail + 1)])
        {
            tail++;
        }

        return !Encoding.UTF8.GetString(old[head..^tail]).Any(c => c is '/' or '{' or '}' or '[' or ']' or ':' or ',' or '\n');
    }

    private static Arbitrary<int> Seed => ArbMap.Default.ArbFor<int>();

    private static string Key(Random random) => string.Join('.', Enumerable.Range(0, random.Next(1, 4)).Select(_ => Name(random)));

    private static string Name(Random random) => ((string[])["a", "b", "c", "d"])[random.Next(4)];

    /// <summary>An object in one of many layouts, with comments and trailing commas.</summary>
    private static string Layout(Random random, int depth, string newline)
    {
        var names = new[] { "a", "b", "c", "d" }.Where(_ => random.Next(3) > 0).ToArray();
        var lines = random.Next(3) > 0;
        var (open, close) = lines ? (newline + new string(' ', (depth + 1) * 2), newline + new string(' ', depth * 2)) : ("", "");
        var text = new StringBuilder("{");
        for (var at = 0; at < names.Length; at++)
        {
            var last = at == names.Length - 1;
            _ = text.Append(open).Append(CultureInfo.InvariantCulture, $"\"{names[at]}\"{Colon(random)}{Value(random, depth, newline)}")
                .Append(Maybe(random, " /* note */")).Append(last ? Maybe(random, ",") : ",").Append(lines ? Maybe(random, " // end") : "");
        }

        return text.Append(names.Length == 0 && !lines ? Maybe(random, " /* empty */ ") : close).Append('}').ToString();
    }

    private static string Value(Random random, int depth, string newline) => random.Next(6) switch
    {
        0 when depth < 3 => Layout(random, depth + 1, newline),
        1 when depth < 3 => Layout(random, depth + 1, newline),
        2 => "\"104\"",
        3 => "null",
        4 => "true",
        _ => random.Next(9999).ToString(CultureInfo.InvariantCulture),
    };

    private static string Colon(Random random) => ((string[])[":", ": ", " : "])[random.Next(3)];

    private static string Maybe(Random random, string text) => random.Next(3) == 0 ? text : "";

    private static Dictionary<string, string> Leaves(string file)
    {
        var leaves = new Dictionary<string, string>();
        Walk("", JsonNode.Parse(file, documentOptions: Lenient));
        return leaves;

        void Walk(string path, JsonNode? node)
        {
            if (node is JsonObject { Count: > 0 } members)
            {
                foreach (var (name, value) in members)
                {
                    Walk(path.Length == 0 ? name : $"{path}.{name}", value);
                }
            }
            else if (path.Length > 0)
            {
                leaves[path] = node?.ToJsonString() ?? "null";
            }
        }
    }
}
