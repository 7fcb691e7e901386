namespace Provisioner.Core.Screens.Widgets;

/// <summary>How much is done, as a bar and in words.</summary>
internal static class ProgressBar
{
    public static Row View(int done, int of, int width)
    {
        var words = $" {done}/{of}";
        var room = Math.Max(width - words.Length - 2, 1);
        var full = of == 0 ? room : Math.Clamp(room * done / of, 0, room);
        return Row.Of(new Piece("["), new(new string('#', full), Ink.Good), new(new string('.', room - full), Ink.Faint), new($"]{words}"));
    }
}
