using System.Text;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;
using Provisioner.Core.Screens;
using Provisioner.Runs;

namespace Provisioner.Rehearsal;

/// <summary>What the vendor's own screens of a scanner show, and the person in front of them, who reads the pages of the program and does
/// what they say. It all lies on the disk in memory beside stick and console, so that the power can go between any two things.</summary>
internal sealed class RehearsalScreens(RehearsalScene scene, MemoryDisk disk)
{
    private const string Only = "only", Old = "as it was", RequestFile = "CERTS/OUT/request.csr";

    /// <summary>Stands for the name of a file, which this person need not know.</summary>
    private const string AnyFile = "\u0001";

    private Page _page = Page.Empty;

    /// <summary>One file for each value or entry, by the path of its change.</summary>
    public static string Folder { get; } = Path.Combine(RehearsalScene.Root, "screens");

    private HandWork Work => scene.Work;

    /// <summary>What they show before the job: something wherever the job sets, replaces or removes something.</summary>
    public void Furnish()
    {
        foreach (var verb in scene.Shelved.Procedure.Steps.Select(step => step.Verb).Where(verb => verb.Changes && Work.Of(verb)))
        {
            foreach (var place in Before(verb))
            {
                Type(place.Path, Old);
            }
        }
    }

    public void Show(Page page) => _page = page;

    /// <summary>A line that is read off a screen, or told of the scanner.</summary>
    public string Read(string name)
    {
        var question = new HandQuestion(name, HandAnswer.Line, IsNeeded: true);
        return name switch
        {
            HandQuestion.Serial => RehearsalSettings.Serial,
            HandQuestion.Host => RehearsalSettings.Host,
            _ when scene.Shelved.Procedure.Steps.FirstOrDefault(step => step.Id == question.About) is { } step => Read(step, name[(step.Id.Length + 1)..]),
            _ => HandQuestion.Nothing,
        };
    }

    /// <summary>Whether the screens are as the page that is shown wants them.</summary>
    public bool IsDone(RunFacts facts) => OnPage(facts, HandPages.Make) is { } change && Shown(change.Path) == change.After?.Text;

    /// <summary>Does what the page says; nothing where it says nothing of the screens.</summary>
    public void Do(RunFacts facts)
    {
        if (OnPage(facts, HandPages.Make) is { } made)
        {
            Type(made.Path, made.After?.Text);
            if (made.After is not null && HandPlace.Of(made.Path) is HandPlace.Entry { Slot: Slot.Requests })
            {
                Export();
            }
        }
        else if (OnPage(facts, (work, change, _) => HandPages.PutBack(work, change)) is { } back)
        {
            Type(back.Path, back.Before?.Text);
        }
    }

    private Change.ByHand? OnPage(RunFacts facts, Func<HandWork, Change.ByHand, string?, Page> says)
    {
        var shown = Words(_page);
        return facts.ToPutBack.OfType<Change.ByHand>().FirstOrDefault(change => Words(says(Work, change, AnyFile)).Split(AnyFile).All(part => shown.Contains(part, StringComparison.Ordinal)));
    }

    private static string Words(Page page) => string.Join(' ', page.ToString().Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

    private string Read(Step step, string what) => step.Verb switch
    {
        Verb.Check { AtLeast: { } version } => version,
        Verb.Request => RequestFile,
        Verb.Configure configure => Text(new HandPlace.Setting(configure.Service, configure.Role, what)),
        Verb.Set set => Text(new HandPlace.Setting(set.Service, RoleOf(set), what)),
        Verb.Remove { Entry: { } entry } remove => Text(new HandPlace.Entry(remove.From, EntryName.Held(scene.Answers[entry]))),
        Verb.Import { Into: var slot } => Listed(slot),
        Verb.Generate { Into: var slot } => Listed(slot),
        Verb.Localhost { Into: var slot } => Listed(slot),
        Verb.Complete { Into: var slot } => Listed(slot),
        Verb.Remove { From: var slot } => Listed(slot),
        _ => HandQuestion.Nothing,
    };

    private IEnumerable<HandPlace> Before(Verb verb) => verb switch
    {
        Verb.Configure configure => HandWork.Terms(Settings(configure.Service, configure.Role)).Select(term => new HandPlace.Setting(configure.Service, configure.Role, term.Word())),
        Verb.Set set => HandWork.Values(set, Settings(set.Service, RoleOf(set)), _ => null).Keys.Select(name => new HandPlace.Setting(set.Service, RoleOf(set), name)),
        Verb.Remove remove => [new HandPlace.Entry(remove.From, remove.Entry is { } entry ? EntryName.Held(scene.Answers[entry]) : HandPlanner.Everything)],
        Verb.Localhost localhost => [new HandPlace.Entry(localhost.Into, HandPlanner.Others)],
        Verb.Import { Into: var slot } when IsReplaced(slot) => [new HandPlace.Entry(slot, EntryName.Held(Only))],
        Verb.Complete { Into: var slot } when IsReplaced(slot) => [new HandPlace.Entry(slot, EntryName.Held(Only))],
        _ => [],
    };

    private ServiceSettings Settings(string service, Role role) => Work.Modality.Service(service)!.Settings[role];

    private Role RoleOf(Verb.Set set)
    {
        var service = Work.Modality.Service(set.Service)!;
        return service.Settings.First(held => held.Value == set.SettingsOf(service)).Key;
    }

    private string Text(HandPlace place) => Shown(place.Path) ?? HandQuestion.Nothing;

    private string Listed(Slot slot)
    {
        var folder = Path.GetDirectoryName(Place(new HandPlace.Entry(slot, EntryName.Held(Only)).Path))!;
        var all = disk.Below(folder).Select(entry => Encoding.UTF8.GetString(entry.Value.Bytes)).ToArray();
        return all.Length == 0 ? HandQuestion.Nothing : string.Join("; ", all);
    }

    private string? Shown(ConsolePath path) => disk.Read(Place(path)) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    private void Type(ConsolePath path, string? text)
    {
        if (Shown(path) != text)
        {
            disk.Do(new DiskAct.ByHand(Place(path), text));
        }
    }

    /// <summary>Where there is room for one entry only, it is the same whatever its name.</summary>
    private string Place(ConsolePath path) => Path.Combine([Folder, .. (HandPlace.Of(path) is HandPlace.Entry { Slot: var slot } && IsReplaced(slot)
        ? new HandPlace.Entry(slot, EntryName.Held(Only)).Path : path).Text.Split('/')]);

    private bool IsReplaced(Slot slot) => Work.Modality.Store.Slots[slot].Replaces;

    /// <summary>The scanner writes its request onto the stick, once more where it was cut off.</summary>
    private void Export()
    {
        var (file, request) = (Path.Combine([RehearsalScene.StickFolder, .. RequestFile.Split('/')]), scene.Waiting());
        if (!disk.Read(file).AsSpan().SequenceEqual(request))
        {
            disk.Delete(file);
            disk.Create(file, request);
        }
    }
}
