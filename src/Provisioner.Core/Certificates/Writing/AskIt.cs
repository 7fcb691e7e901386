using System.Text;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Writing;

/// <summary><c>ASK-IT.TXT</c>: what the hospital's IT must do, a sentence each, in words they can act on.</summary>
public static class AskIt
{
    /// <summary>Name of the file on the stick.</summary>
    public const string FileName = "ASK-IT.TXT";

    /// <summary>The text, or <c>null</c> when IT has nothing to do. CR LF, ASCII where the names are; for Windows' editor.</summary>
    /// <param name="about">Which scanner it is for.</param>
    public static byte[]? Text(string about, DateTimeOffset now, IEnumerable<Problem> problems)
    {
        var theirs = problems.Where(problem => problem.Who == Responsible.HospitalIt).Distinct().ToArray();
        if (theirs.Length == 0)
        {
            return null;
        }

        var text = new StringBuilder();
        _ = text.Append(Catalogue.English.Text("ask-it.head", ("about", Printable.Of(about)), ("time", Instants.Of(now)))).Append("\r\n\r\n");
        for (var at = 0; at < theirs.Length; at++)
        {
            var line = Catalogue.English.Text("ask-it.line", ("number", $"{at + 1}"), ("remedy", theirs[at].Remedy), ("seen", theirs[at].Seen), ("code", theirs[at].Code));
            _ = text.Append(line).Append("\r\n\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
