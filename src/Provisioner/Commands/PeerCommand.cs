using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Provisioner.Core.Certificates.Paths;
using Provisioner.Core.Dicom;
using Provisioner.Core.Problems;
using Provisioner.Network;
using Provisioner.Stores;
using Command = System.CommandLine.Command;

namespace Provisioner.Commands;

/// <summary><c>peer</c>: an echo and store provider that the scanner's own verify button can be pointed at.</summary>
internal static class PeerCommand
{
    private const int DiskThreads = 16;

    public static Command Create()
    {
        var options = new PeerOptions();
        var command = new Command("peer", Catalogue.English.Text("peer.help"));
        options.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(options, parsed, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(PeerOptions options, ParseResult parsed, CancellationToken cancellation)
    {
        var output = Output.Of(parsed, options.Wire.Json);
        using var report = new VisitReport(output);
        var read = options.Read(parsed, report.Add, out var identity);
        using var held = identity;
        if (!read.TryGet(out var asked, out var problems) || !Start(asked).TryGet(out var listener, out problems))
        {
            Report.Problems(output.Error, problems);
            return problems.Any(problem => problem.Code is "PROOF-082" or "PROOF-084" or "DICOM-001") ? ExitCode.WrongUsage : ExitCode.Problems;
        }

        // Images are flushed to disk by threads that wait meanwhile: enough of them so that the others go on.
        _ = ThreadPool.SetMinThreads(DiskThreads, DiskThreads);
        report.Begin(listener.Port);
        try
        {
            await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await listener.DisposeAsync().ConfigureAwait(false);
        }

        report.End();
        return ExitCode.Done;
    }

    private static Checked<Listener> Start(ListenerOptions options)
    {
        try
        {
            return Listener.Start(options);
        }
        catch (SocketException)
        {
            return Problem.Of("PROOF-083", ("port", options.Port.ToString(CultureInfo.InvariantCulture)));
        }
    }
}

/// <summary>The words of <c>peer</c> and the listener they make.</summary>
internal sealed class PeerOptions
{
    private readonly Option<int> _port = new("--port") { Description = Catalogue.English.Text("peer.port"), Required = true };

    private readonly Option<string> _address = new("--address") { Description = Catalogue.English.Text("peer.address"), DefaultValueFactory = _ => "0.0.0.0" };

    private readonly Option<bool> _tls = new("--tls") { Description = Catalogue.English.Text("peer.tls") };

    private readonly Option<bool> _require = new("--require-client-certificate") { Description = Catalogue.English.Text("peer.require") };

    private readonly Option<string?> _store = WireOptions.Text("--store", "peer.store");

    public WireOptions Wire { get; } = new();

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_port, _address, _tls, Wire.Identity, Wire.Password, Wire.Trusted, Wire.ProfileOption, _require, Wire.Called, _store, Wire.Json])
        {
            command.Add(option);
        }
    }

    /// <param name="identity">To be disposed at the end; <c>null</c> when none was named or readable.</param>
    public Checked<ListenerOptions> Read(ParseResult parsed, Action<Visit> report, out TlsIdentity? identity)
    {
        var problems = new List<Problem>();
        var own = Wire.ReadIdentity(parsed);
        var trust = Wire.ReadTrust(parsed, PathPurpose.Client, TimeProvider.System.GetUtcNow(), isNameCompared: false);
        var called = parsed.GetValue(Wire.Called) is { } title ? AeTitle.Check(title).Select(valid => new Held<AeTitle>(valid)) : new Held<AeTitle>(null);
        problems.AddRange([.. own.Problems, .. trust.Problems, .. called.Problems]);
        identity = own.IsGood ? own.Value.Value : null;
        var port = parsed.GetValue(_port);
        if (port is < 0 or > ushort.MaxValue || !IPAddress.TryParse(parsed.GetValue(_address), out var address))
        {
            problems.Add(Problem.Of("PROOF-082", ("text", $"{parsed.GetValue(_address)}:{port}")));
            address = IPAddress.None;
        }

        if (parsed.GetValue(_tls) && own is { IsGood: true, Value.Value: null })
        {
            problems.Add(Problem.Of("PROOF-084"));
        }

        if (parsed.GetValue(_store) is { } folder && !Directory.Exists(folder))
        {
            problems.Add(Problem.Of("DISK-005", ("file", folder)));
        }

        return problems.Count > 0 ? problems.ToImmutableArray() : new ListenerOptions
        {
            Address = address,
            Port = port,
            Policy = new() { Called = called.Value.Value, Store = true },
            Identity = parsed.GetValue(_tls) ? identity?.Certificate : null,
            IdentityChain = identity?.Chain ?? [],
            Trust = parsed.GetValue(Wire.Trusted) is not null || parsed.GetValue(_require) ? trust.Value : null,
            RequireCertificate = parsed.GetValue(_require),
            Profile = Wire.Profile(parsed),
            Sink = parsed.GetValue(_store) is { } store ? new ReceivedImages(store, new Disk()) : null,
            Report = report,
        };
    }
}
