using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Core.Runs;
using Provisioner.Sticks;
using Provisioner.Stores;

namespace Provisioner.Runs;

/// <summary>At the end of a job: private keys that IT put on the stick without a password need not travel on. Offered once; without
/// anybody there they stay, and the last page reminds of them.</summary>
internal sealed class TidyDesk(RunSetup setup)
{
    private const string Question = "plain-keys", Yes = "remove";

    private bool _offered;

    private static Catalogue Say => Catalogue.English;

    /// <returns>What is to be removed as soon as the log says so; nothing when there is nothing, or nobody wants it.</returns>
    public ImmutableArray<RunEvent> Offer()
    {
        if (_offered || !LooseKeys.Find(setup.Stick).TryGet(out var keys, out _) || keys.Plain.IsEmpty)
        {
            return [];
        }

        _offered = true;
        var named = string.Join(", ", keys.Plain.Select(key => key.Name));
        return setup.People.Choose(Question, Say.Text("tidy.ask", ("files", named)), [(Yes, Say.Text("tidy.remove")), ("keep", Say.Text("tidy.keep"))]) == Yes
            ? [.. keys.Plain.Select(Removal).OfType<RunEvent>()]
            : [];
    }

    /// <summary>The log has taken the event.</summary>
    public ImmutableArray<Problem> Remove(RunEvent.KeyRemoval removal)
    {
        var place = Path.Combine(setup.Stick.Folder, removal.File);
        return Guarded.Do(removal.File, () => StickCleaning.Remove(new(removal.File, place), setup.Disk)) is { } problem ? [problem] : [];
    }

    private RunEvent.KeyRemoval? Removal(Doomed key)
    {
        var bytes = Guarded.Get<byte[]>(key.Name, () => setup.Disk.Read(key.Place) is { } read ? read : Problem.Of("DISK-005", ("file", key.Name)));
        return bytes.IsGood ? new(key.Name, Sha256.Of(bytes.Value)) : null;
    }
}
