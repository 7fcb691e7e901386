using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Provisioner.Core.Certificates;
using Provisioner.Core.Certificates.Inspecting;
using Provisioner.Core.Certificates.Rules;
using Provisioner.Core.Certificates.Writing;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Stores;
using Command = System.CommandLine.Command;

namespace Provisioner.Commands;

/// <summary><c>inspect</c>: opens anything, says what it is, whether a scanner type takes it, and why not.</summary>
internal sealed class InspectCommand(IDisk disk)
{
    private readonly Argument<string[]> _files = new("FILE") { Description = Text("inspect.files"), Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> _modality = new("--modality") { Description = Text("inspect.modality") };
    private readonly Option<string?> _slot = new Option<string?>("--slot") { Description = Text("inspect.slot") }.AcceptOnlyFromAmong("host", "trusted", "peers");
    private readonly Option<string?> _role = new Option<string?>("--role") { Description = Text("inspect.role") }.AcceptOnlyFromAmong("client", "server");
    private readonly Option<string?> _host = new("--host") { Description = Text("inspect.host") };
    private readonly Option<string[]> _lists = new("--crl") { Description = Text("inspect.crl") };
    private readonly Option<string[]> _passwords = new("--password-file") { Description = Text("inspect.password") };
    private readonly Option<string?> _askIt = new("--ask-it") { Description = Text("inspect.ask-it") };
    private readonly Option<bool> _json = Output.JsonOption();

    public static Command Create(IDisk disk)
    {
        var of = new InspectCommand(disk);
        var command = new Command("inspect", Text("inspect.help")) { of._files, of._modality, of._slot, of._role, of._host, of._lists, of._passwords, of._askIt, of._json };
        command.SetAction((parsed, cancelled) => Task.FromResult(of.Run(parsed, Output.Of(parsed, of._json), cancelled)));
        return command;
    }

    private int Run(ParseResult parsed, Output output, CancellationToken cancelled)
    {
        if (parsed.GetValue(_files) is [var folder] && (File.Exists(Path.Combine(folder, Collected.Index)) || CollectedTar.IsOne(folder)))
        {
            return RunCollected(parsed, folder, output);
        }

        if (!Request(parsed).TryGet(out var request, out var problems)
            || !Passwords(parsed).TryGet(out var passwords, out problems))
        {
            Report.Problems(output.Error, problems);
            return ExitCode.WrongUsage;
        }

        try
        {
            var desk = new InspectionDesk(disk, passwords.All, new Progress(output), cancelled);
            var files = desk.Read([.. parsed.GetValue(_files) ?? [], .. parsed.GetValue(_lists) ?? []]);
            var inspection = Inspection.Of(files, request);
            var asked = Ask(parsed.GetValue(_askIt), inspection, request);
            return Show(asked is null ? inspection : inspection with { Problems = inspection.Problems.Add(asked) }, files, request, output);
        }
        catch (OperationCanceledException)
        {
            output.Error.WriteLine(Text("inspect.stopped"));
            return ExitCode.Interrupted;
        }
        finally
        {
            passwords.Dispose();
        }
    }

    /// <summary>A folder, or a .tar of one, that <c>COLLECT.SH</c> wrote: of the type that is named, or the one whose places it looked at.</summary>
    private int RunCollected(ParseResult parsed, string folder, Output output)
    {
        if (!Collected.Read(folder, disk).TryGet(out var collected, out var problems))
        {
            Report.Problems(output.Error, problems);
            return ExitCode.WrongUsage;
        }

        var (known, name) = (ProcedureFolder.Embedded.Modalities, parsed.GetValue(_modality) ?? collected.Types.FirstOrDefault());
        if (parsed.GetValue(_modality) is { } named && !known.ContainsKey(named))
        {
            Report.Problems(output.Error, [Problem.Of("CERT-190", ("name", named), ("known", string.Join(", ", known.Keys)))]);
            return ExitCode.WrongUsage;
        }

        return CollectedReport.Show(collected, name is null ? null : known.GetValueOrDefault(name), TimeProvider.System.GetUtcNow(), output);
    }

    private Checked<HeldSecrets> Passwords(ParseResult parsed)
    {
        Checked<Secret>[] read = [.. (parsed.GetValue(_passwords) ?? []).Select(path => SecretFiles.Read(disk, path))];
        ImmutableArray<Problem> problems = [.. read.SelectMany(one => one.Problems)];
        return problems.IsEmpty ? new HeldSecrets([.. read.Select(one => one.Value)]) : problems;
    }

    /// <summary>Writes what IT must do; <c>null</c> when it is written, not wanted, or nothing.</summary>
    private Problem? Ask(string? path, Inspection inspection, InspectionRequest request) =>
        path is null || AskIt.Text(string.Join(", ", inspection.Files.Select(file => Path.GetFileName(file.File.Name)).Take(5)), request.Now, inspection.AllProblems) is not { } text ? null
        : File.Exists(path) ? Problem.Of("CERT-187", ("file", path))
        : Guarded.Do(path, () => disk.Create(Path.GetFullPath(path), text));

    private sealed record HeldSecrets(ImmutableArray<Secret> All) : IDisposable
    {
        public void Dispose()
        {
            foreach (var secret in All)
            {
                secret.Dispose();
            }
        }
    }

    private static int Show(Inspection inspection, ImmutableArray<ReadFile> files, InspectionRequest request, Output output)
    {
        if (output.AsJson)
        {
            InspectionJson.Write(output.Out, inspection);
        }

        InspectionText.Write(output.ForPeople, inspection, request.Now);
        foreach (var file in files)
        {
            file.Dispose();
        }

        return inspection.AllProblems.Any() ? ExitCode.Problems : ExitCode.Done;
    }

    private Checked<InspectionRequest> Request(ParseResult parsed)
    {
        var slot = parsed.GetValue(_slot) is { } word ? Enum.Parse<CertificateSlot>(word, ignoreCase: true) : (CertificateSlot?)null;
        var role = parsed.GetValue(_role) is { } side ? Enum.Parse<TlsRole>(side, ignoreCase: true) : (TlsRole?)null;
        var request = new InspectionRequest(TimeProvider.System.GetUtcNow()) { Slot = slot, Role = role, Host = parsed.GetValue(_host) };
        if (parsed.GetValue(_modality) is not { } name)
        {
            return request;
        }

        var known = ProcedureFolder.Embedded.Modalities;
        return known.TryGetValue(name, out var modality)
            ? request with { Slot = slot ?? CertificateSlot.Host, Rules = Rules(modality, slot ?? CertificateSlot.Host, role ?? TlsRole.Client) }
            : Problem.Of("CERT-190", ("name", name), ("known", string.Join(", ", known.Keys)));
    }

    private static CertificateRules Rules(Modality modality, CertificateSlot slot, TlsRole role) => modality.RulesFor(
        slot switch { CertificateSlot.Trusted => Slot.Trusted, CertificateSlot.Peers => Slot.Peers, _ => Slot.Host },
        role == TlsRole.Server ? Role.Server : Role.Client);

    private static string Text(string key) => Catalogue.English.Text(key);

    /// <summary>Says each tenth, so that nobody thinks it stands still; only old containers take that long.</summary>
    private sealed class Progress(Output output) : IProgress<double>
    {
        private int _tenths;

        public void Report(double value)
        {
            if ((int)(value * 10) is var tenths && tenths > _tenths)
            {
                _tenths = tenths;
                output.Error.WriteLine(Catalogue.English.Text("inspect.deriving", ("percent", (tenths * 10).ToString(CultureInfo.InvariantCulture))));
            }
        }
    }
}
