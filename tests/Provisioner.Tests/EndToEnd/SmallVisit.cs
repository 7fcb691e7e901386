using Provisioner.Core.Problems;
using Provisioner.Core.Runs;
using Provisioner.Rehearsal;
using Provisioner.Runs;
using Provisioner.Stores;
using Provisioner.Terminal;
using Provisioner.Tests.House;

namespace Provisioner.Tests.EndToEnd;

/// <summary>A training stick with one small procedure of its own, <c>ge-mr/small</c>, and a rehearsal console.</summary>
internal sealed class SmallVisit : IDisposable
{
    public const string Head = """
        schema: provisioner/1
        procedure: ge-mr/small
        version: 1.0.0
        source: None
        modality: ge-mr
        title: Small
        about: Small.
        personnel: {persons: 1, procedure: 10}

        """;

    /// <summary>Steps that every change has before it.</summary>
    public const string Before = """
          - {id: hazards, title: Hazards, safety: {level: warning, hazard: A hazard., consequence: A harm., avoid: A way.}}
          - {id: free, title: Scanner free, scanner-free: {}}

        """;

    private readonly Scratch _scratch = new();
    private readonly Dictionary<string, string> _answers = new() { ["hazards"] = "FE", ["free"] = "FE", [Core.Procedures.Answers.SecondPerson] = "KM" };

    /// <param name="body">Inputs and steps, behind <see cref="Head"/>.</param>
    public SmallVisit(RehearsalStage stage, string body)
    {
        Tree.Copy(stage.Folder, _scratch["visit"]);
        Procedure(body);
    }

    public string Stick => _scratch["visit/stick"];

    public string Console => _scratch["visit/console"];

    public string Passphrase => _scratch["visit/office/PASSPHRASE.TXT"];

    public string Office => _scratch["visit/office/OFFICE.PEM"];

    public string this[string name] => _scratch[name];

    public SmallVisit Procedure(string body)
    {
        File.WriteAllText(Path.Combine(Stick, "PROCS/ge-mr/small.yaml"), Head + body.ReplaceLineEndings("\n"));
        return this;
    }

    public SmallVisit Answer(params (string Name, string? Text)[] answers)
    {
        foreach (var (name, text) in answers)
        {
            _ = _answers.Remove(name);
            if (text is not null)
            {
                _answers[name] = text;
            }
        }

        return this;
    }

    public Task<Result> RunAsync(params string[] more) => RunAsync(null, more);

    public Task<Result> RunAsync(IDisk? disk, params string[] more) => Program.RunAsync(disk, ["run", "ge-mr/small", .. Options(), .. more]);

    public Task<Result> ResumeAsync(params string[] more) => Program.RunAsync(["resume", .. Options(), .. more]);

    public Task<Result> UndoAsync(params string[] more) => Program.RunAsync(["undo", .. Place, .. more]);

    /// <summary>At the keyboard, for what the answers leave open.</summary>
    public async Task<RunEnd> AskingAsync(ITerminal terminal, IDisk? disk = null, Purpose purpose = Purpose.Run, TimeProvider? clock = null, bool askMissing = true)
    {
        _ = Options();
        using var passphrase = new Secret(RehearsalStage.Passphrase);
        return await Runner.RunAsync(new()
        {
            Stick = Stick,
            Console = Console,
            Purpose = purpose,
            Procedure = purpose == Purpose.Run ? "ge-mr/small" : null,
            Answers = _scratch["answers.yaml"],
            AskMissing = askMissing,
            Passphrase = passphrase,
            Disk = disk ?? new Disk(),
            Clock = clock ?? TimeProvider.System,
            Terminal = terminal,
        });
    }

    public Task<Result> CallAsync(params string[] call) => Program.RunAsync([.. call, .. Place]);

    /// <summary>Options with the answers that this body asks for, whatever lies on the stick.</summary>
    public string[] Answered(string body) => Options(body.ReplaceLineEndings("\n"));

    /// <summary>The records of every run on the stick, without seals, in the order of their files.</summary>
    public string[] Records() => [.. Directory.GetFiles(Path.Combine(Stick, "LOGS"), "*.PAL").Order(StringComparer.Ordinal)
        .SelectMany(File.ReadAllLines).Where(line => line.StartsWith("R ", StringComparison.Ordinal) || line.StartsWith("R\t", StringComparison.Ordinal))];

    public void Dispose() => _scratch.Dispose();

    private string[] Place => ["--stick", Stick, "--console", Console, "--passphrase-file", Passphrase];

    private string[] Options() => Options(File.ReadAllText(Path.Combine(Stick, "PROCS/ge-mr/small.yaml")));

    private string[] Options(string known)
    {
        File.WriteAllLines(_scratch["answers.yaml"], _answers
            .Where(answer => Core.Procedures.Answers.IsReserved(answer.Key) || known.Contains($"id: {answer.Key},", StringComparison.Ordinal) || known.Contains($"id: {answer.Key}\n", StringComparison.Ordinal) || known.Contains($" {answer.Key}: {{kind", StringComparison.Ordinal))
            .Select(answer => $"{answer.Key}: \"{answer.Value}\""));
        return [.. Place, "--answers", _scratch["answers.yaml"], "--secret", $"identity={Passphrase}"];
    }
}

/// <summary>Lines that somebody types, one for each question; then input has ended.</summary>
internal sealed class TypedTerminal(params string[] typed) : ITerminal
{
    private readonly Queue<string> _typed = new(typed);
    private readonly System.Text.StringBuilder _text = new();

    public bool IsInteractive => true;

    /// <summary>All that was shown and asked.</summary>
    public string Text => _text.ToString();

    public void Write(Core.Screens.Line line) => _text.Append(line.Text).Append('\n');

    public string? Ask(string prompt, bool hidden = false)
    {
        _ = _text.Append(prompt);
        return _typed.TryDequeue(out var line) ? line : null;
    }
}
