using Provisioner.Core.Changes;

namespace Provisioner.Tests.Changes;

public sealed class EntryNameTests
{
    [Theory]
    [InlineData("ST-ANNA-CA", "ST-ANNA-CA")]
    [InlineData("St. Anna Issuing CA 2", "St.-Anna-Issuing-CA-2")]
    [InlineData("Universitätsklinikum Zürich", "Universitaetsklinikum-Zuerich")]
    [InlineData("Hôpital Sacré-Cœur", "Hopital-Sacre-Coeur")]
    [InlineData("../../etc/passwd", "etc-passwd")]
    [InlineData("a/b\\c:d*e?f\"g<h>i|j", "a-b-c-d-e-f-g-h-i-j")]
    [InlineData("病院", "entry")]
    [InlineData("", "entry")]
    [InlineData("...", "entry")]
    [InlineData("CON", "entry-CON")]
    [InlineData("com1.pem", "entry-com1.pem")]
    [InlineData("mr2.hospital.local", "mr2.hospital.local")]
    [InlineData("\u0000\u001b[2J", "2J")]
    public void Any_text_makes_a_name_that_is_safe_as_a_file(string text, string expected) =>
        Assert.Equal(expected, EntryName.From(text).Text);

    [Theory]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    public void Names_have_at_most_64_characters(int length) =>
        Assert.Equal(Math.Min(64, length), EntryName.From(new string('a', length)).Text.Length);

    [Fact]
    public void The_name_beside_is_another_and_no_longer()
    {
        Assert.Equal("host-2", EntryName.From("host").Beside(2).Text);
        Assert.Equal(64, EntryName.From(new string('a', 64)).Beside(12).Text.Length);
        Assert.EndsWith("a-12", EntryName.From(new string('a', 64)).Beside(12).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("host", true)]
    [InlineData("a b", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("NUL", false)]
    public void Only_names_in_their_own_spelling_are_parsed(string? text, bool expected) =>
        Assert.Equal(expected, EntryName.TryParse(text, out _));
}
