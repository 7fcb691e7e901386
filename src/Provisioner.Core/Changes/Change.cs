using System.Collections.Immutable;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Changes;

/// <summary>One planned alteration of a console, with what was there before: it can be shown, applied, probed and undone,
/// from these facts and the bytes that they name alone. Facts only: the shell's <c>Changer</c> acts.</summary>
public abstract record Change
{
    private Change(ConsolePath path) => Path = path;

    public ConsolePath Path { get; }

    /// <summary>A file gets new bytes, or comes into being.</summary>
    /// <param name="Before">What was there; <c>null</c> when nothing was.</param>
    /// <param name="After">Digest of the bytes that will be there.</param>
    /// <param name="OwnerOnly">Nobody else may read it (private keys): given from the first instant.</param>
    public sealed record WriteFile(ConsolePath Path, FileState? Before, Sha256 After, bool OwnerOnly) : Change(Path);

    /// <summary>A file goes.</summary>
    public sealed record RemoveFile(ConsolePath Path, FileState Before) : Change(Path);

    /// <summary>A folder comes into being; its parent exists or is created by an earlier change of the plan.</summary>
    public sealed record CreateFolder(ConsolePath Path, bool OwnerOnly) : Change(Path);

    /// <summary>Something that is no file gets another content, comes into being, or goes: what its kind says its bytes are.</summary>
    /// <param name="Before">Digest of what was there; <c>null</c> when nothing was.</param>
    /// <param name="After">Digest of what will be there; <c>null</c> when nothing will. Never both.</param>
    public sealed record PutItem(ConsolePath Path, ItemKind Kind, Sha256? Before, Sha256? After) : Change(Path);

    /// <summary>Something that a person does on the vendor's own screens, and states. The path only names it
    /// (<c>HandPlace</c>).</summary>
    /// <param name="Before">What the screen showed; <c>null</c>: nothing.</param>
    /// <param name="After">What it is to show; <c>null</c>: nothing.</param>
    public sealed record ByHand(ConsolePath Path, HandValue? Before, HandValue? After) : Change(Path);
}

/// <summary>What a vendor's screen shows, as a person read or is to type it.</summary>
/// <param name="Text"><c>null</c>: it could not be read, or is not to be recorded.</param>
public sealed record HandValue(string? Text)
{
    /// <summary>Characters.</summary>
    public const int Longest = 400;
}

/// <summary>What a console has besides files, and what stands for its bytes.</summary>
public enum ItemKind
{
    /// <summary>A symbolic link: its target in UTF-8, as written in it.</summary>
    Link,

    /// <summary>A value of the Windows registry: its type (four bytes, little endian), then its data. The path is
    /// <c>HKLM/key/.../name</c>.</summary>
    Registry,

    /// <summary>An entry of a Windows certificate store, in the form of <see cref="WindowsEntry"/>. The path is
    /// <c>CurrentUser/My/fingerprint</c>.</summary>
    Certificate,
}

/// <summary>A file as it was: enough to recognise it and to put it back.</summary>
/// <param name="Digest">Of its bytes.</param>
/// <param name="Mode">Unix permissions, the low twelve bits; <c>null</c> on Windows.</param>
/// <param name="Modified">Time of last change, UTC.</param>
public sealed record FileState(Sha256 Digest, int? Mode, DateTimeOffset Modified)
{
    /// <summary>0 to 99: what the time of last change has beyond <see cref="Modified"/>'s resolution.</summary>
    public int Nanoseconds { get; init; }

    /// <summary><c>null</c> on Windows, and where the system does not say.</summary>
    public FileOwner? Owner { get; init; }
}

/// <summary>Numbers of user and group on Unix.</summary>
public readonly record struct FileOwner(uint User, uint Group)
{
    /// <summary><c>0:113</c>.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{User}:{Group}");

    public static bool TryParse(string? text, out FileOwner owner)
    {
        owner = default;
        if (text?.Split(':') is not [var user, var group]
            || !uint.TryParse(user, System.Globalization.CultureInfo.InvariantCulture, out var userNumber)
            || !uint.TryParse(group, System.Globalization.CultureInfo.InvariantCulture, out var groupNumber))
        {
            return false;
        }

        owner = new(userNumber, groupNumber);
        return true;
    }
}

/// <summary>What a probe finds of a change.</summary>
public enum Place
{
    /// <summary>As it was before the change.</summary>
    Before,

    /// <summary>The change is in place.</summary>
    After,

    /// <summary>Neither: somebody else altered it.</summary>
    Elsewise,
}

/// <summary>Changes in the order in which they are applied, with the bytes that they need and how they look to people.</summary>
public sealed record Plan
{
    /// <summary>Empty when everything is in place already.</summary>
    public required ImmutableArray<Change> Changes { get; init; }

    /// <summary>Every <see cref="Change.WriteFile.After"/> and <see cref="Change.PutItem.After"/> of the plan, by digest. May hold a private key: kept in memory and
    /// in the console's state folder only, until the outcome is recorded.</summary>
    public required ImmutableDictionary<Sha256, ReadOnlyMemory<byte>> Bytes { get; init; }

    /// <summary>One a change, in order, for people.</summary>
    public required ImmutableArray<Difference> Differences { get; init; }

    /// <summary>Where an imported entry lies once the plan is applied; <c>null</c> for plans of other kinds.</summary>
    public Placed? Placed { get; init; }

    /// <summary>Name of an entry of a fixed slot that gives way to another certificate: this takes a second person. <c>null</c>: none does.</summary>
    public string? Overwrites { get; init; }

    /// <summary>This plan, then another that is about other places.</summary>
    public Plan Then(Plan next) => next with { Changes = [.. Changes, .. next.Changes], Bytes = Bytes.SetItems(next.Bytes), Differences = [.. Differences, .. next.Differences] };

    public static Plan Nothing { get; } = new() { Changes = [], Bytes = ImmutableDictionary<Sha256, ReadOnlyMemory<byte>>.Empty, Differences = [] };
}

/// <summary>How a change looks to people: a heading and lines that begin with <c>+</c>, <c>-</c> or a space (or <c>@@</c>, where
/// lines of the file are left out). Secret bytes appear as a digest.</summary>
public sealed record Difference(string Heading, ImmutableArray<string> Lines)
{
    /// <summary>Of settings: each value, as it was and as it will be. Empty for files of other kinds.</summary>
    public ImmutableArray<ValueDifference> Values { get; init; } = [];
}

/// <summary>One value of a settings file as it looks to people: <c>port 104 -> 2762</c>.</summary>
/// <param name="Before"><c>null</c>: it is not set.</param>
/// <param name="After"><c>null</c>: it is taken out.</param>
public sealed record ValueDifference(string Key, string? Before, string? After);
