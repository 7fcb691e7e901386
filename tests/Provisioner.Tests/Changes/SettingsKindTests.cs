using System.Text;
using Provisioner.Core.Changes;

namespace Provisioner.Tests.Changes;

/// <summary>What the kinds of settings files have in common is told once: set one value, keep all else.</summary>
public sealed class SettingsKindTests
{
    public static TheoryData<string, SettingsKind, string, string, SettingValue, string> SetRows => new()
    {
        { "a property", SettingsKind.Properties, "# head\ndicom.port=104\nx=1\n", "dicom.port", Number(2762), "# head\ndicom.port=2762\nx=1\n" },
        { "blanks around the sign stay", SettingsKind.Properties, "port = 104\r\n", "port", Number(2762), "port = 2762\r\n" },
        { "a colon", SettingsKind.Properties, "port: 104", "port", Number(2762), "port: 2762" },
        { "a blank as sign", SettingsKind.Properties, "port 104\n", "port", Number(2762), "port 2762\n" },
        { "nothing as value", SettingsKind.Properties, "port\nx=1\n", "port", Number(2762), "port=2762\nx=1\n" },
        { "an empty value", SettingsKind.Properties, "port=\nx=1\n", "port", Number(2762), "port=2762\nx=1\n" },
        { "a flag in words", SettingsKind.Properties, "tls=off\n", "tls", Flag(true), "tls=on\n" },
        { "a value of many lines", SettingsKind.Properties, "trust=a,\\\n      b\nx=1\n", "trust", Text("c"), "trust=c\nx=1\n" },
        { "the sign on the next line", SettingsKind.Properties, "trust\\\n  =a\nx=1\n", "trust", Text("c"), "trust\\\n  =c\nx=1\n" },
        { "an escaped name", SettingsKind.Properties, "a\\:b\\ c=1\n", "a:b c", Number(2), "a\\:b\\ c=2\n" },
        { "a commented one is none", SettingsKind.Properties, "#port=104\n!port=105\nport=106\n", "port", Number(2762), "#port=104\n!port=105\nport=2762\n" },
        { "a path of Windows", SettingsKind.Properties, "path=a\n", "path", Text("C:\\certs\\host.pem"), "path=C:\\\\certs\\\\host.pem\n" },
        { "foreign characters", SettingsKind.Properties, "name=a\n", "name", Text(" Zürich\n"), "name=\\ Z\\u00fcrich\\n\n" },
        { "a missing property", SettingsKind.Properties, "port = 104\r\n", "dicom.tls", Flag(true), "port = 104\r\ndicom.tls = true\r\n" },
        { "a missing property, no line end", SettingsKind.Properties, "port=104", "tls", Flag(true), "port=104\ntls=true\n" },
        { "a missing property with signs in its name", SettingsKind.Properties, "", "a b=c", Text("d"), "a\\ b\\=c=d\n" },

        { "a value of a section", SettingsKind.Ini, "[a]\nport=1\n[b]\nport=104\n", "b.port", Number(2762), "[a]\nport=1\n[b]\nport=2762\n" },
        { "letter case does not count", SettingsKind.Ini, "[Dicom]\nPORT = 104\n", "dicom.port", Number(2762), "[Dicom]\nPORT = 2762\n" },
        { "before the first section", SettingsKind.Ini, "port=104\n[a]\nport=1\n", "port", Number(2762), "port=2762\n[a]\nport=1\n" },
        { "a comment behind it stays", SettingsKind.Ini, "[a]\r\nport = 104   ; plain\r\n", "a.port", Number(2762), "[a]\r\nport = 2762   ; plain\r\n" },
        { "a sign within a value is none", SettingsKind.Ini, "[a]\nname=x;y#z\n", "a.name", Text("q"), "[a]\nname=q\n" },
        { "quotes stay", SettingsKind.Ini, "[a]\npath = \"C:\\x y\" ; note\n", "a.path", Text("D:\\z"), "[a]\npath = \"D:\\z\" ; note\n" },
        { "an empty value with a comment", SettingsKind.Ini, "[a]\npath = ; note\n", "a.path", Text("z"), "[a]\npath = z ; note\n" },
        { "a flag", SettingsKind.Ini, "[a]\ntls=No\n", "a.tls", Flag(true), "[a]\ntls=Yes\n" },
        { "a missing value of a section", SettingsKind.Ini, "[a]\n  port = 104\n\n; next\n[b]\nx=1\n", "a.tls", Flag(true), "[a]\n  port = 104\n  tls = true\n\n; next\n[b]\nx=1\n" },
        { "a missing value of an empty section", SettingsKind.Ini, "[a]\n[b]\nx = 1\n", "a.tls", Flag(true), "[a]\ntls = true\n[b]\nx = 1\n" },
        { "a missing section", SettingsKind.Ini, "[a]\r\nport=104\r\n\r\n[b]\r\nx=1\r\n", "c.tls", Flag(true), "[a]\r\nport=104\r\n\r\n[b]\r\nx=1\r\n\r\n[c]\r\ntls=true\r\n" },
        { "a missing value without a section", SettingsKind.Ini, "[a]\nport=104\n", "tls", Flag(true), "tls=true\n[a]\nport=104\n" },
        { "a section with a dot", SettingsKind.Ini, "[a.b]\nport=104\n", @"a\.b.port", Number(2762), "[a.b]\nport=2762\n" },

        { "an element", SettingsKind.Xml, "<c>\n  <port> 104 </port> <!-- plain -->\n</c>\n", "c.port", Number(2762), "<c>\n  <port> 2762 </port> <!-- plain -->\n</c>\n" },
        { "an attribute", SettingsKind.Xml, "<c><remote port = '104' tls=\"off\"/></c>", "c.remote.@port", Number(2762), "<c><remote port = '2762' tls=\"off\"/></c>" },
        { "a flag", SettingsKind.Xml, "<c><remote port='104' tls=\"False\"/></c>", "c.remote.@tls", Flag(true), "<c><remote port='104' tls=\"True\"/></c>" },
        { "one of several by attribute", SettingsKind.Xml, """<configuration><appSettings><add key="Host.Name" value="a"/><add key="Port" value="104"/></appSettings></configuration>""", "configuration.appSettings.add[@key=Host.Name].@value", Text("b"), """<configuration><appSettings><add key="Host.Name" value="b"/><add key="Port" value="104"/></appSettings></configuration>""" },
        { "one of several by number", SettingsKind.Xml, "<c><s><p>1</p></s><s><p>2</p></s></c>", "c.s[1].p", Number(3), "<c><s><p>1</p></s><s><p>3</p></s></c>" },
        { "an element without content", SettingsKind.Xml, "<c><port /><x/></c>", "c.port", Number(2762), "<c><port>2762</port><x/></c>" },
        { "an element with empty content", SettingsKind.Xml, "<c><port></port></c>", "c.port", Number(2762), "<c><port>2762</port></c>" },
        { "character data stays such", SettingsKind.Xml, "<c><p><![CDATA[a<b]]></p></c>", "c.p", Text("c&d"), "<c><p><![CDATA[c&d]]></p></c>" },
        { "unless it cannot", SettingsKind.Xml, "<c><p><![CDATA[a<b]]></p></c>", "c.p", Text("]]>"), "<c><p>]]&gt;</p></c>" },
        { "characters that XML needs", SettingsKind.Xml, "<c><p>a</p></c>", "c.p", Text("a<b & \"c\""), "<c><p>a&lt;b &amp; \"c\"</p></c>" },
        { "characters that an attribute needs", SettingsKind.Xml, "<c p='a'/>", "c.@p", Text("it's <b>\n"), "<c p='it&apos;s &lt;b>&#10;'/>" },
        { "comments, instructions and the type stay", SettingsKind.Xml, "<?xml version='1.0'?>\n<!DOCTYPE c [<!ELEMENT c ANY><!-- > --><!ENTITY e \"<x>\">]>\n<!-- <c> --><c><?p <p?><p>1<!-- one --></p></c>", "c.p", Number(2), "<?xml version='1.0'?>\n<!DOCTYPE c [<!ELEMENT c ANY><!-- > --><!ENTITY e \"<x>\">]>\n<!-- <c> --><c><?p <p?><p>2<!-- one --></p></c>" },
        { "a prefix is part of the name", SettingsKind.Xml, "<a:c xmlns:a='u'><a:p>1</a:p><p>0</p></a:c>", "a:c.a:p", Number(2), "<a:c xmlns:a='u'><a:p>2</a:p><p>0</p></a:c>" },
        { "a missing attribute", SettingsKind.Xml, "<c><r port='104' /></c>", "c.r.@tls", Flag(true), "<c><r port='104' tls=\"true\" /></c>" },
        { "a missing attribute, the first", SettingsKind.Xml, "<c><r/></c>", "c.r.@tls", Flag(true), "<c><r tls=\"true\"/></c>" },
        { "a missing element", SettingsKind.Xml, "<c>\r\n\t<port>104</port> <!-- p -->\r\n</c>\r\n", "c.tls", Flag(true), "<c>\r\n\t<port>104</port> <!-- p -->\r\n\t<tls>true</tls>\r\n</c>\r\n" },
        { "a missing element, one line", SettingsKind.Xml, "<c><port>104</port></c>", "c.tls", Flag(true), "<c><port>104</port><tls>true</tls></c>" },
        { "a missing element in one without content", SettingsKind.Xml, "<c>\n    <r />\n</c>", "c.r.tls", Flag(true), "<c>\n    <r>\n        <tls>true</tls>\n    </r>\n</c>" },
        { "missing with those above it", SettingsKind.Xml, "<c>\n  <a/>\n</c>", "c.d.r.port", Number(2762), "<c>\n  <a/>\n  <d>\n    <r>\n      <port>2762</port>\n    </r>\n  </d>\n</c>" },
        { "a missing one of several by attribute", SettingsKind.Xml, "<c>\n  <add key=\"a\" value=\"1\" />\n</c>", "c.add[@key=b].@value", Number(2), "<c>\n  <add key=\"a\" value=\"1\" />\n  <add key=\"b\" value=\"2\" />\n</c>" },
        { "a missing one where only a comment stands", SettingsKind.Xml, "<c>\n  <!-- none -->\n</c>", "c.tls", Flag(true), "<c>\n  <!-- none -->\n  <tls>true</tls>\n</c>" },
    };

