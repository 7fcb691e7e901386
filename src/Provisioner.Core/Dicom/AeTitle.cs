using System.Diagnostics.CodeAnalysis;
using System.Text;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Dicom;

/// <summary>The name of an application entity: 1 to 16 characters of the default repertoire without backslash and controls;
/// leading and trailing spaces carry no meaning (PS3.5, 6.2, VR AE). Letter case does.</summary>
public sealed record AeTitle
{
    /// <summary>Bytes of the fixed field in A-ASSOCIATE PDUs, padded with spaces (PS3.8, 9.3.2).</summary>
    public const int Length = 16;

    private AeTitle(string text) => Text = text;

    /// <summary>Without the spaces around it.</summary>
    public string Text { get; }

    public static bool TryParse(string? text, [NotNullWhen(true)] out AeTitle? title)
    {
        var trimmed = text?.Trim(' ') ?? "";
        title = trimmed.Length is >= 1 and <= Length && trimmed.All(IsAllowed) ? new(trimmed) : null;
        return title is not null;
    }

    /// <summary>The title, or DICOM-001.</summary>
    public static Checked<AeTitle> Check(string text) =>
        TryParse(text, out var title) ? title : Problem.Of("DICOM-001", ("title", text));

    /// <summary>Reads the fixed field; <c>null</c> when it holds no valid title.</summary>
    /// <param name="field">16 bytes.</param>
    public static AeTitle? Read(ReadOnlySpan<byte> field) =>
        TryParse(Encoding.Latin1.GetString(field), out var title) ? title : null;

    /// <summary>Writes the fixed field of 16 bytes.</summary>
    public void Write(Span<byte> field)
    {
        field[..Length].Fill((byte)' ');
        Encoding.ASCII.GetBytes(Text, field);
    }

    public override string ToString() => Text;

    private static bool IsAllowed(char c) => c is >= ' ' and <= '~' and not '\\';
}

/// <summary>Who calls and who is called.</summary>
public sealed record AeTitles(AeTitle Calling, AeTitle Called);
