using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;

namespace Provisioner.Stores;

/// <summary>Access lists on Windows.</summary>
[SupportedOSPlatform("windows")]
internal static class WindowsAccess
{
    private const InheritanceFlags Below = InheritanceFlags.ContainerInherit | InheritanceFlags.ObjectInherit;

    /// <summary>For whoever runs this program, administrators and the system; nobody else, and nothing from above. What is made in
    /// the folder later has the same.</summary>
    public static void OwnerOnly(string folder)
    {
        using var user = WindowsIdentity.GetCurrent();
        new DirectoryInfo(folder).SetAccessControl(ListFor(user.User));
    }

    /// <summary>The list itself.</summary>
    public static DirectorySecurity ListFor(SecurityIdentifier? user)
    {
        var access = new DirectorySecurity();
        access.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        foreach (var who in (SecurityIdentifier?[])[user, new(WellKnownSidType.BuiltinAdministratorsSid, null), new(WellKnownSidType.LocalSystemSid, null)])
        {
            if (who is not null)
            {
                access.AddAccessRule(new(who, FileSystemRights.FullControl, Below, PropagationFlags.None, AccessControlType.Allow));
            }
        }

        return access;
    }

    /// <summary>Gives a file the access list, owner and group aside, of the one whose name it is about to take.</summary>
    public static void Copy(string from, string to)
    {
        var held = new FileInfo(from).GetAccessControl(AccessControlSections.Access);
        var access = new FileSecurity();
        access.SetSecurityDescriptorBinaryForm(held.GetSecurityDescriptorBinaryForm(), AccessControlSections.Access);
        new FileInfo(to).SetAccessControl(access);
    }
}