    public static TheoryData<string, SettingsKind, string, string, SettingValue, string> RefusedRows => new()
    {
        { "a property twice", SettingsKind.Properties, "a=1\na=2\n", "a", Number(3), "SET-005" },
        { "a value twice", SettingsKind.Ini, "[s]\na=1\n[S]\nA=2\n", "s.a", Number(3), "SET-005" },
        { "a line end in an INI value", SettingsKind.Ini, "[s]\na=1\n", "s.a", Text("x\n[t]\nb=1"), "SET-008" },
        { "a comment's sign in an INI value", SettingsKind.Ini, "[s]\na=1\n", "s.a", Text("x ; y"), "SET-008" },
        { "an INI value that begins with a blank", SettingsKind.Ini, "[s]\na=1\n", "s.a", Text(" x"), "SET-008" },
        { "a quote in a quoted INI value", SettingsKind.Ini, "[s]\na=\"1\"\n", "s.a", Text("x\"y"), "SET-008" },
        { "an INI name with a line end", SettingsKind.Ini, "[s]\na=1\n", "s.b\nc", Text("x"), "SET-008" },
        { "an element twice", SettingsKind.Xml, "<c><p>1</p><p>2</p></c>", "c.p", Number(3), "SET-005" },
        { "elements where a value is expected", SettingsKind.Xml, "<c><p><q/></p></c>", "c.p", Number(3), "SET-006" },
        { "text in several pieces", SettingsKind.Xml, "<c><p>1<!-- x -->2</p></c>", "c.p", Number(3), "SET-006" },
        { "text where elements are expected", SettingsKind.Xml, "<c><p>1</p></c>", "c.p.q", Number(3), "SET-006" },
        { "another document", SettingsKind.Xml, "<d><p>1</p></d>", "c.p", Number(3), "SET-006" },
        { "so many there are not", SettingsKind.Xml, "<c><p>1</p></c>", "c.p[2]", Number(3), "SET-006" },
        { "not XML", SettingsKind.Xml, "<c><p>1</c>", "c.p", Number(3), "SET-002" },
        { "an entity of its own", SettingsKind.Xml, "<!DOCTYPE c [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><c><p>&e;</p></c>", "c.p", Number(3), "SET-002" },
    };

