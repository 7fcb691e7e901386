using System.Reflection;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;

namespace Provisioner.Tests.Procedures;

public sealed class VerbTests
{
    private static readonly Type[] Cases = [.. typeof(Verb).GetNestedTypes(BindingFlags.Public | BindingFlags.NonPublic).Where(type => type.IsSubclassOf(typeof(Verb)))];

    [Fact]
    public void Every_verb_is_declared_once_and_stands_in_the_list()
    {
        var declared = Cases.Select(type => (VerbForm?)type.GetField("Declared", BindingFlags.Static | BindingFlags.NonPublic)?.GetValue(null)).ToArray();
        Assert.All(declared, Assert.NotNull);
        Assert.Equal(declared.Select(form => form!.Word).Order(StringComparer.Ordinal), Verb.Forms.Select(form => form.Word).Order(StringComparer.Ordinal));
        Assert.Equal(Verb.Forms.Length, Verb.Forms.Select(form => form.Word).Distinct().Count());
    }

    [Fact]
    public void Every_verb_has_a_word_for_people_and_one_for_authors() =>
        Assert.All(Verb.Forms, form => Assert.True(
            form.TextKey == $"verb.{form.Word}" && Catalogue.English.Find(form.TextKey, "text") is { Length: > 0 and <= 30 } && Catalogue.English.Find(form.TextKey, "about") is { Length: > 0 }));

    [Fact]
    public void Every_verb_that_changes_the_console_says_how_it_is_probed_and_undone_and_no_other_does() =>
        Assert.All(Verb.Forms, form => Assert.Equal(
            (form.Changes, form.Changes), (Catalogue.English.Find(form.TextKey, "probe") is not null, Catalogue.English.Find(form.TextKey, "undo") is not null)));

    [Fact]
    public void No_answer_is_asked_for_by_a_verb_that_has_no_form_for_it()
    {
        var procedure = Shipped.SecureClient;
        Assert.All(Verb.Forms.Where(form => form.Asks != Asking.Nothing), form =>
        {
            var step = procedure.Steps.FirstOrDefault(step => step.Verb.Word == form.Word) ?? new Step { Id = "x", Title = "x", Verb = form.Read(new Core.Procedures.Yaml.BlankKeys()) };
            Assert.NotEmpty(AnswerForms.Expected(step));
            _ = AnswerForms.Read(step, "AB");
        });
    }
}
