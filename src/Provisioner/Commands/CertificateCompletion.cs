using System.Collections.Immutable;
using System.CommandLine;
using Provisioner.Core.Certificates;
using Provisioner.Core.Problems;
using Provisioner.Stores;
using Provisioner.Terminal;
using Command = System.CommandLine.Command;

namespace Provisioner.Commands;

/// <summary><c>certificate complete</c>: the certificate came back; brings it together with the key of its request.</summary>
internal sealed class CertificateCompletion(IDisk disk)
{
    private readonly Argument<string[]> _files = new("FILE") { Description = Text("complete.files"), Arity = ArgumentArity.OneOrMore };
    private readonly Option<string[]> _keys = new("--key") { Description = Text("complete.key"), Required = true };
    private readonly Option<string?> _password = new("--password-file") { Description = Text("complete.password") };
    private readonly Option<string?> _newPassword = new("--new-password-file") { Description = Text("certificate.new-password") };
    private readonly Option<string> _out = new("--out") { Description = Text("certificate.out"), Required = true };
    private readonly Option<bool> _json = Output.JsonOption();

    public Command Create()
    {
        var command = new Command("complete", Text("certificate.complete")) { _files, _keys, _password, _newPassword, _out, _json };
        command.SetAction((parsed, cancelled) => Task.FromResult(Run(parsed, cancelled)));
        return command;
    }

    private int Run(ParseResult parsed, CancellationToken cancelled)
    {
        var output = Output.Of(parsed, _json);
        var desk = new CertificateDesk(disk, output, SystemTerminal.Of(output, cancelled));
        if (!SecretFiles.ReadMaybe(disk, parsed.GetValue(_password)).TryGet(out var password, out var problems))
        {
            return desk.Tell(problems);
        }

        using var secret = password.Secret;
        var (answers, waiting) = (desk.Read(parsed.GetValue(_files)!, null, cancelled), desk.Read(parsed.GetValue(_keys)!, secret, cancelled));
        try
        {
            return Complete(parsed, desk, answers, waiting, secret);
        }
        finally
        {
            foreach (var file in waiting)
            {
                file.Dispose();
            }
        }
    }

    private int Complete(ParseResult parsed, CertificateDesk desk, ImmutableArray<ReadFile> answers, ImmutableArray<ReadFile> waiting, Secret? password)
    {
        ImmutableArray<HeldCertificate> certificates = [.. answers.SelectMany(file => file.Certificates).Distinct()];
        ImmutableArray<Problem> unread = [.. answers.Concat(waiting).SelectMany(file => file.Problems)];
        var completed = PendingRequests.Complete(
            certificates, [.. waiting.SelectMany(file => file.Keys)], [.. answers.Concat(waiting).SelectMany(file => file.Requests)]);
        if (!completed.TryGet(out var identity, out var problems))
        {
            return desk.Tell(unread.IsEmpty ? problems : unread);
        }

        var chosen = parsed.GetValue(_newPassword) is null && password is not null ? password : desk.NewPassword(parsed.GetValue(_newPassword));
        return chosen.TryGet(out var given, out problems)
            ? desk.Tell(CertificateForms.WriteIdentity(desk, identity, given, parsed.GetValue(_out)!), identity.Leaf)
            : desk.Tell(problems);
    }

    private static string Text(string key) => Catalogue.English.Text(key);
}