    [Theory, MemberData(nameof(SetRows))]
    public void Setting_changes_nothing_else(string row, SettingsKind kind, string file, string key, SettingValue value, string expected) =>
        Assert.Equal((row, expected), (row, Set(kind, file, key, value)));

    [Theory, MemberData(nameof(SetRows))]
    public void What_was_set_is_read_and_setting_it_again_changes_nothing(string row, SettingsKind kind, string file, string key, SettingValue value, string expected)
    {
        Assert.NotEqual(file, expected);
        Assert.Equal((row, expected), (row, Set(kind, expected, key, value)));
        var read = SettingsFile.For(kind).Read(Encoding.UTF8.GetBytes(expected), key).Value.Text!;
        Assert.Equal((row, new FoundSetting(value).Text!.Trim()), (row, value is SettingValue.Flag ? "true" : read.Trim()));
    }

    [Theory, MemberData(nameof(RefusedRows))]
    public void What_does_not_fit_the_file_is_refused(string row, SettingsKind kind, string file, string key, SettingValue value, string code) =>
        Assert.Equal((row, code), (row, SettingsFile.For(kind).Set(Encoding.UTF8.GetBytes(file), [new(key, value)]).Problems.Single().Code));

    [Theory]
    [InlineData("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><c><n>ü</n><p>a</p></c>", "é", "é")]
    [InlineData("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><c><n>ü</n><p>a</p></c>", "Ł", "&#x141;")]
    [InlineData("<?xml version=\"1.0\" encoding=\"windows-1252\"?><c><n>\u0080</n><p>a</p></c>", "é", "&#xE9;")]
    public void Characters_that_an_XML_file_s_encoding_lacks_are_written_as_numbers(string file, string value, string written)
    {
        var after = XmlSettings.Instance.Set(Encoding.Latin1.GetBytes(file), [new("c.p", Text(value))]).Value;
        Assert.Equal(file.Replace("<p>a</p>", $"<p>{written}</p>", StringComparison.Ordinal), Encoding.Latin1.GetString(after));
        Assert.Equal(value, XmlSettings.Instance.Read(after, "c.p").Value.Text);
    }

