using System.Diagnostics;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;

namespace Provisioner.Core.Screens;

/// <summary>What a person does on the vendor's own screens, one thing a page.</summary>
public static class HandPages
{
    private static Catalogue Say => Catalogue.English;

    /// <summary>A change to be made.</summary>
    /// <param name="file">On the stick, for the vendor's dialog; <c>null</c>: none is needed.</param>
    public static Page Make(HandWork work, Change.ByHand change, string? file) => HandPlace.Of(change.Path) switch
    {
        HandPlace.Setting setting => Setting(work, setting).Text(
            Say.Text("hand.set", ("label", Label(work, setting)), ("before", Shown(change.Before)), ("after", Shown(change.After))), indent: "  ").Append(Large(change.After)),
        HandPlace.Entry entry when change.After is null => Entry(work, entry).Text(Say.Text("hand.remove", ("name", entry.Name.Text)), indent: "  "),
        HandPlace.Entry { Slot: Slot.Requests } entry => Entry(work, entry).Text(Say.Text("hand.request", ("what", Shown(change.After))), indent: "  "),
        HandPlace.Entry entry => Replaced(work, entry, Entry(work, entry)
            .Text(Say.Text("hand.import", ("file", file ?? "-"), ("name", entry.Name.Text)), indent: "  ")
            .Text(Say.Text("hand.shows", ("what", Shown(change.After))), indent: "  ")),
        _ => throw new UnreachableException(),
    };

    /// <summary>A change to be put back.</summary>
    public static Page PutBack(HandWork work, Change.ByHand change) => HandPlace.Of(change.Path) switch
    {
        HandPlace.Setting setting => Setting(work, setting).Text(
            Say.Text(change.Before is { Text: null } ? "hand.back.unread" : "hand.back.set", ("label", Label(work, setting)), ("before", Shown(change.Before))), indent: "  ").Append(Large(change.Before)),
        HandPlace.Entry entry when change.Before is null => Entry(work, entry).Text(Say.Text("hand.remove", ("name", entry.Name.Text)), indent: "  "),
        HandPlace.Entry entry => Entry(work, entry).Text(Say.Text("hand.back.import", ("before", Shown(change.Before))), indent: "  "),
        _ => throw new UnreachableException(),
    };

    public static string Shown(HandValue? value) => value switch
    {
        null => Say.Text("hand.nothing"),
        { Text: { } text } => text,
        _ => Say.Text("hand.unread"),
    };

    private static Page Large(HandValue? value) => value?.Text is { Length: > 0 } text ? CopiedValue.Of(text) : Page.Empty;

    private static Page Setting(HandWork work, HandPlace.Setting setting) =>
        At(HandWork.Screen(work.Modality.Service(setting.Service)!, setting.Role));

    private static Page Entry(HandWork work, HandPlace.Entry entry) => At(work.Screen(entry.Slot));

    private static Page Replaced(HandWork work, HandPlace.Entry entry, Page page) =>
        work.Modality.Store.Slots[entry.Slot].Replaces ? page.Text(Say.Text("hand.replaces"), Tone.Warning, "  ") : page;

    private static Page At(string screen) => Page.Empty.Blank().Text(Say.Text("hand.at", ("screen", screen)));

    private static string Label(HandWork work, HandPlace.Setting setting) =>
        HandWork.Label(work.Modality.Service(setting.Service)!.Settings[setting.Role], setting.Name);
}
