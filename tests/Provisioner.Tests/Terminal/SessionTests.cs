using System.Text;
using System.Text.RegularExpressions;
using Provisioner.Core.Screens;
using Provisioner.Core.Screens.Sheets;
using Provisioner.Tests.EndToEnd;
using Provisioner.Tests.House;

namespace Provisioner.Tests.Terminal;

/// <summary>The sessions of <c>tests/sessions</c>: keys in, screens and journal out.</summary>
public sealed partial class SessionTests(StageFixture fixture) : IClassFixture<StageFixture>
{
    private const string Body = """
        inputs:
          authority: {kind: certificate, slot: trusted, prompt: The authority, example: CERTS/IN/ca.pem}
          port: {kind: port, prompt: A port that is free}
        steps:
          - {id: hazards, title: Hazards, safety: {level: warning, hazard: A hazard., consequence: A harm., avoid: A way.}}
          - {id: free, title: Scanner free, scanner-free: {}}
          - id: which
            title: Which way
            choose: {question: Which way is it, options: {short: {text: The short way}, long: {text: The long way}}}
          - {id: long, title: Long, when: {chosen: {step: which, is: [long]}}, notice: {text: This is the long way.}}
          - {id: compare, title: Compare, compare: {fingerprint: authority}}
          - {id: port-free, title: The port is free, check: {that: port-free, of: port}}
          - {id: import, title: Import, caution: It is trusted from now on., minutes: 2, import: {certificate: authority, into: trusted}}
          - {id: witness, title: A second person looks, hold: {text: Look at it.}}
        """;

    private static readonly string Folder = Path.Combine(Repository.Top, "tests", "sessions");

