using Provisioner.Core.Procedures;
using Provisioner.Core.Screens;
using Provisioner.Core.Screens.Sheets;

namespace Provisioner.Tests.Terminal;

/// <summary>Somebody who knows the answers of a job, and presses the keys that give them.</summary>
internal sealed class Engineer(string procedure, IReadOnlyDictionary<string, string> answers, string passphrase, string password)
{
    public const string Initials = "FE";

    public IEnumerable<KeyPress> Look(WizardModel model) => model.Top switch
    {
        SignOnSheet => Typed(passphrase),
        ClockSheet or OverviewSheet or AgreeSheet or ReadySheet => [Enter],
        WelcomeSheet => [Digit(1)],
        PreparedSheet => [Enter],
        HandScannerSheet { Type: null } => Chosen(HandScannerSheet.Types(model).ToList().FindIndex(type => type.Id == procedure.Split('/')[0])),
        HandScannerSheet sheet => Typed(answers[sheet.Serial is null ? "scanner.serial" : "scanner.host"]),
        ScannerSheet => model.Scanner is null ? Chosen(model.Survey.Scanners.ToList().FindIndex(scanner => scanner.Type.Id == procedure.Split('/')[0])) : [Enter],
        MethodSheet sheet => Moved(sheet.Choices.Selected, MethodSheet.Fitting(model).ToList().FindIndex(method => method.Id == procedure)),
        FileSheet sheet => Moved(sheet.Choices.Selected, sheet.Question.Found.ToList().FindIndex(file => file.Path == answers[sheet.Question.Input.Name])),
        TextSheet sheet => Replaced(sheet.Field.Text, answers[sheet.Of]),
        StatementSheet sheet => Replaced(sheet.Field.Text, answers.GetValueOrDefault(sheet.Question.Step, Initials)),
        FreeSheet sheet => [Enter, Enter, Digit(1), .. Replaced(sheet.By.Text, answers.GetValueOrDefault(sheet.Question.Step, Initials))],
        RecountSheet => answers.GetValueOrDefault(Answers.FailedAfter) is { } failed ? Typed(failed) : [new(KeyName.Escape)],
        ChooseSheet sheet => Chosen(sheet.Question.Options.ToList().FindIndex(option => option.Id == answers[sheet.Question.Step])),
        LeaveOutSheet sheet => Answer.LeftOut.ReasonIn(answers.GetValueOrDefault(sheet.Question.Step)) is { } reason ? [Digit(2), .. Typed(reason)] : [Digit(1)],
        CompareSheet sheet => Compared(sheet),
        SecretSheet { Question.IsNew: true } => [.. Typed(password), .. Typed(password)],
        SecretSheet => Typed(password),
        HandSheet sheet => [Digit(1), .. Replaced(sheet.Field.Text, answers.GetValueOrDefault(sheet.Question.Name, Initials))],
        FinalSheet => Ended(model),
        _ => [],
    };

    public static KeyPress Enter => new(KeyName.Enter);

    public static KeyPress Digit(int digit) => new(KeyName.Character, (char)('0' + digit));

    public static IEnumerable<KeyPress> Typed(string text) => [.. text.Select(character => new KeyPress(KeyName.Character, character)), Enter];

    /// <summary>The last line of the last sheet, and yes.</summary>
    public static IEnumerable<KeyPress> Ended(WizardModel model) => [new(KeyName.End), Enter];

    private static IEnumerable<KeyPress> Replaced(string before, string after) =>
        before == after ? [Enter] : [new(KeyName.End), .. Enumerable.Repeat(new KeyPress(KeyName.Backspace), before.Length), .. Typed(after)];

    private static IEnumerable<KeyPress> Chosen(int index) => index is >= 0 and < 9 ? [Digit(index + 1)] : [];

    private static IEnumerable<KeyPress> Moved(int from, int to) =>
        to < 0 ? [] : [.. Enumerable.Repeat(new KeyPress(to > from ? KeyName.Down : KeyName.Up), Math.Abs(to - from)), Enter];

    private IEnumerable<KeyPress> Compared(CompareSheet sheet)
    {
        var told = answers[sheet.Question.Step];
        if (told == Answer.Fingerprint.NotCompared)
        {
            return [Digit(2)];
        }

        string[] groups = [.. told.Replace(":", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).Chunk(4).Select(group => new string(group))];
        return [Digit(1), .. Typed(groups[sheet.Question.Groups.First]), .. Typed(groups[sheet.Question.Groups.Second])];
    }
}
