using System.Collections.Immutable;
using Provisioner.Core.Certificates;
using Provisioner.Core.Certificates.Paths;
using Provisioner.Core.Certificates.Writing;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;

namespace Provisioner.Runs;

/// <summary>What a certificate on the stick, or the console's own, is good for here.</summary>
internal sealed class CertificateChecks(RunSetup setup, Materials materials)
{
    /// <summary>By common name or alternative name; a console often knows only the first label of its own.</summary>
    public Checked<string> ConsoleName(string input, RunFacts facts) => Names(input, facts).Then<string>(names =>
        Fits(names, setup.Identity.Host) is { } name ? name : Problem.Of("RUN-043", ("names", Told(names)), ("host", setup.Identity.Host)));

    /// <summary>By the host of the address at which the service's settings say that it is found, all of it: those who connect compare it so.</summary>
    public Checked<string> AddressName(string input, Service service, RunFacts facts)
    {
        var text = service.Settings.Values.Select(held => setup.Settings.Text(held, SettingTerm.Address)).FirstOrDefault(found => found.Length > 0) ?? "";
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Host.Length > 0
            ? Names(input, facts).Then(names => IsNamed(input, address.Host, facts).Then<string>(isNamed =>
                isNamed ? text : Problem.Of("RUN-102", ("names", Told(names)), ("address", text))))
            : Problem.Of("RUN-110", ("service", service.Title), ("address", text));
    }

    private Checked<bool> IsNamed(string input, string host, RunFacts facts) => setup.Procedure.Input(input).Kind == InputKind.Subject
        ? SubjectText.Read(facts.Answers[input].Text).Select(subject => subject["CN"] is { } common && HostNames.Matches(common, host))
        : Read(input, facts).Select(read => IsFor(read.Leaf, host));

    /// <summary>A path of today, as a server's certificate.</summary>
    public Checked<string> Chain(string input, string trust, RunFacts facts) => Read(input, facts)
        .Then(read => materials.Certificate(facts.Answers[trust]).Then<string>(authority =>
        {
            var path = PathValidator.Validate(read.Leaf, read.Above, [authority], PathPurpose.Server, setup.Now, null);
            return path.IsGood ? authority.Subject.ToString()
                : Problem.Of("RUN-101", ("authority", authority.Subject.ToString()), ("why", string.Join(" ", path.Problems.Select(problem => problem.Seen))));
        }));

    /// <summary>By alternative names; where it has none of a host, by the common name, as programs of .NET look for it.</summary>
    public static bool IsFor(HeldCertificate certificate, string host) =>
        HostNames.Names(certificate, host) || (!certificate.DnsNames.Any() && certificate.Subject["CN"] is { } common && HostNames.Matches(common, host));

    public static ImmutableArray<string> NamesOf(HeldCertificate certificate) =>
        [.. certificate.DnsNames, .. certificate.IpNames, .. certificate.Subject["CN"] is { } common ? [common] : Array.Empty<string>()];

    public static string Told(ImmutableArray<string> names) => names.IsEmpty ? "-" : string.Join(", ", names);

    private static string? Fits(ImmutableArray<string> names, string host) =>
        names.FirstOrDefault(name => Same(name, host) || (!host.Contains('.', StringComparison.Ordinal) && Same(name.Split('.')[0], host)));

    /// <summary>Those that a certificate has, or will have when it is made of a subject.</summary>
    private Checked<ImmutableArray<string>> Names(string input, RunFacts facts) => setup.Procedure.Input(input).Kind == InputKind.Subject
        ? SubjectText.Read(facts.Answers[input].Text).Select(subject => subject["CN"] is { } common ? [common] : ImmutableArray<string>.Empty)
        : Read(input, facts).Select(read => NamesOf(read.Leaf));

    private static bool Same(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);

    private Checked<ReadCertificate> Read(string name, RunFacts facts)
    {
        var input = setup.Procedure.Input(name);
        return !facts.Answers.TryGetValue(name, out var answer)
                ? HeldPair.Find(setup.Store, input.Slot ?? Slot.Host, setup.Procedure, facts).Select(found => new ReadCertificate(found.Identity.Leaf, found.Identity.Chain))
            : input.Kind == InputKind.Certificate ? materials.Certificate(answer).Select(certificate => new ReadCertificate(certificate, []))
            : materials.Identity(answer, input).Select(identity => new ReadCertificate(identity.Leaf, identity.Chain));
    }

    private sealed record ReadCertificate(HeldCertificate Leaf, ImmutableArray<HeldCertificate> Above);
}
