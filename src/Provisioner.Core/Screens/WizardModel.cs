using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Core.Runs;
using Provisioner.Core.Screens.Sheets;

namespace Provisioner.Core.Screens;

/// <summary>All that the wizard knows at one instant; the screen is a function of it.</summary>
public sealed record WizardModel
{
    public required Room Room { get; init; }

    /// <summary>The computer's time, in its own zone.</summary>
    public required DateTimeOffset Now { get; init; }

    public required StickFacts Stick { get; init; }

    /// <summary>When a key was last pressed.</summary>
    public required DateTimeOffset LastKey { get; init; }

    public Survey Survey { get; init; } = Survey.Nothing;

    /// <summary>The scanner that was recognised, or chosen.</summary>
    public ScannerFacts? Scanner { get; init; }

    /// <summary>The engineer's watch less the computer's clock; <c>null</c>: not told yet.</summary>
    public TimeSpan? Watch { get; init; }

    /// <summary>The passphrase was given, and waits for the job that it opens.</summary>
    public bool IsSignedOn { get; init; }

    public required Sheet Sheet { get; init; }

    /// <summary>What lies over the sheet: help, the lock, F9. The last one is seen.</summary>
    public ImmutableStack<Sheet> Over { get; init; } = [];

    /// <summary>First line of the sheet that is seen, where it is longer than its room.</summary>
    public int Scroll { get; init; }

    public JobModel? Job { get; init; }

    /// <summary>The newest job as it was ordered: it can begin again in the same way.</summary>
    public JobOrder? Order { get; init; }

    /// <summary>The terminal takes ASCII only: no QR code can be shown.</summary>
    public bool IsAscii { get; init; }

    /// <summary>Words for a training: by name of input or step, and <c>passphrase</c>.</summary>
    public ImmutableDictionary<string, string> Hints { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>What was answered, by name: given again when it is asked for again.</summary>
    public ImmutableDictionary<string, string> Remembered { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The service method that these answers are of.</summary>
    public string? RememberedFor { get; init; }

    public Sheet Top => Over.IsEmpty ? Sheet : Over.Peek();

    /// <summary>Nothing else can be said of the sheet below.</summary>
    public WizardModel Show(Sheet sheet) => this with { Sheet = sheet, Scroll = 0 };

    public WizardModel Cover(Sheet sheet) => this with { Over = Over.Push(sheet), Scroll = 0 };

    public WizardModel Uncover() => this with { Over = Over.Pop(), Scroll = 0 };

    /// <summary>The sheet that is seen in a new state, at the same place.</summary>
    public WizardModel Change(Sheet sheet) => Over.IsEmpty ? this with { Sheet = sheet } : this with { Over = Over.Pop().Push(sheet) };

    /// <summary>Answers of one service method are not offered to another; whose initials they are stays known.</summary>
    public WizardModel RememberFor(string method) => method == RememberedFor ? this : this with
    {
        RememberedFor = method,
        Remembered = Remembered.RemoveRange(Remembered.Keys.Where(name => name != StatementSheet.Own)),
        Hints = RememberedFor is null ? Hints : Hints.RemoveRange(Hints.Keys.Where(name => name != "passphrase")),
    };

    public WizardModel Remember(string name, string? answer) =>
        name.Length == 0 || answer is null ? this : this with { Remembered = Remembered.SetItem(name, answer) };
}

/// <summary>A job that is open.</summary>
public sealed record JobModel
{
    public required JobScene Scene { get; init; }

    public required RunState State { get; init; }

    public required DateTimeOffset Began { get; init; }

    /// <summary>The step being performed; <c>null</c>: before the first.</summary>
    public int? Step { get; init; }

    /// <summary>Since when the job works without asking.</summary>
    public required DateTimeOffset WorksSince { get; init; }

    /// <summary>Shown since the last answer.</summary>
    public ImmutableArray<Note> Notes { get; init; } = [];

    public Question? Question { get; init; }

    /// <summary>Of the changes that are being made.</summary>
    public (int Done, int Of)? Work { get; init; }

    /// <summary>It was left, and ends as soon as it can.</summary>
    public AwayTo? Leaving { get; init; }

    public JobEnd? End { get; init; }

    public IEnumerable<Problem> Problems => Notes.OfType<Note.Trouble>().Select(note => note.Problem);
}
