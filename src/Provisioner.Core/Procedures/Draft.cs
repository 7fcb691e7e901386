using Provisioner.Core.Procedures.Yaml;

namespace Provisioner.Core.Procedures;

/// <summary>A procedure that was read but not yet judged, with the places of its parts. What could not be read is blank, and
/// the laws pass over it.</summary>
/// <param name="Modality"><c>null</c> when there is none of that name.</param>
internal sealed record Draft(Procedure Procedure, Modality? Modality, YamlNode.Map Root, Reading Reading)
{
    /// <summary>Every step was read in full, so that their order can be judged.</summary>
    public bool StepsAreWhole { get; } = Reading.CountWithin(Root.Find("steps")?.Value) == 0 && Procedure.Steps.Length > 0;

    /// <summary>This step was read in full.</summary>
    public bool IsWhole(int step) =>
        Root.Find("steps")?.Value is YamlNode.List list && Reading.CountWithin(list.Items[step]) == 0;

    /// <summary><c>null</c> when no step has this id.</summary>
    public int? IndexOf(string id)
    {
        var at = 0;
        while (at < Procedure.Steps.Length && Procedure.Steps[at].Id != id)
        {
            at++;
        }

        return at < Procedure.Steps.Length ? at : null;
    }

    /// <summary>The place of an argument of a step, or of the step.</summary>
    public Mark At(int step, params ReadOnlySpan<string> path) =>
        Root.At(["steps", step.ToString(System.Globalization.CultureInfo.InvariantCulture), .. path]);

    public Mark AtVerb(int step) => At(step, Procedure.Steps[step].Verb.Word);

    public Mark AtInput(string name, params ReadOnlySpan<string> path) => Root.At(["inputs", name, .. path]);
}
