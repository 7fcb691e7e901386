using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Provisioner.Core.Certificates.Paths;
using Provisioner.Core.Dicom;
using Provisioner.Core.Proof;
using Provisioner.Network;
using Provisioner.Stores;

namespace Provisioner.Benchmarks.Wire;

/// <summary>Echo and store beside dcmtk and Orthanc in one run, sending and receiving, plain and over TLS. Times are the least of
/// some; theirs hold the start of their process, ours none, as the program runs already when it proves.</summary>
internal sealed class WireComparison : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("provisioner-wire-").FullName;
    private readonly Identities _identities;
    private readonly (string Name, Images Images)[] _loads;
    private readonly bool _asInstalled;

    /// <param name="asInstalled">Also small files with Nagle's algorithm on: minutes.</param>
    public WireComparison(bool asInstalled)
    {
        _asInstalled = asInstalled;
        _identities = new(_folder);
        _loads =
        [
            ("500 x 9 KB", Images.Make(Path.Combine(_folder, "small"), 500, 9_000)),
            ("200 x 512 KiB", Images.Make(Path.Combine(_folder, "medium"), 200, 512 * 1024)),
            ("1 x 100 MB", Images.Make(Path.Combine(_folder, "large"), 1, 100_000_000)),
        ];
    }

    public async Task RunAsync()
    {
        foreach (var tls in new[] { null, _identities })
        {
            Heading($"sending, {(tls is null ? "plain" : "TLS")}, ms", "ours", "ours, their Nagle off", "storescu, all Nagle off", "storescu as installed");
            await SendAsync("storescp", tls, noDelay => Foreign.Storescp(Path.Combine(_folder, $"rx-{noDelay}"), tls, noDelay)).ConfigureAwait(false);
            await SendAsync("Orthanc", tls, noDelay => Foreign.Orthanc(Path.Combine(_folder, $"orthanc-{noDelay}"), tls, noDelay)).ConfigureAwait(false);
            Heading($"receiving from storescu, {(tls is null ? "plain" : "TLS")}, ms", "ours, flushed", "ours, not kept", "storescp, Nagle off", "storescp as installed", "Orthanc, Nagle off");
            await ReceiveAsync(tls).ConfigureAwait(false);
        }

        await ThroughputAsync().ConfigureAwait(false);
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nthis process held at most {self.PeakWorkingSet64 >> 20} MiB, the images in the making among it"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task SendAsync(string peer, Identities? tls, Func<bool, Foreign> start)
    {
        var (installed, eager) = (start(false), start(true));
        try
        {
            Row(
                $"{peer}, echo",
                await LeastAsync(5, () => ProveAsync(installed.Port, tls, ProofKind.Echo, null)).ConfigureAwait(false),
                await LeastAsync(5, () => ProveAsync(eager.Port, tls, ProofKind.Echo, null)).ConfigureAwait(false),
                Least(3, () => Foreign.Call("echoscu", eager.Port, tls, noDelay: true)),
                Least(3, () => Foreign.Call("echoscu", installed.Port, tls, noDelay: false)));
            foreach (var (name, images) in _loads)
            {
                var sent = OutgoingImages.Open(images.Folder).Value;
                var (ours, oursEager, theirs) = (double.MaxValue, double.MaxValue, double.MaxValue);
                for (var times = 0; times < 4; times++)
                {
                    ours = Math.Min(ours, await ProveAsync(installed.Port, tls, ProofKind.Store, sent).ConfigureAwait(false));
                    oursEager = Math.Min(oursEager, await ProveAsync(eager.Port, tls, ProofKind.Store, sent).ConfigureAwait(false));
                    theirs = Math.Min(theirs, Foreign.Call("storescu", eager.Port, tls, noDelay: true, images.Files));
                }

                Row($"{peer}, {name}", ours, oursEager, theirs, images.Count < 200 || _asInstalled ? Foreign.Call("storescu", installed.Port, tls, noDelay: false, images.Files) : double.NaN);
            }
        }
        finally
        {
            installed.Dispose();
            eager.Dispose();
        }
    }

    private async Task ReceiveAsync(Identities? tls)
    {
        foreach (var (name, images) in _loads)
        {
            var kept = Directory.CreateDirectory(Path.Combine(_folder, "kept")).FullName;
            double flushed, counted, eager, installed = double.NaN, orthanc;
            await using (var listener = Listen(tls, new ReceivedImages(kept, new Disk())))
            {
                flushed = Foreign.Call("storescu", listener.Port, tls, noDelay: false, images.Files);
            }

            Directory.Delete(kept, recursive: true);
            await using (var listener = Listen(tls, null))
            {
                counted = Least(2, () => Foreign.Call("storescu", listener.Port, tls, noDelay: false, images.Files));
            }

            using (var storescp = Foreign.Storescp(Path.Combine(_folder, "rx"), tls, noDelay: true))
            {
                eager = Least(2, () => Foreign.Call("storescu", storescp.Port, tls, noDelay: true, images.Files));
            }

            if (images.Count < 200 || _asInstalled)
            {
                using var storescp = Foreign.Storescp(Path.Combine(_folder, "rx"), tls, noDelay: false);
                installed = Foreign.Call("storescu", storescp.Port, tls, noDelay: false, images.Files);
            }

            using (var archive = Foreign.Orthanc(Path.Combine(_folder, "orthanc"), tls, noDelay: true))
            {
                orthanc = Foreign.Call("storescu", archive.Port, tls, noDelay: true, images.Files);
            }

            Row(name, flushed, counted, eager, installed, orthanc);
        }
    }

    /// <summary>The large file to ourselves beside the same bytes through a bare <see cref="SslStream"/>.</summary>
    private async Task ThroughputAsync()
    {
        var large = _loads[^1].Images;
        var bare = await LeastAsync(5, () => BareAsync(large.Bytes)).ConfigureAwait(false);
        await using var listener = Listen(_identities, null);
        var images = OutgoingImages.Open(large.Folder).Value;
        var ours = await LeastAsync(5, () => ProveAsync(listener.Port, _identities, ProofKind.Store, images)).ConfigureAwait(false);
        double Rate(double milliseconds) => large.Bytes / 1048.576 / milliseconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"\n100 MB over TLS within this process, MiB/s: bare SslStream {Rate(bare):F0}, handshake to release {Rate(ours):F0}, {bare / ours:P0} (aim: 60 %)"));
    }

    private Listener Listen(Identities? tls, IImageSink? sink) => Listener.Start(new()
    {
        Policy = new() { Store = true },
        Identity = tls?.Server,
        Trust = tls?.Trusts(PathPurpose.Client),
        Sink = sink,
    });

    private static async Task<double> ProveAsync(int port, Identities? tls, ProofKind kind, OutgoingImages? images)
    {
        var began = Stopwatch.GetTimestamp();
        var result = await Prover.ProveAsync(
            new()
            {
                Endpoint = Endpoint.Loopback(port),
                Kind = kind,
                Titles = new(AeTitle.Check("MR2").Value, AeTitle.Check("PACS").Value),
                UseTls = tls is not null,
                Identity = tls?.Scanner,
                Trust = tls?.Trusts(PathPurpose.Server),
                Images = images,
                Timeout = TimeSpan.FromMinutes(2),
            },
            CancellationToken.None).ConfigureAwait(false);
        var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        return result.Ok ? took : throw new InvalidOperationException(result.Problem!.Seen);
    }

    private async Task<double> BareAsync(long bytes)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        var accepting = listener.AcceptTcpClientAsync();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint).ConfigureAwait(false);
        using var accepted = await accepting.ConfigureAwait(false);
        await using var server = new SslStream(accepted.GetStream());
        await using var sender = new SslStream(client.GetStream(), false, (_, _, _, _) => true);
        var agreeing = server.AuthenticateAsServerAsync(_identities.Server);
        await sender.AuthenticateAsClientAsync("localhost").ConfigureAwait(false);
        await agreeing.ConfigureAwait(false);
        var began = Stopwatch.GetTimestamp();
        var reading = ReadAsync(server, bytes);
        var chunk = new byte[256 * 1024];
        for (var left = bytes; left > 0; left -= chunk.Length)
        {
            await sender.WriteAsync(chunk.AsMemory(0, (int)Math.Min(left, chunk.Length))).ConfigureAwait(false);
        }

        await reading.ConfigureAwait(false);
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static async Task ReadAsync(SslStream stream, long bytes)
    {
        var buffer = new byte[256 * 1024];
        while (bytes > 0)
        {
            bytes -= await stream.ReadAsync(buffer).ConfigureAwait(false);
        }
    }

    private static async Task<double> LeastAsync(int times, Func<Task<double>> act)
    {
        var least = double.MaxValue;
        while (times-- > 0)
        {
            least = Math.Min(least, await act().ConfigureAwait(false));
        }

        return least;
    }

    private static double Least(int times, Func<double> act) => Enumerable.Range(0, times).Min(_ => act());

    private static void Heading(params string[] cells)
    {
        Console.WriteLine($"\n| {string.Join(" | ", cells)} |\n|{string.Concat(cells.Select(_ => "---|"))}");
    }

    private static void Row(string name, params double[] milliseconds) => Console.WriteLine(
        $"| {name} | {string.Join(" | ", milliseconds.Select(time => double.IsNaN(time) ? "-" : time.ToString(time < 10 ? "F1" : "F0", CultureInfo.InvariantCulture)))} |");
}
