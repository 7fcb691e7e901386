using System.Collections.Immutable;
using System.CommandLine;
using Provisioner.Core.Certificates;
using Provisioner.Core.Problems;
using Provisioner.Keys;
using Provisioner.Stores;
using Provisioner.Terminal;

namespace Provisioner.Commands;

/// <summary>A file that was written.</summary>
/// <param name="Form">Word of its form, which has texts of its own in the catalogue: for whom it is, and what the receiver types.</param>
internal sealed record WrittenFile(string Path, string Form, int Bytes, Sha256 Digest);

/// <summary>What the commands that make and hand over share: reading, passwords, writing without overwriting, telling.</summary>
internal sealed class CertificateDesk(IDisk disk, Output output, ITerminal terminal)
{
    /// <summary>Everything in these files. The caller disposes of it.</summary>
    public ImmutableArray<ReadFile> Read(IEnumerable<string> paths, Secret? password, CancellationToken cancelled) =>
        new InspectionDesk(disk, password is null ? [] : [password], new Progress<double>(), cancelled).Read([.. paths]);

    /// <summary>The password for what is written: from a file; or, where somebody can read it, a generated one, shown once.</summary>
    /// <param name="mustGenerate">The form is so weak that only a generated one will do.</param>
    public Checked<Secret> NewPassword(string? file, bool mustGenerate = false)
    {
        if (mustGenerate ? file is not null || !terminal.IsInteractive : file is null && !terminal.IsInteractive)
        {
            return Problem.Of(mustGenerate ? "CERT-188" : "CERT-186");
        }

        if (file is not null)
        {
            return SecretFiles.Read(disk, file).Then<Secret>(secret => secret.IsEmpty ? Problem.Of("CERT-186") : secret);
        }

        var generated = Passphrase.Generate();
        output.ForPeople.WriteLine(Catalogue.English.Text("certificate.password"));
        output.ForPeople.Write("    ");
        output.ForPeople.WriteLine(generated.Characters);
        return generated;
    }

    /// <summary>Writes beside, renames, reads back. A file that is there stays.</summary>
    public Checked<WrittenFile> Write(string path, string form, byte[] bytes) => Guarded.Get<WrittenFile>(path, () =>
    {
        var full = Path.GetFullPath(path);
        if (File.Exists(full) || Directory.Exists(full))
        {
            return Problem.Of("CERT-187", ("file", path));
        }

        disk.Create(full + ".part", bytes, ownerOnly: true);
        disk.Rename(full + ".part", full);
        return disk.Read(full) is { } back && back.AsSpan().SequenceEqual(bytes)
            ? new WrittenFile(path, form, bytes.Length, Sha256.Of(bytes))
            : Problem.Of("DISK-006", ("file", path));
    });

    /// <param name="made">The certificate it is about; <c>null</c> when there is none.</param>
    public int Tell(Checked<ImmutableArray<WrittenFile>> done, HeldCertificate? made = null)
    {
        var written = done.IsGood ? done.Value : [];
        if (output.AsJson)
        {
            CertificateJson.Write(output.Out, written, made, done.Problems);
        }

        foreach (var file in written)
        {
            output.ForPeople.WriteLine(Catalogue.English.Text("certificate.written", ("file", file.Path), ("digest", file.Digest.ToString())));
            output.ForPeople.WriteLine("  " + CertificateForms.ForWhom(file));
            output.ForPeople.WriteLine("  " + CertificateForms.Receiver(file));
        }

        Report.Problems(output.AsJson ? output.Error : output.ForPeople, done.Problems);
        return done.IsGood ? ExitCode.Done : done.Problems.Any(problem => problem.Code is "CERT-186" or "CERT-188" or "CERT-180" or "CERT-181") ? ExitCode.WrongUsage : ExitCode.Problems;
    }

    public void Say(string text) => output.ForPeople.WriteLine(text);
}
