using System.Collections.Immutable;
using Provisioner.Core.Certificates;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Screens;
using Provisioner.Sticks;
using Provisioner.Stores;

namespace Provisioner.Runs;

/// <summary>What lies on the stick for an input: the hospital's files, in all folders but the stick's own, each read and judged.</summary>
internal sealed class InputFiles(RunSetup setup)
{
    /// <summary>A stick with more is no delivery of certificates.</summary>
    private const int Most = 300;

    private static readonly HashSet<string> Own = new(StringComparer.OrdinalIgnoreCase) { "BIN", "PROCS", "ID", "LOGS", "JOBS", "REPORTS", "KEYS" };

    /// <summary>Folders within folders.</summary>
    private const int Deepest = 8;

    /// <summary>Those that fit first, then those that do not, then what this input does not need. Empty for inputs that are no files.</summary>
    public ImmutableArray<FoundFile> For(Input input)
    {
        if (input.Kind is not (InputKind.Certificate or InputKind.Identity))
        {
            return [];
        }

        var files = Paths().Select(Read).ToArray();
        var all = files.SelectMany(file => file.Read?.Certificates ?? []).Distinct().ToImmutableArray();
        try
        {
            return [.. files.Select(file => Judged(WithKeyBeside(file, files, input), input, all)).OfType<FoundFile>().OrderBy(file => file.Fit).ThenBy(file => file.Path, StringComparer.Ordinal)];
        }
        finally
        {
            foreach (var (_, read, _) in files)
            {
                read?.Dispose();
            }
        }
    }

    /// <summary>Of an identity the key may lie beside the certificate, under the same name with the ending <c>.key</c>: together they are what is
    /// asked for. The key stays the other file's to destroy.</summary>
    private static (string Path, ReadFile? Read, ImmutableArray<Problem> Problems) WithKeyBeside(
        (string Path, ReadFile? Read, ImmutableArray<Problem> Problems) file, (string Path, ReadFile? Read, ImmutableArray<Problem> Problems)[] all, Input input)
    {
        if (input.Kind != InputKind.Identity || file.Read is not { } read || !read.Certificates.Any() || read.Keys.Any())
        {
            return file;
        }

        var key = Path.ChangeExtension(file.Path, ".key");
        return all.FirstOrDefault(other => other.Path == key && other.Path != file.Path).Read is { } beside ? file with { Read = read with { Items = [.. read.Items, .. beside.Items] } } : file;
    }

    private IEnumerable<string> Paths() => setup.Disk.List(setup.Stick.Folder).Where(name => !IsOwn(name))
        .SelectMany(name => Below(name, Deepest)).Take(Most);

    /// <summary>Files at a path or below it; links are not followed.</summary>
    private IEnumerable<string> Below(string path, int depth)
    {
        var full = Full(path);
        return setup.Disk.Look(full)?.Kind switch
        {
            StandingKind.File => [path],
            StandingKind.Folder when depth > 0 => setup.Disk.List(full).SelectMany(name => Below($"{path}/{name}", depth - 1)),
            _ => [],
        };
    }

    /// <summary>What every stick has.</summary>
    private static bool IsOwn(string name) => name.StartsWith('.') || Own.Contains(name) || StickContents.RootNames.Contains(name)
        || name.StartsWith("MANIFEST.", StringComparison.OrdinalIgnoreCase) || name == Core.Certificates.Writing.AskIt.FileName;

    private string Full(string path) => Path.Combine([setup.Stick.Folder, .. path.Split('/')]);

    private (string Path, ReadFile? Read, ImmutableArray<Problem> Problems) Read(string path)
    {
        var read = Guarded.Get<byte[]>(path, () => setup.Disk.Read(Full(path), CertificateFile.MostBytes) is { } bytes ? bytes : Problem.Of("RUN-020", ("file", path)));
        return read.TryGet(out var bytes, out var problems) ? (path, CertificateFile.Read(path, bytes), []) : (path, null, problems);
    }

    private FoundFile? Judged((string Path, ReadFile? Read, ImmutableArray<Problem> Problems) file, Input input, ImmutableArray<HeldCertificate> all) => file.Read is not { } read
        ? new(file.Path, FileKind.Other, FileFit.Unfit, [], file.Problems)
        : CertificateFile.IsOfUse(read) ? FoundFile.Of(file.Path, read, input, Judging.Of(setup, input.Slot ?? Slot.Trusted), all) : null;
}
