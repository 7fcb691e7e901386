using System.Collections.Immutable;
using Provisioner.Core.Certificates;
using Provisioner.Core.Changes;
using Provisioner.Stores;

namespace Provisioner.WineHost;

/// <summary>This machine as the console: its own registry and stores, its state folder below the root of its disk.</summary>
internal static class Machine
{
    public static ConsoleFiles Files { get; } = ConsoleFiles.Open(@"C:\", new Disk()).Value;

    public static StateFolder State { get; } = Good(StateFolder.Open(Files, new Disk()));

    public static Changer Changer { get; } = new(Files, State, new Disk());

    public static T Good<T>(Core.Problems.Checked<T> read)
        where T : notnull =>
        read.TryGet(out var value, out var problems) ? value : throw new InvalidOperationException(string.Join("; ", problems));

    /// <summary>Staged, made, and found in place.</summary>
    public static void Do(Plan plan)
    {
        Rows.Same(null, Changer.Prepare(plan));
        foreach (var change in plan.Changes)
        {
            Rows.Same(null, Changer.Apply(change));
            Rows.Same(Place.After, Good(Changer.Probe(change)));
        }
    }

    /// <summary>Put back, and found as before.</summary>
    public static void Undo(Plan plan)
    {
        foreach (var change in plan.Changes.Reverse())
        {
            Rows.Same(null, Changer.Undo(change));
            Rows.Same(Place.Before, Good(Changer.Probe(change)));
        }
    }
}

/// <summary>Made by the test: where this runs, no key can be made.</summary>
internal sealed class MadeCertificates(string folder)
{
    public HeldCertificate Root { get; } = CertificateFile.Read("root.pem", File.ReadAllBytes(Path.Combine(folder, "root.pem"))).Certificates.Single();
}
