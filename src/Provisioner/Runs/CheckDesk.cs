using System.Collections.Immutable;
using System.Globalization;
using Provisioner.Core.Certificates;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;
using Provisioner.Core.Screens;

namespace Provisioner.Runs;

/// <summary>Looks at something without changing it.</summary>
internal sealed class CheckDesk(RunSetup setup, Materials materials, Findings findings)
{
    private static Catalogue Say => Catalogue.English;

    public ImmutableArray<RunEvent> Perform(int at, Verb.Check check, RunFacts facts)
    {
        if (check.That == CheckKind.Clock)
        {
            return Clock(at);
        }

        var seen = check.That switch
        {
            CheckKind.Software => Software(check.AtLeast!),
            CheckKind.ConsoleName => ConsoleName(check.Of!, facts),
            CheckKind.PortFree => PortFree(check.Of!, facts),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return [seen.TryGet(out var detail, out var problems) ? new RunEvent.StepPassed(at, Detail: detail) : findings.Fail(at, problems)];
    }

    private Checked<string> Software(string atLeast)
    {
        var recognition = setup.Modality.Recognition;
        return setup.Console.Read(recognition.File).Then<string>(found =>
            found.Held is not { } held || !SettingsFile.For(recognition.Kind).Read(held.Bytes.Span, recognition.Software!).TryGet(out var value, out _) || value.Text is not { } version
                ? Problem.Of("RUN-042", ("version", "-"), ("wanted", atLeast))
                : SoftwareVersion.IsAtLeast(version, atLeast) ? version
                : Problem.Of("RUN-042", ("version", version), ("wanted", atLeast)));
    }

    /// <summary>By common name or alternative name; a console often knows only the first label of its own.</summary>
    private Checked<string> ConsoleName(string input, RunFacts facts) => Certificate(input, facts).Then<string>(certificate =>
    {
        string[] names = [.. certificate.DnsNames, .. certificate.Subject["CN"] is { } common ? [common] : Array.Empty<string>()];
        var host = setup.Identity.Host;
        return names.FirstOrDefault(name => Same(name, host) || (!host.Contains('.', StringComparison.Ordinal) && Same(name.Split('.')[0], host))) is { } fits
            ? fits
            : Problem.Of("RUN-043", ("names", names.Length == 0 ? "-" : string.Join(", ", names)), ("host", host));
    });

    private Checked<HeldCertificate> Certificate(string input, RunFacts facts) => facts.Answers.TryGetValue(input, out var answer)
        ? materials.Identity(answer, setup.Procedure.Input(input)).Select(identity => identity.Leaf)
        : HeldPair.Find(setup.Store, setup.Procedure.Input(input).Slot ?? Slot.Host, setup.Procedure, facts).Select(found => found.Identity.Leaf);

    /// <summary>Only the scanner itself can tell; a folder of its files cannot.</summary>
    private Checked<string> PortFree(string input, RunFacts facts)
    {
        var port = int.Parse(facts.Answers[input].Text, NumberStyles.None, CultureInfo.InvariantCulture);
        return setup.Mode == RunMode.Folder ? Say.Text("check.not-here")
            : setup.Around.Network.Listens(port) ? Problem.Of("RUN-044", ("port", $"{port}"))
            : $"{port}";
    }

    private ImmutableArray<RunEvent> Clock(int at)
    {
        var now = setup.Now;
        setup.People.Show(Page.Empty.Text(Say.Text("check.clock", ("now", now.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)))));
        return setup.People.Initials(setup.Procedure.Steps[at].Id, Say.Text("ask.clock")) is { } by
            ? [new RunEvent.StepPassed(at, by)]
            : [];
    }

    private static bool Same(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);
}
