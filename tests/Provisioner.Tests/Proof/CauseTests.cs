using System.Reflection;
using System.Text.RegularExpressions;
using Provisioner.Core.Problems;
using Provisioner.Core.Proof;

namespace Provisioner.Tests.Proof;

public sealed partial class CauseTests
{
    [Fact]
    public void The_list_holds_every_cause_once() =>
        Assert.Equal(
            typeof(Cause).GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.FieldType == typeof(Cause)).Select(f => (Cause)f.GetValue(null)!),
            Cause.All);

    [Fact]
    public void Slugs_and_codes_are_unique_and_slugs_are_lower_case_words()
    {
        Assert.Equal(Cause.All.Length, Cause.All.Select(c => c.Slug).Distinct().Count());
        Assert.Equal(Cause.All.Length, Cause.All.Select(c => c.Code).Distinct().Count());
        Assert.All(Cause.All, cause => Assert.Matches(Slug(), cause.Slug));
    }

    [Fact]
    public void Every_cause_has_a_sentence_to_say() =>
        Assert.Empty(Cause.All.Where(cause => string.IsNullOrEmpty(Catalogue.English.Find(cause.Code, "say"))));

    [Fact]
    public void No_two_causes_say_the_same() =>
        Assert.Equal(Cause.All.Length, Cause.All.Select(c => Catalogue.English.Find(c.Code, "seen")).Distinct().Count());

    [GeneratedRegex("^[a-z]+(-[a-z]+)+$")]
    private static partial Regex Slug();
}
