using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Stores;

namespace Provisioner.Runs;

/// <summary>A file that leaves the scanner on the stick, named after scanner and day, never over another.</summary>
internal static class OutgoingFile
{
    /// <param name="folder">On this machine.</param>
    /// <param name="shown">The same folder, relative to the stick.</param>
    public static Checked<Outgoing> Write(RunSetup setup, string folder, string shown, string ending, byte[] bytes)
    {
        var stem = $"{EntryName.From(setup.Identity.Serial).Text}-{setup.Now:yyyyMMdd}";
        return Guarded.Get<Outgoing>(folder, () =>
        {
            setup.Disk.CreateFolder(folder);
            var name = Enumerable.Range(1, int.MaxValue).Select(n => n == 1 ? stem + ending : $"{stem}-{n}{ending}")
                .First(name => setup.Disk.Look(Path.Combine(folder, name)) is null);
            Beside.Replace(setup.Disk, Path.Combine(folder, name), bytes, ownerOnly: true);
            return new Outgoing($"{shown}/{name}", Sha256.Of(bytes));
        });
    }
}

/// <param name="Name">Relative to the stick.</param>
internal sealed record Outgoing(string Name, Sha256 Digest);
