using System.Collections.Immutable;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;
using Provisioner.Core.Screens;

namespace Provisioner.Runs;

/// <summary>Says when the stick is carried to the scanner and when it must be back.</summary>
internal sealed class CarryDesk(RunSetup setup, RunSession session, Findings findings)
{
    private static Catalogue Say => Catalogue.English;

    /// <summary>CARRIED is sealed on the stick: the log goes on in the state folder, and the stick may be taken out.</summary>
    public Problem? Leave()
    {
        var problem = session.Carry(setup.Stick);
        if (problem is null)
        {
            _ = setup.People.Ready(Say.Text("hand.carry"));
        }

        return problem;
    }

    /// <summary>Whether the effect reads or writes the stick; what only asks people, or was read before, does not.</summary>
    public bool NeedsStick(Effect effect) => session.State.Facts.IsCarried && effect switch
    {
        Effect.Close => true,
        Effect.Perform perform => setup.Procedure.Steps[perform.Step] switch
        {
            { Verb: Verb.Import } step => !session.State.Facts.Answers.ContainsKey(HandQuestion.File(step.Id)),
            { Verb: Verb.Configure or Verb.Remove or Verb.Restart or Verb.Safety or Verb.Notice or Verb.Instruct or Verb.ScannerFree or Verb.Hold or Verb.Wait or Verb.Choose or Verb.Ask or Verb.End } => false,
            _ => true,
        },
        _ => false,
    };

    /// <summary>Asks for the stick until it is here and whole.</summary>
    /// <returns>No events: it stays away, and the run with it.</returns>
    public ImmutableArray<RunEvent> Return()
    {
        while (setup.People.Ready(Say.Text("hand.return")) is not null)
        {
            if (session.Rejoin(setup.Stick) is not { } problem)
            {
                setup.People.Show(Page.Empty.Text(Say.Text("hand.returned"), Tone.Good));
                return [new RunEvent.Rejoined()];
            }

            findings.Add([problem]);
            if (!setup.People.CanAnswerAgain)
            {
                break;
            }
        }

        return [];
    }
}
