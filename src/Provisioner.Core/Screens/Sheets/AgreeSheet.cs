using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;

namespace Provisioner.Core.Screens.Sheets;

/// <summary>What will change, before it does: what is on the left goes, what is on the right comes; and what is not touched.</summary>
public sealed record AgreeSheet(Question.Agree Question) : Sheet
{
    private static Catalogue Say => Catalogue.English;

    public override string Name => "agree";

    public override Face View(Room room, WizardModel model) => new()
    {
        Title = QuestionSheets.Title(model),
        Body =
        [
            .. QuestionSheets.Caution(model, room.Width),
            Row.Of(Say.Text("plan.heading"), Ink.Strong),
            Row.Blank,
            .. QuestionSheets.Notes(model, room.Width),
            .. Untouched(model) is { Length: > 0 } untouched ? Row.Wrap(Say.Text("agree.untouched", ("services", untouched)), room.Width) : [],
            Row.Blank,
            .. Row.Wrap(Say.Text("agree.back"), room.Width, Ink.Faint),
        ],
        Keys = [("Enter", Say.Text("key.change")), QuestionSheets.BackKey(model)],
    };

    public override Turn Press(KeyPress key, WizardModel model) => key.Name switch
    {
        KeyName.Enter => QuestionSheets.Answer(model, new Reply.Agreed()),
        KeyName.Escape => QuestionSheets.Back(model),
        _ => new(model),
    };

    /// <summary>Services of the scanner that this job does not configure.</summary>
    private static string Untouched(WizardModel model)
    {
        var scene = model.Job!.Scene;
        var configured = scene.Procedure.Steps.Select(step => step.Verb).OfType<Verb.Configure>().Select(configure => configure.Service).ToHashSet();
        return string.Join(", ", scene.Scanner.Type.Services.Where(service => !configured.Contains(service.Name)).Select(service => service.Title));
    }
}