    public static TheoryData<string> Names => [.. Directory.GetFiles(Folder, "*.keys").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Names))]
    public void It_goes_as_it_went(string name)
    {
        using var visit = new SmallVisit(fixture.Stage, Body);
        var port = StoreScp.FreePort();
        if (name == "power-loss")
        {
            LosePower(visit, port);
        }

        var before = visit.Records().Length;
        var session = new Script(File.ReadAllLines(Path.Combine(Folder, $"{name}.keys"))
            .Select(line => line.Replace("{free}", $"{port}", StringComparison.Ordinal)));
        var last = WizardSession.Run(visit.Stick, visit.Console, session.Look);
        Assert.True(session.IsDone, $"{name}: {session.Next} was not reached\n{WizardSession.Text(last)}");
        var screens = session.Screens.Replace($"{port}", "PORT ", StringComparison.Ordinal);
        Match(name, Alike(screens) + "\n== journal\n" + string.Join('\n', visit.Records().Skip(before).Select(Event)) + "\n");
    }

    /// <summary>Unattended, killed at the first act after the change was announced that leaves something in place.</summary>
    private static void LosePower(SmallVisit visit, int port)
    {
        visit.Answer(("authority", "CERTS/IN/authority.pem"), ("port", $"{port}"), ("which", "short"), ("compare", "not-compared"), ("witness", "CD"));
        var arguments = visit.Answered(Body);
        for (var act = 24; act < 200; act += 4)
        {
            var run = OwnProcess.Run(act, "whole", ["run", "ge-mr/small", .. arguments]);
            if (Directory.Exists(Path.Combine(visit.Console, "usr/g/certs/trusted")))
            {
                return;
            }

            Assert.NotEqual(0, run.Code);
        }
    }

    private static void Match(string name, string actual)
    {
        var path = Path.Combine(Folder, $"{name}.out");
        if (Environment.GetEnvironmentVariable("PROVISIONER_GOLDEN") == "update")
        {
            File.WriteAllText(path, actual);
        }

        Assert.Equal(File.ReadAllText(path), actual);
    }

    /// <summary>What differs from day to day, made alike in its width.</summary>
    private static string Alike(string screens) => Job().Replace(
        Codes().Replace(Keys().Replace(Groups().Replace(Dates().Replace(Times().Replace(screens, "00:00"), "2000-01-01"), "0000"), "0123456789ABCDEF.KEY"), "CODE"), "R");

    private static string Event(string record) => string.Join(' ', record.Split(' ').Where(word =>
        (word.StartsWith("CLAIMED=", StringComparison.Ordinal) && record.Contains("EVENT=WITNESS", StringComparison.Ordinal)) || word.Split('=')[0] is "EVENT" or "STEP" or "NAME" or "BY" or "TO" or "CODE" or "OUTCOME" or "PURPOSE" or "KIND"));

    [GeneratedRegex("[0-9A-F]{16}\\.KEY")]
    private static partial Regex Keys();

    [GeneratedRegex("[0-9]{2}:[0-9]{2}")]
    private static partial Regex Times();

    [GeneratedRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}")]
    private static partial Regex Dates();

    [GeneratedRegex(@"\b(?:[0-9A-F]{4}(?= )|(?<= )[0-9A-F]{4})\b")]
    private static partial Regex Groups();

    [GeneratedRegex("(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}")]
    private static partial Regex Codes();

    /// <summary>Days left, numbers of jobs: what the day or the run before decides.</summary>
    [GeneratedRegex(@"(?<=\()-?[0-9]+(?= days\))|(?<=R)[0-9]{7}|(?<=, )[0-9]+(?= jobs)|(?<=: )[0-9]+(?= service)")]
    private static partial Regex Job();

    /// <summary>The lines of a session, given to one screen after the other.</summary>
    private sealed class Script(IEnumerable<string> lines)
    {
        private readonly Queue<string> _lines = new(lines.Where(line => line.Length > 0 && line[0] != '#'));
        private readonly StringBuilder _screens = new();

        public bool IsDone => _lines.Count == 0;

        public string Next => _lines.TryPeek(out var line) ? line : "-";

        public string Screens => _screens.ToString();

        public IEnumerable<KeyPress> Look(WizardModel model)
        {
            while (_lines.TryDequeue(out var line))
            {
                var (word, rest) = (line.Split(' ')[0], line[Math.Min(line.Length, line.Split(' ')[0].Length + 1)..]);
                switch (word)
                {
                    case "see":
                        var screen = string.Join(' ', WizardSession.Text(model).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
                        Assert.True(screen.Contains(rest, StringComparison.OrdinalIgnoreCase), $"'{rest}' is not on\n{WizardSession.Text(model)}");
                        break;
                    case "screen":
                        _ = _screens.Append("== ").Append(model.Top.Name).Append('\n').Append(WizardSession.Text(model)).Append('\n');
                        break;
                    default:
                        return Keys(word, rest, model);
                }
            }

            return [];
        }

        private static IEnumerable<KeyPress> Keys(string word, string rest, WizardModel model) => word switch
        {
            "press" => [.. rest.Split(' ').Select(Key)],
            "type" => [.. rest.Select(character => new KeyPress(KeyName.Character, character))],
            "method" => Moved(((MethodSheet)model.Top).Choices.Selected, MethodSheet.Fitting(model).ToList().FindIndex(method => method.Id == rest)),
            "file" => Moved(((FileSheet)model.Top).Choices.Selected, ((FileSheet)model.Top).Question.Found.ToList().FindIndex(file => file.Path == rest)),
            _ => throw new FormatException(word),
        };

        private static IEnumerable<KeyPress> Moved(int from, int to) =>
            [.. Enumerable.Repeat(new KeyPress(to > from ? KeyName.Down : KeyName.Up), Math.Abs(to - from)), Engineer.Enter];

        private static KeyPress Key(string name) => name switch
        {
            "Enter" => new(KeyName.Enter),
            "Esc" => new(KeyName.Escape),
            "Up" => new(KeyName.Up),
            "Down" => new(KeyName.Down),
            "End" => new(KeyName.End),
            "Backspace" => new(KeyName.Backspace),
            "F1" => new(KeyName.Help),
            "F2" => new(KeyName.Show),
            "F9" => new(KeyName.Needed),
            "C-c" => new(KeyName.Interrupt),
            { Length: 1 } => new(KeyName.Character, name[0]),
            _ => throw new FormatException(name),
        };
    }
}
