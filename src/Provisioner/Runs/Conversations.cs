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
    public static Checked<IConversation> For(RunRequest request, Shelved shelved, ConsoleFiles console) =>
        Answering(request, shelved, console).Select(people => request.SaveAnswers is null ? people : new RememberingConversation(people));

    private static Checked<IConversation> Answering(RunRequest request, Shelved shelved, ConsoleFiles console)
    {
        if (request.Answers is not { } file)
        {
            return new PlainConversation(request.Terminal, request.Offered, request.Secrets);
        }

        return Guarded.Get<byte[]>(file, () => request.Disk.Read(file, ProcedureShelf.Most) is { } bytes ? bytes : Problem.Of("DISK-005", ("file", file)))
            .Then(bytes => AnswersFile.Read(Path.GetFileName(file), bytes, shelved.Procedure))
            .Then<Answers>(answers => request is { Purpose: Purpose.Run, AskMissing: false } && answers.Missing(shelved.Procedure, IsNeeded) is { IsEmpty: false } missing ? missing : answers)
            .Select(answers => Given(request, answers.ByName.ToDictionary(answer => answer.Key, answer => answer.Value.Text)));

        static IConversation Given(RunRequest request, Dictionary<string, string> answers)
        {
            var file = new AnsweredConversation(answers, request.Secrets, request.Terminal);
            return request.AskMissing ? new MixedConversation(answers, file, new(request.Terminal, request.Offered, request.Secrets)) : file;
        }

        bool IsNeeded(Input input) => InputDesk.IsNeeded(new(console, shelved.Modality, _ => request.Secrets.GetValueOrDefault(StorePasswordName), request.Around.Items), shelved.Procedure, input);
    }
}
