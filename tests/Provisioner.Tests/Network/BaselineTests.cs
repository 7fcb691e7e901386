using Provisioner.Core.Problems;
using Provisioner.Core.Proof;
using Provisioner.Network;

namespace Provisioner.Tests.Network;

public sealed class BaselineTests(Hospital hospital) : IClassFixture<Hospital>
{
    private static readonly Endpoint At = Endpoint.Loopback(104);

    private static readonly Sha256 One = Sha256.Of([1]), Two = Sha256.Of([2]);

    public static readonly TheoryData<string, string?, string?, string?> Remotes = new()
    {
        { "passes and passes", null, null, null },
        { "passed and fails", null, "peer-silent", "PROOF-090" },
        { "failed and fails otherwise", "connection-refused", "peer-silent", null },
        { "failed and passes", "connection-refused", null, null },
    };

    [Theory, MemberData(nameof(Remotes))]
    public void A_remote_device_is_worse_only_when_it_passed_before(string row, string? before, string? after, string? expected)
    {
        var problem = new Baseline([new("PACS1", At, Find(before))], []).WorseIn(new([new("PACS1", At, Find(after))], []), new HashSet<string>()).SingleOrDefault();
        Assert.True(problem?.Code == expected, row);
    }

    [Theory]
    [InlineData("same", 1, 1, false, null)]
    [InlineData("other, not meant", 1, 2, false, "PROOF-092")]
    [InlineData("other, meant", 1, 2, true, null)]
    [InlineData("silent, not meant", 1, 0, false, "PROOF-091")]
    [InlineData("silent, meant to change", 1, 0, true, "PROOF-091")]
    [InlineData("new", 0, 1, false, null)]
    public void A_listener_is_worse_when_it_is_gone_or_shows_what_nobody_meant(string row, int before, int after, bool meant, string? expected)
    {
        var problem = new Baseline([], [new("ea3", At, Print(before))])
            .WorseIn(new([], [new("ea3", At, Print(after))]), meant ? new HashSet<string> { "ea3" } : []).SingleOrDefault();
        Assert.True(problem?.Code == expected, row);
    }

    [Fact]
    public void What_was_broken_already_is_noted() =>
        Assert.Equal("PRINTER", Assert.Single(new Baseline([new("PACS1", At, null), new("PRINTER", At, Cause.ConnectionRefused)], []).AlreadyBroken).Name);

    [Fact]
    public async Task It_is_taken_from_what_answers_now()
    {
        await using var open = Listener.Start(new() { Policy = new() });
        await using var secure = Listener.Start(new() { Policy = new(), Identity = Hospital.WithKey(hospital.Server), Trust = Hospital.Clients(hospital.Authority) });
        using var own = Hospital.WithKey(hospital.Server);
        await using var ris = NetTcpService.Start(() => own, "/Login");
        var closed = Endpoint.Loopback(RunningPeer.FreePort());
        var baseline = await BaselineTaker.TakeAsync(
            [
                ("PACS1", hospital.Ask(Endpoint.Loopback(open.Port)) with { UseTls = false }),
                ("PACS2", hospital.Ask(Endpoint.Loopback(secure.Port))),
                ("PRINTER", hospital.Ask(closed) with { UseTls = false }),
            ],
            [new("ea3", Endpoint.Loopback(secure.Port)), new("dicom", Endpoint.Loopback(open.Port)), new("eat", closed), new("ris", ris.Endpoint, "net.tcp://ris-1:8000/Login")],
            TimeSpan.FromSeconds(2),
            CancellationToken.None);
        Assert.Equal([null, null, Cause.ConnectionRefused], baseline.Remotes.Select(remote => remote.Cause));
        Assert.Equal([hospital.Server.Held.Fingerprint, null, null, hospital.Server.Held.Fingerprint], baseline.Listeners.Select(listener => listener.Fingerprint));
    }

    private static Cause? Find(string? slug) => slug is null ? null : Cause.All.Single(cause => cause.Slug == slug);

    private static Sha256? Print(int number) => number switch
    {
        1 => One,
        2 => Two,
        _ => null,
    };
}
