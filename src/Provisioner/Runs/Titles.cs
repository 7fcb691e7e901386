using Provisioner.Core.Dicom;
using Provisioner.Core.Problems;

namespace Provisioner.Runs;

/// <summary>Calling and called AE title as one answer, <c>CALLING/CALLED</c>.</summary>
internal static class Titles
{
    public static Checked<AeTitles> Read(string text) => text.Split('/') switch
    {
        [var calling, var called] => AeTitle.Check(calling).Then(from => AeTitle.Check(called).Select(to => new AeTitles(from, to))),
        _ => Problem.Of("RUN-027", ("text", text)),
    };

    public static string Write(AeTitles titles) => $"{titles.Calling.Text}/{titles.Called.Text}";
}
