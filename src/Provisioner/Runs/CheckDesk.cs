using System.Collections.Immutable;
using System.Globalization;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;
using Provisioner.Core.Screens;

namespace Provisioner.Runs;

/// <summary>Looks at something without changing it.</summary>
internal sealed class CheckDesk(RunSetup setup, Materials materials, Findings findings)
{
    private readonly CertificateChecks _certificates = new(setup, materials);
    private readonly ServiceChecks _services = new(setup);

    private static Catalogue Say => Catalogue.English;

    public ImmutableArray<RunEvent> Perform(int at, Verb.Check check, RunFacts facts)
    {
        if (check.That == CheckKind.Clock)
        {
            return Clock(at);
        }

        if (check.Assumed)
        {
            setup.People.Show(Page.Empty.Text(Say.Text("check.assumed"), Tone.Faint));
        }

        if (Look(check, facts).TryGet(out var detail, out var problems))
        {
            return [new RunEvent.StepPassed(at, Detail: detail)];
        }

        if (!check.Report)
        {
            return [findings.Fail(at, problems)];
        }

        findings.Add(problems);
        return [new RunEvent.StepPassed(at, Detail: string.Join(", ", problems.Select(problem => problem.Code)))];
    }

    private Checked<string> Look(Verb.Check check, RunFacts facts) => check.That switch
    {
        CheckKind.Software => Software(check.AtLeast!),
        CheckKind.ConsoleName => _certificates.ConsoleName(check.Of!, facts),
        CheckKind.Chain => _certificates.Chain(check.Of!, check.Trust!, facts),
        CheckKind.AddressName => _certificates.AddressName(check.Of!, Service(check), facts),
        CheckKind.PortFree => PortFree(Port(check, facts)),
        CheckKind.PortOfItsOwn => _services.PortOfItsOwn(Service(check), Port(check, facts)),
        CheckKind.ClientOnly => _services.ClientOnly(Service(check)),
        CheckKind.Pair => _services.Pair(Service(check)),
        CheckKind.PeersVerified => _services.PeersVerified(Service(check)),
        CheckKind.Rights => Rights(),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private Service Service(Verb.Check check) => setup.Modality.Service(check.Service!)!;

    private static int Port(Verb.Check check, RunFacts facts) => int.Parse(facts.Answers[check.Of!].Text, NumberStyles.None, CultureInfo.InvariantCulture);

    private Checked<string> Software(string atLeast)
    {
        var recognition = setup.Modality.Recognition;
        return setup.Settings.Read(recognition.Kind, recognition.File, recognition.Software!).Then<string>(found =>
            found.Text is not { } version ? Problem.Of("RUN-042", ("version", "-"), ("wanted", atLeast))
            : SoftwareVersion.IsAtLeast(version, atLeast) ? version
            : Problem.Of("RUN-042", ("version", version), ("wanted", atLeast)));
    }

    /// <summary>Only the scanner itself can tell; a folder of its files cannot.</summary>
    private Checked<string> PortFree(int port) =>
        setup.Mode == RunMode.Folder ? Say.Text("check.not-here")
        : setup.Around.Network.Listens(port) ? Problem.Of("RUN-044", ("port", $"{port}"))
        : $"{port}";

    /// <summary>Of the program as it runs: where it is not on the scanner itself, they are not the scanner's.</summary>
    private Checked<string> Rights() =>
        setup.Mode != RunMode.Real ? Say.Text("check.not-here")
        : Environment.IsPrivilegedProcess ? Environment.UserName
        : Problem.Of("RUN-104");

    private ImmutableArray<RunEvent> Clock(int at)
    {
        var now = setup.Now;
        setup.People.Show(Page.Empty.Text(Say.Text("check.clock", ("now", now.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)))));
        return setup.People.Initials(setup.Procedure.Steps[at].Id, Say.Text("ask.clock")) is { } by
            ? [new RunEvent.StepPassed(at, by)]
            : [];
    }
}
