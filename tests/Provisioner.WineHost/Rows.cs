namespace Provisioner.WineHost;

/// <summary>Prints what came of each row.</summary>
internal sealed class Rows
{
    public int Failed { get; private set; }

    public void Try(string name, Action row)
    {
        try
        {
            row();
            Console.WriteLine($"PASS {name}");
        }
        catch (Exception fault)
        {
            Failed++;
            Console.WriteLine($"FAIL {name}: {fault.ToString().ReplaceLineEndings(" ")}");
        }
    }

    public static void Same<T>(T expected, T seen)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, seen))
        {
            throw new InvalidOperationException($"expected {expected}, saw {seen}");
        }
    }
}
