using System.Text;
using BenchmarkDotNet.Attributes;
using Provisioner.Core.Screens;
using Provisioner.Terminal;

namespace Provisioner.Benchmarks;

/// <summary>A key at the full screen of 80 by 24: the model, the screen, and what the terminal is sent. Aim: under 3 ms of CPU and
/// 150 bytes a key. The bytes are printed at the end.</summary>
[MemoryDiagnoser]
public class ScreenBenchmarks
{
    private readonly DateTimeOffset _now = new(2026, 5, 4, 2, 14, 0, TimeSpan.FromHours(2));

    private WizardModel _typing = null!;
    private Cells _shown = null!;
    private long _bytes, _keys;

    [GlobalSetup]
    public void Start() => Begin();

    [GlobalCleanup]
    public void Tell() => Console.WriteLine(_keys == 0 ? "" : $"// {(double)_bytes / _keys:0} bytes a key");

    /// <summary>A character in a field; every fortieth key begins anew.</summary>
    [Benchmark]
    public int A_typed_key()
    {
        var next = Wizard.Update(_typing, new Message.Pressed(new(KeyName.Character, 'x'))).Model;
        var cells = Cells.Of(Frame.Of(next), next.Room, ascii: false, colours: true);
        var sent = AnsiPainter.Paint(_shown, cells);
        (_typing, _shown, _bytes, _keys) = (next, cells, _bytes + Encoding.UTF8.GetByteCount(sent), _keys + 1);
        if (_keys % 40 == 0)
        {
            Begin();
        }

        return sent.Length;
    }

    /// <summary>Everything anew: the first frame.</summary>
    [Benchmark]
    public int A_whole_frame() => AnsiPainter.Paint(null, Cells.Of(Frame.Of(_typing), _typing.Room, ascii: false, colours: true)).Length;

    private void Begin()
    {
        _typing = Wizard.Start(new("PS-0042", "FE-042", IsTraining: false), Room.Smallest, _now);
        _shown = Cells.Of(Frame.Of(_typing), _typing.Room, ascii: false, colours: true);
    }
}
