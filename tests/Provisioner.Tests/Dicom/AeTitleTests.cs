using System.Text;
using Provisioner.Core.Dicom;

namespace Provisioner.Tests.Dicom;

public sealed class AeTitleTests
{
    [Theory]
    [InlineData("A", "A")]
    [InlineData("SIXTEEN_CHARS_16", "SIXTEEN_CHARS_16")]
    [InlineData("  MR2  ", "MR2")]
    [InlineData("MR 2", "MR 2")]
    [InlineData("                   MR2                   ", "MR2")]
    public void A_title_is_taken_without_the_spaces_around_it(string text, string expected)
    {
        Assert.True(AeTitle.TryParse(text, out var title));
        Assert.Equal(expected, title.Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("    ")]
    [InlineData("SEVENTEEN_CHARS17")]
    [InlineData(@"A\B")]
    [InlineData("A\tB")]
    [InlineData("A\u007FB")]
    [InlineData("\u00C4B")]
    public void Anything_else_is_refused(string? text) => Assert.False(AeTitle.TryParse(text, out _));

    [Fact]
    public void Letter_case_matters() => Assert.NotEqual(AeTitle.Check("mr2").Value, AeTitle.Check("MR2").Value);

    [Fact]
    public void A_refused_title_is_a_problem_with_its_text() =>
        Assert.Equal(@"""A\B"" is no AE title.", Assert.Single(AeTitle.Check(@"A\B").Problems).Seen);

    [Fact]
    public void The_field_on_the_wire_is_16_bytes_padded_with_spaces()
    {
        var field = new byte[AeTitle.Length];
        AeTitle.Check("MR2").Value.Write(field);
        Assert.Equal("MR2             ", Encoding.ASCII.GetString(field));
        Assert.Equal("MR2", AeTitle.Read(field)!.Text);
    }
}
