using System.Collections.Immutable;
using System.CommandLine;
using Provisioner.Core.Certificates;
using Provisioner.Core.Certificates.Paths;
using Provisioner.Core.Problems;
using Provisioner.Stores;
using Provisioner.Terminal;
using Command = System.CommandLine.Command;

namespace Provisioner.Commands;

/// <summary><c>certificate export</c>: the same certificate or key in the form that the other side wants.</summary>
internal sealed class CertificateExport(IDisk disk)
{
    private readonly Argument<string[]> _files = new("FILE") { Description = Text("export.files"), Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> _form = new Option<string>("--form") { Description = Text("export.form"), Required = true }.AcceptOnlyFromAmong([.. CertificateForms.Words]);
    private readonly Option<bool> _root = new("--root") { Description = Text("export.root") };
    private readonly Option<string?> _password = new("--password-file") { Description = Text("export.password") };
    private readonly Option<string?> _newPassword = new("--new-password-file") { Description = Text("certificate.new-password") };
    private readonly Option<string> _out = new("--out") { Description = Text("certificate.out"), Required = true };
    private readonly Option<bool> _json = Output.JsonOption();

    public Command Create()
    {
        var command = new Command("export", Text("certificate.export")) { _files, _form, _root, _password, _newPassword, _out, _json };
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
        var files = desk.Read(parsed.GetValue(_files)!, secret, cancelled);
        try
        {
            var form = parsed.GetValue(_form)!;
            return CertificateForms.HoldsKey(form) ? WithKey(parsed, desk, form, files) : Certificates(parsed, desk, form, files);
        }
        finally
        {
            foreach (var file in files)
            {
                file.Dispose();
            }
        }
    }

    private int WithKey(ParseResult parsed, CertificateDesk desk, string form, ImmutableArray<ReadFile> files)
    {
        if (!IdentityReader.From(files[0].Name, files).TryGet(out var identity, out var problems))
        {
            return desk.Tell(problems);
        }

        using (identity)
        {
            return Password(parsed, desk, form).TryGet(out var password, out problems)
                ? desk.Tell(Write(parsed, desk, form, CertificateForms.WithKey(form, new Identity(identity.Leaf, Wanted(parsed, identity.Chain), identity.Key), password)), identity.Leaf)
                : desk.Tell(problems);
        }
    }

    private int Certificates(ParseResult parsed, CertificateDesk desk, string form, ImmutableArray<ReadFile> files)
    {
        ImmutableArray<HeldCertificate> all = [.. files.SelectMany(file => file.Certificates).Distinct()];
        if (all.IsEmpty)
        {
            ImmutableArray<Problem> unread = [.. files.SelectMany(file => file.Problems)];
            return desk.Tell(unread.IsEmpty ? [Problem.Of("CERT-019", ("file", files[0].Name))] : unread);
        }

        var chosen = form == "trust" ? Authorities(all) : [Leaf(all), .. Wanted(parsed, Chain.Above(Leaf(all), all))];
        var password = CertificateForms.NeedsPassword(form) ? Password(parsed, desk, form).Select(secret => new SecretOrNone(secret)) : new SecretOrNone(null);
        return password.TryGet(out var given, out var problems)
            ? desk.Tell(Write(parsed, desk, form, CertificateForms.Certificates(form, chosen, given.Secret)), chosen[0])
            : desk.Tell(problems);
    }

    private Checked<Secret> Password(ParseResult parsed, CertificateDesk desk, string form) =>
        desk.NewPassword(parsed.GetValue(_newPassword), mustGenerate: form == "p12-compatible");

    private Checked<ImmutableArray<WrittenFile>> Write(ParseResult parsed, CertificateDesk desk, string form, byte[] bytes) =>
        desk.Write(parsed.GetValue(_out)!, form, bytes).Select(written => ImmutableArray.Create(written));

    /// <summary>The root is left out unless it is asked for: whoever trusts it has it.</summary>
    private ImmutableArray<HeldCertificate> Wanted(ParseResult parsed, ImmutableArray<HeldCertificate> chain) =>
        parsed.GetValue(_root) ? chain : [.. chain.Where(certificate => !certificate.IsSelfSigned)];

    /// <summary>The one that issued no other.</summary>
    private static HeldCertificate Leaf(ImmutableArray<HeldCertificate> all) =>
        all.FirstOrDefault(one => !all.Any(other => other != one && Chain.Issuers(other, [one]).Any())) ?? all[0];

    private static ImmutableArray<HeldCertificate> Authorities(ImmutableArray<HeldCertificate> all) =>
        all.Any(one => one.IsAuthority) ? [.. all.Where(one => one.IsAuthority)] : all;

    private static string Text(string key) => Catalogue.English.Text(key);
}
