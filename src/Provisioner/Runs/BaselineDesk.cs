using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Proof;
using Provisioner.Core.Runs;
using Provisioner.Core.Screens;

namespace Provisioner.Runs;

/// <summary>Looks at every configured remote device and listener, before and after, to tell what got worse.</summary>
internal sealed class BaselineDesk(RunSetup setup)
{
    private static Catalogue Say => Catalogue.English;

    /// <summary>What is broken already is shown and recorded, and nobody's fault of today.</summary>
    public async Task<RunEvent> TakeAsync(int at)
    {
        var now = await LookAsync().ConfigureAwait(false);
        foreach (var broken in now.AlreadyBroken)
        {
            setup.People.Show(Page.Empty.Text(
                Say.Text("baseline.broken", ("name", broken.Name), ("endpoint", broken.Endpoint.ToString()), ("cause", broken.Cause!.Slug)), Tone.Warning));
        }

        foreach (var listener in now.Listeners.Where(listener => listener.Fingerprint is not null))
        {
            setup.People.Show(Page.Empty.Text(
                Say.Text("baseline.shows", ("name", listener.Name), ("endpoint", listener.Endpoint.ToString()), ("fingerprint", listener.Fingerprint!.Value.ToGroups())), Tone.Faint));
        }

        return new RunEvent.BaselineTaken(at, BaselineText.Write(now));
    }

    /// <summary>Compared with the first baseline of the run; nothing where none was taken.</summary>
    public async Task<ImmutableArray<Problem>> WorseAsync(RunFacts facts)
    {
        if (facts.Baseline is not { } before)
        {
            return [];
        }

        var expected = setup.Procedure.Steps.Select(step => step.Verb switch
        {
            Verb.Configure { Role: Role.Server } configure => configure.Service,
            Verb.Shows shows => shows.Service,
            _ => null,
        }).OfType<string>().ToHashSet();
        return BaselineText.Read(before).WorseIn(await LookAsync().ConfigureAwait(false), expected);
    }

    private Task<Baseline> LookAsync()
    {
        var console = new ConsoleWire(setup);
        return setup.Around.Network.LookAsync(
            setup,
            [.. setup.Modality.Services.Select(service => (service.Name, Wire: console.Configured(service))).Where(found => found.Wire is not null).Select(found => (found.Name, found.Wire!))],
            [.. setup.Modality.Services.Select(console.Listener).OfType<ListenerPlace>()]);
    }
}
