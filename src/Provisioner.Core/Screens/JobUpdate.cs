using Provisioner.Core.Runs;
using Provisioner.Core.Screens.Sheets;

namespace Provisioner.Core.Screens;

/// <summary>What a job tells, as it goes on.</summary>
internal static class JobUpdate
{
    public static WizardModel Of(WizardModel model, Message message) => (message, model.Job) switch
    {
        (Message.Began began, _) => model.Show(new BusySheet()) with
        {
            Job = new() { Scene = began.Scene, State = began.State, Began = model.Now, WorksSince = model.Now },
            IsSignedOn = false,
        },
        (Message.NotBegun refused, _) => (model with { Job = null, IsSignedOn = false }).Show(new RefusedSheet(refused.Problems)),
        (_, null) => model,
        (Message.Became became, { } job) => model with { Job = job with { State = became.State, Step = became.State.Phase is RunPhase.Preparing ? null : job.Step, Work = null, WorksSince = model.Now } },
        (Message.StepBegan step, { } job) => model with { Job = job with { Step = step.Step, WorksSince = model.Now } },
        (Message.Worked worked, { } job) => model with { Job = job with { Work = (worked.Done, worked.Of) } },
        (Message.Noted noted, { } job) => model with { Job = job with { Notes = job.Notes.Add(noted.Note) } },
        (Message.AskItWritten written, { } job) => model with { Job = job with { Notes = job.Notes.Add(new Note.Text(Written(written.File))) } },
        (Message.Asked asked, { } job) => (model with { Job = job with { Question = asked.Question } }).Show(QuestionSheets.For(asked.Question, model)),
        (Message.Ended ended, { } job) => (model with { Job = job with { End = ended.End, State = ended.End.State, Question = null }, Over = [.. model.Over.Where(sheet => sheet is LockSheet)] }).Show(new FinalSheet()),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static Page Written(string? file) => file is null
        ? Page.Empty.Text(Problems.Catalogue.English.Text("ask-it.not-written"), Tone.Warning)
        : Page.Empty.Text(Problems.Catalogue.English.Text("ask-it.written", ("file", file)), Tone.Good);
}
