using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;
using Provisioner.Stores;

namespace Provisioner.Runs;

/// <summary>Who answers: people, an answers file, the office's row; what one leaves open the next is asked.</summary>
internal static class Conversations
{
    /// <summary>Under which the password of a key store is given (<c>--secret store-password=FILE</c>), where the scanner type does not know it.</summary>
    public const string StorePasswordName = "store-password";

    /// <summary>No failure: somebody left where a password was asked for.</summary>
    public const string LeftAtPassword = "RUN-058";

    /// <param name="job">The office's row; <c>null</c>: none.</param>
    /// <param name="isTraining">Nothing real is signed: an answers file may state anything.</param>
    /// <returns>Every missing and unknown answer is a problem, before anything happens. A run that goes on, or is put back,
    /// has most of its answers already: there only unknown ones are.</returns>
    public static Checked<IConversation> For(RunRequest request, Shelved shelved, ConsoleFiles console, HandWork hand, RunJob? job, bool isTraining)
    {
        return OfFile(request, shelved, hand, job, isTraining)
            .Then<Answers>(given => IsUnattended(request) && request.Purpose == Purpose.Run && given.Missing(shelved.Procedure, IsNeeded, hand) is { IsEmpty: false } missing ? missing : given)
            .Select(given => Answering(request, Whole(given)))
            .Select(people => request.SaveAnswers is null ? people : new RememberingConversation(people));

        // What is not on the stick the scanner keeps.
        Dictionary<string, string> Whole(Answers answers) => answers.ByName.Select(answer => KeyValuePair.Create(answer.Key, answer.Value.Text))
            .Concat(hand.OfStore && request.Answers is not null ? shelved.Procedure.Inputs.Where(input => input.KeepHeld && answers[HandQuestion.Held(input.Name)] is null)
                .Select(input => KeyValuePair.Create(HandQuestion.Held(input.Name), answers[input.Name] is null ? HandQuestion.Yes : HandQuestion.No)) : [])
            .ToDictionary();

        bool IsNeeded(Input input) => hand.OfStore ? !input.KeepHeld : InputDesk.IsNeeded(new(console, shelved.Modality, _ => request.Secrets.GetValueOrDefault(StorePasswordName), request.Around.Items), shelved.Procedure, input);
    }

    /// <summary>A password that is not there: nobody was asked, or who was asked has left.</summary>
    /// <param name="name">Under which it is given.</param>
    public static Problem NoPassword(IConversation people, string file, string name) => people.CanAnswerAgain
        ? Problem.Of(LeftAtPassword, ("file", file))
        : Problem.Of("RUN-025", ("file", file), ("name", name));

    private static bool IsUnattended(RunRequest request) => request is { Answers: not null, AskMissing: false, People: null };

    private static IConversation Answering(RunRequest request, Dictionary<string, string> answers)
    {
        var people = request.People ?? new PlainConversation(request.Terminal, request.Offered, request.Secrets);
        if (answers.Count == 0 && !IsUnattended(request))
        {
            return people;
        }

        var file = new AnsweredConversation(answers, request.Secrets, request.Terminal);
        return IsUnattended(request) ? file : new MixedConversation(answers, file, people);
    }

    /// <summary>All that was answered beforehand.</summary>
    private static Checked<Answers> OfFile(RunRequest request, Shelved shelved, HandWork hand, RunJob? job, bool isTraining)
    {
        var prepared = job?.Given ?? Answers.None;
        return request.Answers is not { } file ? prepared
            : Guarded.Get<byte[]>(file, () => request.Disk.Read(file, ProcedureShelf.Most) is { } bytes ? bytes : Problem.Of("DISK-005", ("file", file)))
                .Then(bytes => AnswersFile.Read(Path.GetFileName(file), bytes, shelved.Procedure, hand))
                .Then<Answers>(answers => Refused(answers, shelved.Procedure, job, isTraining) is { IsEmpty: false } refused ? refused
                    : new Answers(prepared.ByName.AddRange(answers.ByName)));
    }

    /// <summary>What an answers file may not say: what the office's row says already, and, in real work, what takes the eyes of
    /// somebody else.</summary>
    private static ImmutableArray<Problem> Refused(Answers answers, Procedure procedure, RunJob? job, bool isTraining) =>
    [
        .. answers.ByName.Keys.Where(name => job?.Given[name] is not null).Select(name => Problem.Of("PROC-077", ("name", name), ("job", job!.Address))),
        .. answers.ByName.Keys.Where(name => !isTraining && Answers.NeedsAgreement(procedure, name)).Select(name => Problem.Of("PROC-078", ("name", name))),
    ];
}
