namespace Provisioner.Tests.House;

/// <summary>A folder of its own for a test, gone afterwards.</summary>
internal sealed class Scratch : IDisposable
{
    private const string Memory = "/dev/shm";

    public Scratch()
        : this(Directory.CreateTempSubdirectory("provisioner-test-").FullName)
    {
    }

    private Scratch(string path) => Path = Directory.CreateDirectory(path).FullName;

    public string Path { get; }

    /// <summary>In memory where the system has such a place: for tests that flush thousands of times.</summary>
    public static Scratch InMemory() => Directory.Exists(Memory) ? new(System.IO.Path.Combine(Memory, $"provisioner-test-{Guid.NewGuid():N}")) : new();

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
