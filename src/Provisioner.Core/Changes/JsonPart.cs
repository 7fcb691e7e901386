using System.Text.Json;

namespace Provisioner.Core.Changes;

/// <summary>A value of a JSON file with the place of its bytes. Comments and trailing commas are taken as they are (JSON with
/// comments, as Orthanc and others read it).</summary>
/// <param name="Start">Offset of its first byte.</param>
/// <param name="End">Offset after its last byte.</param>
internal sealed record JsonPart(JsonTokenType Kind, int Start, int End)
{
    /// <summary>Of objects and lists; the names of a list's elements are their numbers.</summary>
    public List<JsonMember> Members { get; } = [];

    public bool IsObject => Kind == JsonTokenType.StartObject;

    public bool IsList => Kind == JsonTokenType.StartArray;

    /// <exception cref="JsonException">Not JSON; says line and byte in it, both from 0.</exception>
    public static JsonPart Parse(ReadOnlySpan<byte> utf8)
    {
        // .NET's reader refuses a comment between a name and its colon, so it gets spaces instead.
        var reader = new Utf8JsonReader(JsonStyle.WithoutComments(utf8), new JsonReaderOptions { AllowTrailingCommas = true });
        _ = reader.Read();
        var root = Value(ref reader);
        _ = reader.Read();
        return root;
    }

    private static JsonPart Value(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return new(reader.TokenType, start, (int)reader.BytesConsumed);
        }

        var (kind, members) = (reader.TokenType, new List<JsonMember>());
        while (reader.Read() && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
        {
            members.Add(Member(ref reader, kind, members.Count));
        }

        var node = new JsonPart(kind, start, (int)reader.BytesConsumed);
        node.Members.AddRange(members);
        return node;
    }

    /// <summary>The text; the escaped spelling where an escape is half a character.</summary>
    public static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return System.Text.Encoding.UTF8.GetString(reader.ValueSpan);
        }
    }

    private static JsonMember Member(ref Utf8JsonReader reader, JsonTokenType container, int number)
    {
        var start = (int)reader.TokenStartIndex;
        if (container == JsonTokenType.StartArray)
        {
            return new(number.ToString(System.Globalization.CultureInfo.InvariantCulture), start, start, Value(ref reader));
        }

        var name = Text(ref reader);
        var nameEnd = start + reader.ValueSpan.Length + 2;
        _ = reader.Read();
        return new(name, start, nameEnd, Value(ref reader));
    }
}

/// <param name="Start">Offset of the name's opening quote, in lists of the value.</param>
/// <param name="NameEnd">Offset after the name's closing quote.</param>
internal sealed record JsonMember(string Name, int Start, int NameEnd, JsonPart Value);
