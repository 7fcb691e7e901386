using System.Collections.Immutable;
using System.Text;
using Provisioner.Core.Changes;

namespace Provisioner.Tests.Changes;

public sealed class JsonSettingsTests
{
    public static TheoryData<string, string, string, SettingValue, string> SetRows => new()
    {
        { "a number", """{"port": 104}""", "port", Number(2762), """{"port": 2762}""" },
        { "a port that is text stays text", """{"port": "104"}""", "port", Number(2762), """{"port": "2762"}""" },
        { "text that is a number becomes a number where one stands", """{"port": 104}""", "port", Text("2762"), """{"port": 2762}""" },
        { "a flag", """{"tls": false}""", "tls", Flag(true), """{"tls": true}""" },
        { "a flag in words", """{"tls": "off"}""", "tls", Flag(true), """{"tls": "on"}""" },
        { "a flag in words of its own case", """{"tls": "No"}""", "tls", Flag(true), """{"tls": "Yes"}""" },
        { "a flag in capitals", """{"tls": "FALSE"}""", "tls", Flag(true), """{"tls": "TRUE"}""" },
        { "a flag as a number", """{"tls": 0}""", "tls", Flag(true), """{"tls": 1}""" },
        { "a flag as text of a digit", """{"tls": "0"}""", "tls", Flag(true), """{"tls": "1"}""" },
        { "what is null gets its natural type", """{"port": null}""", "port", Number(2762), """{"port": 2762}""" },
        { "text with characters to be escaped", """{"path": "a"}""", "path", Text("C:\\certs\\\"x\"\n"), """{"path": "C:\\certs\\\"x\"\u000a"}""" },
        { "accents stay as they are", """{"name": "Zürich"}""", "name", Text("Genève"), """{"name": "Genève"}""" },
        { "an escaped name is found", """{"p\u006frt": 104}""", "port", Number(2762), """{"p\u006frt": 2762}""" },
        { "a name with a dot", """{"a.b": 1}""", @"a\.b", Number(2), """{"a.b": 2}""" },
        { "within objects", """{"dicom": {"remote": {"port": 104, "tls": false}}}""", "dicom.remote.tls", Flag(true), """{"dicom": {"remote": {"port": 104, "tls": true}}}""" },
        { "within a list", """{"peers": [["A", "host", 104], ["B", "host", 105]]}""", "peers.1.2", Number(2762), """{"peers": [["A", "host", 104], ["B", "host", 2762]]}""" },
        { "comments and trailing commas stay", "{ // head\n  /* a */ \"port\" /* b */ : 104, // tail\n}\n", "port", Number(2762), "{ // head\n  /* a */ \"port\" /* b */ : 2762, // tail\n}\n" },
        { "what looks like a comment in text is none", """{"url": "http://a/*b*/", "port": 104}""", "port", Number(2762), """{"url": "http://a/*b*/", "port": 2762}""" },
        { "a quote in a comment opens no text", "{ /* \" */ \"port\": 104 /* \" */ }", "port", Number(2762), "{ /* \" */ \"port\": 2762 /* \" */ }" },
        { "an escaped quote closes no text", """{"a": "\\\"//", "port": 104}""", "port", Number(2762), """{"a": "\\\"//", "port": 2762}""" },
        { "Windows' line ends stay", "{\r\n\t\"port\" : 104\r\n}\r\n", "port", Number(2762), "{\r\n\t\"port\" : 2762\r\n}\r\n" },

        { "missing, one line", """{"port": 104}""", "tls", Flag(true), """{"port": 104, "tls": true}""" },
        { "missing, one line, tight", """{"port":104}""", "tls", Flag(true), """{"port":104,"tls":true}""" },
        { "missing, one line, trailing comma", """{"port": 104,}""", "tls", Flag(true), """{"port": 104, "tls": true,}""" },
        { "missing in nothing", "{}", "tls", Flag(true), """{"tls": true}""" },
        { "missing in nothing, many lines", "{\n}\n", "tls", Flag(true), "{\n  \"tls\": true\n}\n" },
        { "missing, many lines", "{\n    \"port\": 104\n}\n", "tls", Flag(true), "{\n    \"port\": 104,\n    \"tls\": true\n}\n" },
        { "missing, Windows' line ends and tabs", "{\r\n\t\"port\" : 104\r\n}\r\n", "tls", Flag(true), "{\r\n\t\"port\" : 104,\r\n\t\"tls\" : true\r\n}\r\n" },
        { "missing, comment at the last line's end", "{\n  \"port\": 104 // plain\n}\n", "tls", Flag(true), "{\n  \"port\": 104, // plain\n  \"tls\": true\n}\n" },
        { "missing, two comments at the last line's end", "{\r\n  \"port\": 104 /* a */ // b\r\n}", "tls", Flag(true), "{\r\n  \"port\": 104, /* a */ // b\r\n  \"tls\": true\r\n}" },
        { "missing, trailing comma and comment", "{\n  \"port\": 104, // plain\n}\n", "tls", Flag(true), "{\n  \"port\": 104, // plain\n  \"tls\": true,\n}\n" },
        { "missing, comma after the comment", "{\n  \"port\": 104 /* a */ , // plain\n}\n", "tls", Flag(true), "{\n  \"port\": 104 /* a */ , // plain\n  \"tls\": true,\n}\n" },
        { "missing, only a comment there", "{\n  // none yet\n}\n", "tls", Flag(true), "{\n  // none yet\n  \"tls\": true\n}\n" },
        { "missing, only a comment there on one line", "{ /* none */ }", "tls", Flag(true), "{ /* none */ \"tls\": true }" },
        { "missing with the objects above it", "{\n  \"a\": 1\n}\n", "dicom.remote.port", Number(2762), "{\n  \"a\": 1,\n  \"dicom\": {\n    \"remote\": {\n      \"port\": 2762\n    }\n  }\n}\n" },
        { "missing with the objects above it, one line", """{"a": 1}""", "dicom.port", Number(2762), """{"a": 1, "dicom": {"port": 2762}}""" },
        { "missing in an inner object", "{\n  \"dicom\": {\n    \"port\": 104\n  },\n  \"x\": 1\n}\n", "dicom.tls", Flag(true), "{\n  \"dicom\": {\n    \"port\": 104,\n    \"tls\": true\n  },\n  \"x\": 1\n}\n" },
        { "missing in an inner empty object", "{\n  \"dicom\": {},\n  \"x\": 1\n}\n", "dicom.tls", Flag(true), "{\n  \"dicom\": {\n    \"tls\": true\n  },\n  \"x\": 1\n}\n" },
        { "missing in a null", "{\n  \"dicom\": null\n}\n", "dicom.tls", Flag(true), "{\n  \"dicom\": {\n    \"tls\": true\n  }\n}\n" },
        { "the next element of a list", """{"trust": ["a", "b"]}""", "trust.2", Text("c"), """{"trust": ["a", "b", "c"]}""" },
        { "the first element of a new list", """{"a": 1}""", "trust.0", Text("c"), """{"a": 1, "trust": ["c"]}""" },
        { "the next element of a list of many lines", "{\n  \"trust\": [\n    \"a\"\n  ]\n}", "trust.1", Text("c"), "{\n  \"trust\": [\n    \"a\",\n    \"c\"\n  ]\n}" },
    };

