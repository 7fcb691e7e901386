using System.Diagnostics;
using Provisioner.Core.Changes;

namespace Provisioner.Core.Procedures;

/// <summary>What a change by hand is about, and its name as a path: one value of a service's settings, or one entry of a slot.</summary>
public abstract record HandPlace
{
    private const string Top = "by-hand";

    private HandPlace()
    {
    }

    public ConsolePath Path => ConsolePath.Parse(this switch
    {
        Setting setting => $"{Top}/settings/{setting.Service}/{setting.Role.Word()}/{setting.Name}",
        Entry entry => $"{Top}/store/{entry.Slot.Word()}/{entry.Name}",
        _ => throw new UnreachableException(),
    });

    /// <exception cref="FormatException">It is no path of a change by hand.</exception>
    public static HandPlace Of(ConsolePath path) => path.Text.Split('/') switch
    {
        [Top, "settings", var service, var role, var term] when Spelling.TryParse<Role>(role, out var side) => new Setting(service, side, term),
        [Top, "store", var slot, var name] when Spelling.TryParse<Slot>(slot, out var known) => new Entry(known, EntryName.Held(name)),
        _ => throw new FormatException(path.Text),
    };

    /// <param name="Name">Word of a term, or the name of a vendor's own option.</param>
    public sealed record Setting(string Service, Role Role, string Name) : HandPlace;

    public sealed record Entry(Slot Slot, EntryName Name) : HandPlace;
}
