using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;
using Provisioner.Stores;

namespace Provisioner.Runs;

/// <summary>Who answers: people at the keyboard, or an answers file.</summary>
internal static class Conversations
{
    /// <summary>Under which the password of a key store is given (<c>--secret store-password=FILE</c>), where the scanner type does not know it.</summary>
    public const string StorePasswordName = "store-password";

    /// <returns>Every missing and unknown answer is a problem, before anything happens. A run that goes on, or is put back,
    /// has most of its answers already: there only unknown ones are.</returns>
    public static Checked<IConversation> For(RunRequest request, Shelved shelved, ConsoleFiles console, HandWork hand) =>
        Answering(request, shelved, console, hand).Select(people => request.SaveAnswers is null ? people : new RememberingConversation(people));

    private static Checked<IConversation> Answering(RunRequest request, Shelved shelved, ConsoleFiles console, HandWork hand)
    {
        if (request.Answers is not { } file)
        {
            return new PlainConversation(request.Terminal, request.Offered, request.Secrets);
        }

        return Guarded.Get<byte[]>(file, () => request.Disk.Read(file, ProcedureShelf.Most) is { } bytes ? bytes : Problem.Of("DISK-005", ("file", file)))
            .Then(bytes => AnswersFile.Read(Path.GetFileName(file), bytes, shelved.Procedure, hand))
            .Then<Answers>(answers => request is { Purpose: Purpose.Run, AskMissing: false } && answers.Missing(shelved.Procedure, IsNeeded, hand) is { IsEmpty: false } missing ? missing : answers)
            .Select(answers => Given(request, Whole(answers)));

        static IConversation Given(RunRequest request, Dictionary<string, string> answers)
        {
            var file = new AnsweredConversation(answers, request.Secrets, request.Terminal);
            return request.AskMissing ? new MixedConversation(answers, file, new(request.Terminal, request.Offered, request.Secrets)) : file;
        }

        // What is not on the stick the scanner keeps.
        Dictionary<string, string> Whole(Answers answers) => answers.ByName.Select(answer => KeyValuePair.Create(answer.Key, answer.Value.Text))
            .Concat(hand.OfStore ? shelved.Procedure.Inputs.Where(input => input.KeepHeld && answers[HandQuestion.Held(input.Name)] is null)
                .Select(input => KeyValuePair.Create(HandQuestion.Held(input.Name), answers[input.Name] is null ? HandQuestion.Yes : HandQuestion.No)) : [])
            .ToDictionary();

        bool IsNeeded(Input input) => hand.OfStore ? !input.KeepHeld : InputDesk.IsNeeded(new(console, shelved.Modality, _ => request.Secrets.GetValueOrDefault(StorePasswordName), request.Around.Items), shelved.Procedure, input);
    }
}