    [Fact]
    public void An_XML_file_of_UTF_16_stays_so()
    {
        byte[] file = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("<?xml version=\"1.0\" encoding=\"utf-16\"?><c><p>ü</p></c>")];
        byte[] expected = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("<?xml version=\"1.0\" encoding=\"utf-16\"?><c><p>Łódź</p></c>")];
        Assert.Equal(expected, XmlSettings.Instance.Set(file, [new("c.p", Text("Łódź"))]).Value);
    }

    [Fact]
    public void Bytes_that_are_not_the_encoding_that_the_declaration_says_are_refused() =>
        Assert.Equal("SET-003", XmlSettings.Instance.Set(Encoding.Latin1.GetBytes("<?xml version=\"1.0\" encoding=\"utf-8\"?><c><p>ü</p></c>"), [new("c.p", Number(1))]).Problems.Single().Code);

    [Fact]
    public void A_settings_kind_without_a_file_has_no_editor() =>
        Assert.Throws<ArgumentException>(() => SettingsFile.For(SettingsKind.Vendor));

    private static string Set(SettingsKind kind, string file, string key, SettingValue value) =>
        Encoding.UTF8.GetString(SettingsFile.For(kind).Set(Encoding.UTF8.GetBytes(file), [new(key, value)]).Value);

    private static SettingValue.Number Number(int value) => new(value);

    private static SettingValue.Text Text(string value) => new(value);

    private static SettingValue.Flag Flag(bool value) => new(value);
}
