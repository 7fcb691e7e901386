using System.Security.AccessControl;
using System.Security.Principal;
using System.Text;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Stores;

namespace Provisioner.WineHost;

/// <summary>Files below <c>C:\</c>: names, access lists, locks, links.</summary>
internal static class FileRows
{
    private static readonly ConsolePath Folder = ConsolePath.Parse("ProgramData/Vendor");

    public static void Try(Rows rows)
    {
        _ = Directory.CreateDirectory(On(Folder));
        rows.Try("files: this machine is the console, and a Windows one", () => Rows.Same((true, true, @"C:\ProgramData\Provisioner"), (Machine.Files.IsThisMachine, Machine.Files.IsWindows, Machine.State.Folder)));
        rows.Try("files: the state folder is for who runs the program, administrators and the system", OwnerOnly);
        rows.Try("files: a file that is replaced keeps its access list, and so does one put back", KeepsAccess);
        rows.Try("files: names without regard to case, long and of other alphabets", Names);
        rows.Try("files: a name that differs only in case is the same file", Case);
        rows.Try("files: reserved names are none", () => Rows.Same("", string.Concat(((string[])["a/CON", "NUL.pem", "a/com1.txt/b", "lpt9", "a.", "b ", "a:b"]).Where(name => ConsolePath.TryParse(name, out _)))));
        rows.Try("files: one lock at a time", Lock);
    }

    /// <summary>As it is given: Wine keeps of access lists what permissions of Linux can hold.</summary>
    private static void OwnerOnly() => Rows.Same(
        "D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;FA;;;S-1-5-21-1-2-3-1001)",
        WindowsAccess.ListFor(new("S-1-5-21-1-2-3-1001")).GetSecurityDescriptorSddlForm(AccessControlSections.Access));

    private static void KeepsAccess()
    {
        var path = Folder.Join("access.ini");
        File.WriteAllText(On(path), "a=1\n");
        var access = new FileInfo(On(path)).GetAccessControl();
        access.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        using var user = WindowsIdentity.GetCurrent();
        access.AddAccessRule(new(user.User!, FileSystemRights.FullControl, AccessControlType.Allow));
        access.AddAccessRule(new(new SecurityIdentifier(WellKnownSidType.BuiltinUsersSid, null), FileSystemRights.Read, AccessControlType.Allow));
        new FileInfo(On(path)).SetAccessControl(access);
        var before = Access(path);
        var plan = Written(path, "a=2\n");
        Machine.Do(plan);
        Rows.Same(("a=2\n", before), (File.ReadAllText(On(path)), Access(path)));
        Machine.Undo(plan);
        Rows.Same(("a=1\n", before), (File.ReadAllText(On(path)), Access(path)));
    }

    private static void Names()
    {
        var deep = Folder;
        for (var part = 0; part < 6; part++)
        {
            deep = deep.Join(new string((char)('a' + part), 60));
        }

        foreach (var path in (ConsolePath[])[deep.Join("settings.ini"), Folder.Join("病院 Ümläut.ini")])
        {
            _ = Directory.CreateDirectory(Path.GetDirectoryName(On(path))!);
            File.WriteAllText(On(path), "a=1\n");
            var plan = Written(path, "a=2\n");
            Machine.Do(plan);
            Rows.Same("a=2\n", File.ReadAllText(On(path)));
            Machine.Undo(plan);
            Rows.Same("a=1\n", File.ReadAllText(On(path)));
        }

        Rows.Same(true, On(deep.Join("settings.ini")).Length > 260);
    }

    private static void Case()
    {
        var layout = new SlotLayout { Path = Folder.Join("certs"), CertificateFile = "{name}.pem", KeyFile = "{name}.key" };
        _ = Directory.CreateDirectory(On(layout.Path));
        File.WriteAllText(On(layout.Path.Join("HOST.PEM")), "somebody's\n");
        var now = Machine.Good(Machine.Files.List(layout));
        Rows.Same("HOST.PEM", now.Find(layout.Path.Join("host.pem"))?.Path.Name);
        Rows.Same("somebody's\n", Encoding.UTF8.GetString(Machine.Good(Machine.Files.Read(layout.Path.Join("host.pem"))).Held!.Bytes.Span));
    }

    private static void Lock()
    {
        using var first = Machine.Good(Machine.State.Lock());
        Rows.Same("CONS-005", Machine.State.Lock().Problems.Single().Code);
    }

    private static Plan Written(ConsolePath path, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var held = Machine.Good(Machine.Files.Read(path)).Held!;
        return Plan.Nothing with
        {
            Changes = [new Change.WriteFile(path, held.State, Sha256.Of(bytes), OwnerOnly: false)],
            Bytes = Plan.Nothing.Bytes.Add(Sha256.Of(bytes), bytes),
        };
    }

    private static string Access(ConsolePath path) => new FileInfo(On(path)).GetAccessControl(AccessControlSections.Access).GetSecurityDescriptorSddlForm(AccessControlSections.Access);

    private static string On(ConsolePath path) => path.OnConsole(windows: true);
}
