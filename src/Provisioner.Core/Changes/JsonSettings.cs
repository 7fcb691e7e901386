using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Changes;

/// <summary>Settings kind <c>json</c>, comments and trailing commas included.</summary>
public sealed class JsonSettings : SettingsFile
{
    private JsonSettings()
    {
    }

    public static JsonSettings Instance { get; } = new();

    private protected override Checked<FoundSetting> ReadOne(string text, string key)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        return Parse(utf8).Then(root => Find(utf8, root, key));
    }

    private protected override Checked<string> SetOne(string text, SettingEdit edit, SettingsEncoding encoding)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        return Parse(utf8).Then(root => SetOne(utf8, root, edit)).Select(Encoding.UTF8.GetString);
    }

    private static Checked<JsonPart> Parse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonPart.Parse(utf8);
        }
        catch (JsonException wrong)
        {
            var line = (int)(wrong.LineNumber ?? 0);
            var column = Column(utf8, line, (int)(wrong.BytePositionInLine ?? 0));
            return Unreadable("JSON", line + 1, column);
        }
    }

    /// <summary>Characters from 1, from a line's byte offset.</summary>
    private static int Column(ReadOnlySpan<byte> utf8, int line, int bytes)
    {
        for (; line > 0 && utf8.IndexOf((byte)'\n') is >= 0 and var end; line--)
        {
            utf8 = utf8[(end + 1)..];
        }

        return Encoding.UTF8.GetCharCount(utf8[..Math.Min(bytes, utf8.Length)]) + 1;
    }

    private static Checked<FoundSetting> Find(byte[] utf8, JsonPart node, string key) =>
        Descend(node, SettingKey.Names(key)).Select(found => new FoundSetting(found.Missing.IsEmpty ? JsonValue.Read(utf8, found.Node) : null));

    private static Checked<byte[]> SetOne(byte[] utf8, JsonPart root, SettingEdit edit) =>
        Descend(root, SettingKey.Names(edit.Key)).Then(found => found switch
        {
            { Missing.IsEmpty: false, Node: { IsObject: false, IsList: false, Kind: not JsonTokenType.Null } } => Problem.Of("SET-006", ("key", edit.Key)),
            { Missing.IsEmpty: false } => JsonInsertion.Insert(utf8, root, found.Node, found.Missing, edit),
            { Node: { IsObject: true } or { IsList: true } } => Problem.Of("SET-006", ("key", edit.Key)),
            _ => JsonValue.Spell(utf8, found.Node, edit).Select(spelled => Replace(utf8, found.Node.Start, found.Node.End, spelled)),
        });

    /// <summary>The innermost node of the path that is there, and the names that are missing below it.</summary>
    private static Checked<(JsonPart Node, ImmutableArray<string> Missing)> Descend(JsonPart node, ImmutableArray<string> names)
    {
        for (var at = 0; at < names.Length; at++)
        {
            var members = node.Members.FindAll(member => member.Name == names[at]);
            if (members.Count > 1)
            {
                return Problem.Of("SET-005", ("key", SettingKey.Join(names[..(at + 1)])));
            }

            if (members.Count == 0)
            {
                return (node, names[at..]);
            }

            node = members[0].Value;
        }

        return (node, []);
    }

    internal static byte[] Replace(ReadOnlySpan<byte> utf8, int start, int end, string text) =>
        [.. utf8[..start], .. Encoding.UTF8.GetBytes(text), .. utf8[end..]];
}
