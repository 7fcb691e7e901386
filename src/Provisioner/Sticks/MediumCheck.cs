using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Provisioner.Core.Problems;
using Provisioner.Stores;

namespace Provisioner.Sticks;

/// <summary>The part of a stick's check that is about the medium itself, and about keys that should not travel on it.</summary>
internal static class MediumCheck
{
    private const long Megabyte = 1024 * 1024;

    /// <summary>Megabytes that a night of jobs needs at most, a journal being 4.</summary>
    private const long Fewest = 16;

    /// <summary>Megabytes a second below which a job is a torment, and the stick probably near its end.</summary>
    private const double Slowest = 0.25;

    public static ImmutableArray<StickFinding> Room(CheckedStick stick) => FreeSpace.Of(stick.Stick.Folder) is not { } free ? []
        : free < Fewest * Megabyte
            ? StickFinding.Bad("space", [Problem.Of("STICK-061", ("free", Number(free / Megabyte)), ("need", Number(Fewest)))])
            : [StickFinding.Good("space", "stick.check.space", ("free", Number(free / Megabyte)))];

    public static ImmutableArray<StickFinding> FileSystem(CheckedStick stick) => Medium.Of(stick.Stick.Folder) switch
    {
        null => [StickFinding.Good("file-system", "stick.check.folder")],
        { IsUsual: false } odd => StickFinding.Bad("file-system", [Problem.Of("STICK-062", ("type", odd.FileSystem))]),
        { Label: { } label } usual => [StickFinding.Good("file-system", "stick.check.label", ("type", usual.FileSystem), ("label", label))],
        var usual => [StickFinding.Good("file-system", "stick.check.file-system", ("type", usual.FileSystem))],
    };

    /// <summary>A megabyte written beside the logs, flushed, and removed again.</summary>
    public static ImmutableArray<StickFinding> Writing(CheckedStick stick)
    {
        var trial = Path.Combine(stick.Stick.Logs, "CHECK.TMP");
        var began = Stopwatch.GetTimestamp();
        var refused = Guarded.Do(trial, () =>
        {
            stick.Stick.Disk.Delete(trial);
            stick.Stick.Disk.Create(trial, new byte[Megabyte]);
        });
        var speed = 1 / Math.Max(Stopwatch.GetElapsedTime(began).TotalSeconds, 0.001);
        refused ??= Guarded.Do(trial, () => stick.Stick.Disk.Delete(trial));
        return refused is not null ? StickFinding.Bad("writable", [refused])
            : speed < Slowest ? StickFinding.Bad("speed", [Problem.Of("STICK-069", ("speed", Speed(speed)))])
            : [StickFinding.Good("writable", "stick.check.writable", ("speed", Speed(speed)))];
    }

    public static ImmutableArray<StickFinding> Keys(CheckedStick stick)
    {
        if (!LooseKeys.Find(stick.Stick).TryGet(out var keys, out var problems))
        {
            return StickFinding.Bad("keys", problems);
        }

        Problem[] found =
        [
            .. keys.Plain.Select(key => Problem.Of("STICK-064", ("file", key.Name))),
            .. keys.HandedOver.IsEmpty ? Array.Empty<Problem>() : [Problem.Of("STICK-070", ("count", Number(keys.HandedOver.Length)), ("first", keys.HandedOver[0].Name))],
        ];
        return found.Length > 0 ? StickFinding.Bad("keys", found) : [StickFinding.Good("keys", "stick.check.keys")];
    }

    private static string Speed(double megabytes) => megabytes.ToString(megabytes < 10 ? "0.0" : "0", CultureInfo.InvariantCulture);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
