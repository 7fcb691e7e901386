using System.Collections.Immutable;
using System.CommandLine;
using Provisioner.Core.Certificates;
using Provisioner.Core.Certificates.Paths;
using Provisioner.Core.Certificates.Rules;
using Provisioner.Core.Certificates.Writing;
using Provisioner.Core.Problems;
using Provisioner.Keys;
using Provisioner.Stores;
using Provisioner.Terminal;
using Command = System.CommandLine.Command;

namespace Provisioner.Commands;

/// <summary><c>certificate self-signed</c> and <c>certificate request</c>.</summary>
internal sealed class CertificateMaking(IDisk disk)
{
    private const int MostDays = 3650;

    private readonly Option<string?> _subject = new("--subject") { Description = Text("certificate.subject") };
    private readonly Option<string[]> _names = new("--name") { Description = Text("certificate.name") };
    private readonly Option<string[]> _usages = new Option<string[]>("--usage") { Description = Text("certificate.usage") }.AcceptOnlyFromAmong("client", "server");

    private readonly Option<string> _key = new Option<string>("--key") { Description = Text("certificate.key"), DefaultValueFactory = _ => "rsa2048" }
        .AcceptOnlyFromAmong("rsa2048", "rsa3072", "rsa4096", "p256", "p384");

    private readonly Option<int> _days = new("--days") { Description = Text("certificate.days"), DefaultValueFactory = _ => 365 };
    private readonly Option<string> _out = new("--out") { Description = Text("certificate.out"), Required = true };
    private readonly Option<string> _keyOut = new("--key-out") { Description = Text("certificate.key-out"), Required = true };
    private readonly Option<string?> _password = new("--new-password-file") { Description = Text("certificate.new-password") };
    private readonly Option<bool> _localhost = new("--localhost") { Description = Text("certificate.localhost") };
    private readonly Option<string[]> _beside = new("--beside") { Description = Text("certificate.beside") };
    private readonly Option<bool> _json = Output.JsonOption();

    public Command SelfSigned()
    {
        var command = new Command("self-signed", Text("certificate.self-signed")) { _subject, _names, _usages, _key, _days, _out, _password, _localhost, _beside, _json };
        command.SetAction((parsed, cancelled) => Task.FromResult(MakeSelfSigned(parsed, Desk(parsed), cancelled)));
        return command;
    }

    public Command Request()
    {
        var command = new Command("request", Text("certificate.request")) { _subject, _names, _usages, _key, _out, _keyOut, _password, _json };
        command.SetAction(parsed => MakeRequest(parsed, Desk(parsed)));
        return command;
    }

    private CertificateDesk Desk(ParseResult parsed) => Output.Of(parsed, _json) is var output ? new(disk, output, SystemTerminal.Of(output)) : null!;

    private int MakeSelfSigned(ParseResult parsed, CertificateDesk desk, CancellationToken cancelled)
    {
        var now = TimeProvider.System.GetUtcNow();
        if (!Planned(parsed, desk, now, cancelled).TryGet(out var plan, out var problems))
        {
            return desk.Tell(problems);
        }

        if (plan is Localhost.Plan.Keep kept)
        {
            desk.Say(Catalogue.English.Text("certificate.kept", ("fingerprint", kept.Held.Fingerprint.ToGroups())));
            return desk.Tell(ImmutableArray<WrittenFile>.Empty, kept.Held);
        }

        if (!Wanted(parsed).TryGet(out var wanted, out problems) || !desk.NewPassword(parsed.GetValue(_password)).TryGet(out var password, out problems))
        {
            return desk.Tell(problems);
        }

        using (password)
        using (var key = KeyPairs.Make(Kind(parsed)))
        {
            var certificate = Issuing.SelfSigned(key, wanted, now, parsed.GetValue(_days));
            return desk.Tell(CertificateForms.WriteIdentity(desk, new Identity(certificate, [], key), password, parsed.GetValue(_out)!), certificate);
        }
    }

    private Checked<Localhost.Plan> Planned(ParseResult parsed, CertificateDesk desk, DateTimeOffset now, CancellationToken cancelled)
    {
        if (!parsed.GetValue(_localhost))
        {
            return new Localhost.Plan.Make();
        }

        var files = desk.Read(parsed.GetValue(_beside) ?? [], null, cancelled);
        var plan = Localhost.For(files.SelectMany(file => file.Certificates), now);
        foreach (var file in files)
        {
            file.Dispose();
        }

        return plan;
    }

    private int MakeRequest(ParseResult parsed, CertificateDesk desk)
    {
        if (!Wanted(parsed).TryGet(out var wanted, out var problems) || !desk.NewPassword(parsed.GetValue(_password)).TryGet(out var password, out problems))
        {
            return desk.Tell(problems);
        }

        using (password)
        using (var key = KeyPairs.Make(Kind(parsed)))
        {
            var request = System.Text.Encoding.ASCII.GetBytes(PemText.Block("CERTIFICATE REQUEST", Issuing.Request(key, wanted)));
            return desk.Tell(desk.Write(parsed.GetValue(_keyOut)!, "key", HandOver.EncryptedKey(key, password))
                .Then(first => desk.Write(parsed.GetValue(_out)!, "request", request).Select(second => ImmutableArray.Create(first, second))));
        }
    }

    private Checked<Wanted> Wanted(ParseResult parsed)
    {
        var roles = (parsed.GetValue(_usages) ?? []) is { Length: > 0 } usages ? usages : ["client", "server"];
        ImmutableArray<TlsRole> both = [.. roles.Select(role => Enum.Parse<TlsRole>(role, ignoreCase: true)).Distinct()];
        ImmutableArray<string> names = [.. parsed.GetValue(_names) ?? []];
        return names.FirstOrDefault(name => !HostNames.IsNameOrAddress(name)) is { } wrong ? Problem.Of("CERT-181", ("what", wrong))
            : parsed.CommandResult.Command.Options.Contains(_days) && parsed.GetValue(_days) is < 1 or > MostDays ? Problem.Of("CERT-181", ("what", $"--days {parsed.GetValue(_days)}"))
            : parsed.GetValue(_localhost) ? SubjectText.Read($"CN={Localhost.CommonName}, O={Localhost.Organization}")
                .Select(subject => new Wanted(subject, [Localhost.CommonName, "127.0.0.1", "::1"], [TlsRole.Server]))
            : SubjectText.Read(parsed.GetValue(_subject) ?? "").Select(subject => new Wanted(subject, names, both));
    }

    private KeyPairKind Kind(ParseResult parsed) => Enum.Parse<KeyPairKind>(parsed.GetValue(_key)!, ignoreCase: true);

    private static string Text(string key) => Catalogue.English.Text(key);
}