    public static TheoryData<string, string, string, SettingValue> SameRows => new()
    {
        { "a number", """{"port": 2762}""", "port", Number(2762) },
        { "a number of another spelling", """{"port": 2.762e3}""", "port", Number(2762) },
        { "text of another spelling", """{"name": "\u0041"}""", "name", Text("A") },
        { "a flag in words", """{"tls": "Enabled"}""", "tls", Flag(true) },
        { "a flag as a number", """{"tls": 1}""", "tls", Flag(true) },
    };

    public static TheoryData<string, string, string, SettingValue, string> RefusedRows => new()
    {
        { "an object stands there", """{"dicom": {}}""", "dicom", Number(1), "SET-006" },
        { "a list stands there", """{"dicom": []}""", "dicom", Number(1), "SET-006" },
        { "a value stands where an object is expected", """{"dicom": 1}""", "dicom.port", Number(1), "SET-006" },
        { "a list has not so many", """{"trust": ["a"]}""", "trust.2", Text("c"), "SET-006" },
        { "a new list begins at 0", """{"a": 1}""", "trust.1", Text("c"), "SET-006" },
        { "a name in a list", """{"trust": []}""", "trust.name", Text("c"), "SET-006" },
        { "words where a number stands", """{"port": 104}""", "port", Text("plain"), "SET-007" },
        { "a number where a flag stands", """{"tls": false}""", "tls", Number(2), "SET-007" },
        { "words where a flag stands", """{"tls": false}""", "tls", Text("perhaps"), "SET-007" },
        { "twice", """{"port": 104, "port": 105}""", "port", Number(1), "SET-005" },
        { "twice above", """{"a": {"port": 104}, "a": {}}""", "a.port", Number(1), "SET-005" },
    };

