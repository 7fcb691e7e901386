using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Stores;

namespace Provisioner.Runs;

/// <summary>Tells from its own files whether a console is of a scanner type, and which one it is.</summary>
internal static class Recogniser
{
    /// <summary>Characters of a serial number or host name.</summary>
    private const int Longest = 64;

    public static Checked<ConsoleIdentity> Recognise(ConsoleFiles console, Modality modality, IItemSource? items = null, OpenedFiles? opened = null)
    {
        var recognition = modality.Recognition;
        var unknown = Problem.Of("RUN-001", ("modality", modality.Title), ("file", recognition.File.Text));
        var settings = new ConsoleSettings(console, items, opened);
        return Value(recognition.Serial) is { } serial && Value(recognition.Host) is { } host ? new ConsoleIdentity(serial, host) : unknown;

        static bool IsIdentifier(string? text) => text is { Length: > 0 and <= Longest } && !text.Any(char.IsControl);

        string? Value(string key) =>
            settings.Read(recognition.Kind, recognition.File, key).TryGet(out var value, out _) && IsIdentifier(value.Text) ? value.Text : null;
    }
}
