using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;
using Provisioner.Stores;

namespace Provisioner.Runs;

/// <summary>Which scanner it is, where its files cannot be read: two identifiers are typed, and the laptop's folder stands for that
/// scanner from then on.</summary>
internal static class HandIdentity
{
    private static Catalogue Say => Catalogue.English;

    public static Checked<ConsoleIdentity> Ask(RunRequest request, ConsoleFiles console, Modality modality, IConversation people) =>
        StateFolder.Find(console, request.Disk).Then(found => found.Folder?.Scanner() ?? new FoundScanner(null)).Then(bound =>
            bound.Identity is { } known && request.Purpose != Purpose.Run ? known
            : (request.Scanner is { } told ? told : Typed(modality, people)).Then<ConsoleIdentity>(typed => bound.Identity is null || bound.Identity == typed
                ? typed
                : Problem.Of("RUN-142", ("known", Told(bound.Identity)), ("typed", Told(typed)))));

    /// <summary>As it stands on the scanner; PROC-060 where the question is left.</summary>
    internal static Checked<ConsoleIdentity> Typed(Modality modality, IConversation people)
    {
        var where = modality.Recognition.Kind == Core.Changes.SettingsKind.Vendor;
        return Identifier(people, HandQuestion.Serial, Prompt("hand.serial", where ? modality.Recognition.Serial : null))
            .Then(serial => Identifier(people, HandQuestion.Host, Prompt("hand.host", where ? modality.Recognition.Host : null))
                .Select(host => new ConsoleIdentity(serial, host)));
    }

    private static string Prompt(string key, string? where) => where is null ? Say.Text(key) : Say.Text("hand.where", ("prompt", Say.Text(key)), ("where", where));

    private static Checked<string> Identifier(IConversation people, string name, string prompt)
    {
        while (people.Text(name, prompt, null)?.Trim() is { } text)
        {
            if (HandQuestion.IsIdentifier(text))
            {
                return text;
            }

            if (!people.CanAnswerAgain)
            {
                break;
            }
        }

        return Problem.Of("PROC-060", ("name", name), ("prompt", prompt), ("form", Say.Text("answer.hand.line")));
    }

    private static string Told(ConsoleIdentity identity) => $"{identity.Serial} {identity.Host}";
}