    public static TheoryData<string, string, int, int> NotJsonRows => new()
    {
        { "nothing", "", 1, 1 },
        { "another form", "port = 104", 1, 1 },
        { "cut off", "{\n  \"port\": 104", 2, 14 },
        { "a missing comma", "{\n  \"a\": 1\n  \"b\": 2\n}", 3, 3 },
        { "columns are characters", "{\"ä\": ?}", 1, 7 },
        { "two values", "{} {}", 1, 4 },
        { "a comment without end", "{\n/* a", 2, 1 },
        { "text without end", "{\"a", 1, 4 },
    };

    [Theory, MemberData(nameof(SetRows))]
    public void Setting_changes_nothing_else(string row, string file, string key, SettingValue value, string expected) =>
        Assert.Equal((row, expected), (row, Set(file, key, value)));

    [Theory, MemberData(nameof(SetRows))]
    public void What_was_set_is_read_and_setting_it_again_changes_nothing(string row, string file, string key, SettingValue value, string expected)
    {
        Assert.NotEqual(file, expected);
        Assert.NotNull(JsonSettings.Instance.Read(Encoding.UTF8.GetBytes(expected), key).Value.Value);
        Assert.Equal((row, expected), (row, Set(expected, key, value)));
    }

    [Theory, MemberData(nameof(SameRows))]
    public void A_value_that_is_as_asked_keeps_its_spelling(string row, string file, string key, SettingValue value) =>
        Assert.Equal((row, file), (row, Set(file, key, value)));

    [Theory, MemberData(nameof(RefusedRows))]
    public void What_does_not_fit_the_file_is_refused(string row, string file, string key, SettingValue value, string code) =>
        Assert.Equal((row, code), (row, JsonSettings.Instance.Set(Encoding.UTF8.GetBytes(file), [new(key, value)]).Problems.Single().Code));

    [Theory, MemberData(nameof(NotJsonRows))]
    public void A_file_that_is_not_JSON_is_refused_with_line_and_column(string row, string file, int line, int column)
    {
        var problem = JsonSettings.Instance.Set(Encoding.UTF8.GetBytes(file), [new("a", Number(1))]).Problems.Single();
        Assert.Equal((row, "SET-002", $"{line}:{column}"), (row, problem.Code, $"{problem.Values["line"]}:{problem.Values["column"]}"));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void The_byte_order_mark_and_the_encoding_stay(string encoding)
    {
        var code = Encoding.GetEncoding(encoding);
        byte[] file = [.. code.GetPreamble(), .. code.GetBytes("{\"name\": \"Zürich\", \"port\": 104}")];
        byte[] expected = [.. code.GetPreamble(), .. code.GetBytes("{\"name\": \"Zürich\", \"port\": 2762}")];
        Assert.Equal(expected, JsonSettings.Instance.Set(file, [new("port", Number(2762))]).Value);
    }

    [Fact]
    public void A_comment_in_Latin_1_stays_byte_for_byte_and_a_value_that_it_lacks_is_refused()
    {
        var file = Encoding.Latin1.GetBytes("// Zürich\n{\"name\": \"a\"}");
        Assert.Equal(Encoding.Latin1.GetBytes("// Zürich\n{\"name\": \"é\"}"), JsonSettings.Instance.Set(file, [new("name", Text("é"))]).Value);
        Assert.Equal("SET-004", JsonSettings.Instance.Set(file, [new("name", Text("Łódź"))]).Problems.Single().Code);
    }

    [Fact]
    public void Bytes_that_are_not_the_encoding_that_their_mark_says_are_refused()
    {
        byte[] file = [0xEF, 0xBB, 0xBF, .. "{\"a\": \""u8, 0xFC, .. "\"}"u8];
        Assert.Equal("SET-003", JsonSettings.Instance.Set(file, [new("a", Text("b"))]).Problems.Single().Code);
    }

    [Fact]
    public void Every_edit_that_does_not_fit_is_named()
    {
        var problems = JsonSettings.Instance.Set("{\"a\": {}, \"b\": 1}"u8, [new("a", Number(1)), new("c", Number(1)), new("b.c", Number(1))]).Problems;
        Assert.Equal(["a", "b.c"], problems.Select(problem => problem.Values["key"]));
    }

    [Fact]
    public void A_key_that_is_not_there_is_read_as_nothing() =>
        Assert.Null(JsonSettings.Instance.Read("{\"a\": {\"b\": null}}"u8, "a.c").Value.Value);

    private static string Set(string file, string key, SettingValue value) =>
        Encoding.UTF8.GetString(JsonSettings.Instance.Set(Encoding.UTF8.GetBytes(file), [new(key, value)]).Value);

    private static SettingValue.Number Number(int value) => new SettingValue.Number(value);

    private static SettingValue.Text Text(string value) => new SettingValue.Text(value);

    private static SettingValue.Flag Flag(bool value) => new SettingValue.Flag(value);
}
