using System.Text.RegularExpressions;
using Provisioner.Core.Problems;
using Provisioner.Tests.House;

namespace Provisioner.Tests.Problems;

public sealed partial class CatalogueTests
{
    private static readonly string Everything =
        string.Join('\n', Repository.Sources(Repository.Core, Repository.Shell).Select(File.ReadAllText));

    private static readonly HashSet<string> Rooms = [.. Catalogue.English.Keys.Select(key => key.Split('-')[0])];

    /// <summary>Codes begin with a room's word; "AES-128" and "P-256" are none.</summary>
    private static readonly HashSet<string> Quoted =
        [.. Code().Matches(Everything).Select(m => m.Groups[1].Value).Where(code => Rooms.Contains(code.Split('-')[0]))];

    [Fact]
    public void Every_code_in_the_source_has_a_text() =>
        Assert.Empty(Quoted.Except(Catalogue.English.Keys));

    [Fact]
    public void No_problem_text_is_unused() =>
        Assert.Empty(Catalogue.English.Keys.Where(key => Code().IsMatch($"\"{key}\"")).Except(Quoted));

    [Fact]
    public void No_screen_text_is_unused() =>
        Assert.Empty(Catalogue.English.Keys.Where(key => !Code().IsMatch($"\"{key}\"") && !IsNamed(key)));

    [Fact]
    public void Every_problem_says_what_was_seen_who_acts_and_what_to_do() =>
        Assert.Empty(Catalogue.English.Keys.Where(key => Code().IsMatch($"\"{key}\"")).Where(key =>
            string.IsNullOrEmpty(Catalogue.English.Find(key, "seen")) || string.IsNullOrEmpty(Catalogue.English.Find(key, "remedy"))
            || string.IsNullOrEmpty(Catalogue.English.Find(key, "who"))));

    [Fact]
    public void A_problem_fills_its_values_in_and_makes_them_safe_to_print()
    {
        var problem = Problem.Of("DISK-005", ("file", "a\u001b[2Jb"));
        Assert.Equal(@"a\u001B[2Jb is not there.", problem.Seen);
    }

    [Fact]
    public void A_word_beside_a_number_goes_with_it()
    {
        Assert.Equal("1 change in place", Catalogue.English.Text("band.changes", ("count", "1")));
        Assert.Equal("3 changes in place", Catalogue.English.Text("band.changes", ("count", "3")));
        Assert.Equal("{count} changes in place", Catalogue.English.Text("band.changes"));
    }

    [Fact]
    public void No_text_has_a_plural_beside_a_number_that_may_be_one() => Assert.Empty(
        from key in Catalogue.English.Keys
        from field in (string[])["seen", "remedy", "say", "text"]
        let text = Catalogue.English.Find(key, field)
        where text is not null && Plural().IsMatch(text)
        select $"{key}: {text}");

    /// <summary>Named whole, or as one of a family: <c>$"who.{word}"</c>.</summary>
    private static bool IsNamed(string key) =>
        Everything.Contains($"\"{key}\"", StringComparison.Ordinal)
        || Everything.Contains($"$\"{key[..(key.LastIndexOf('.') + 1)]}{{", StringComparison.Ordinal);

    [GeneratedRegex(@"\{(count|days|minutes|left|between|jobs|rows|files|problems|entries|paths|needed|faults|procedures|cuts|changes|answers|final|methods|backups|receipts|persons)\} [a-z-]+s\b")]
    private static partial Regex Plural();

    [GeneratedRegex("\"([A-Z]+-[0-9]{3})\"")]
    private static partial Regex Code();
}
