using System.Collections.Immutable;
using Provisioner.Core.Certificates;
using Provisioner.Core.Problems;
using Provisioner.Stores;

namespace Provisioner.Sticks;

/// <summary>Private keys that lie on a stick and should not stay there.</summary>
/// <param name="HandedOver">In <c>KEYS/OUT</c>, under the receiver's password.</param>
/// <param name="Plain">In <c>CERTS</c>, without any password: whoever finds the stick has them.</param>
internal sealed record LooseKeys(ImmutableArray<Doomed> HandedOver, ImmutableArray<Doomed> Plain)
{
    /// <summary>Files of a folder that are looked at; a hostile stick holds more.</summary>
    private const int MostFiles = 1000;

    public bool IsEmpty => HandedOver.IsEmpty && Plain.IsEmpty;

    public static Checked<LooseKeys> Find(Stick stick) => Guarded.Get<LooseKeys>(stick.Folder, () => new LooseKeys(
        [.. Files(stick, stick.KeysOut)],
        [.. Files(stick, stick.CertificatesIn).Concat(Files(stick, stick.CertificatesOut)).Where(file => HoldsPlainKey(file, stick.Disk))]));

    /// <summary>Files below a folder, no link followed.</summary>
    private static IEnumerable<Doomed> Files(Stick stick, string folder) => stick.Disk.IsFolder(folder) ? Below(stick, folder).Take(MostFiles) : [];

    private static IEnumerable<Doomed> Below(Stick stick, string folder) => stick.Disk.List(folder).SelectMany(name =>
    {
        var path = Path.Combine(folder, name);
        return stick.Disk.Look(path)?.Kind switch
        {
            StandingKind.Folder => Below(stick, path),
            StandingKind.File => [new Doomed(Path.GetRelativePath(stick.Folder, path).Replace('\\', '/'), path)],
            _ => [],
        };
    });

    private static bool HoldsPlainKey(Doomed file, IDisk disk)
    {
        if (Bytes(file, disk) is not { } bytes)
        {
            return false;
        }

        var read = CertificateFile.ReadAll(file.Name, bytes, []);
        var plain = read.Any(one => one.Items.OfType<FileItem.Key>().Any(key => !key.Encrypted));
        foreach (var one in read)
        {
            one.Dispose();
        }

        return plain;
    }

    /// <summary><c>null</c>: too large for a key.</summary>
    private static byte[]? Bytes(Doomed file, IDisk disk)
    {
        try
        {
            return disk.Read(file.Place, CertificateFile.MostBytes);
        }
        catch (FileTooLargeException)
        {
            return null;
        }
    }
}
