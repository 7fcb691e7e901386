using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Provisioner.Core.Dicom;
using Provisioner.Core.Proof;

namespace Provisioner.Network;

/// <summary>Tries a secure listener with what it must refuse, one connection after the other, and with the good one.</summary>
internal static class AcceptanceTest
{
    /// <summary>No device has this title.</summary>
    private static readonly AeTitle Nobody = AeTitle.Check("NOBODY-HAS-THIS").Value;

    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(300);

    public static async Task<AcceptanceResult> RunAsync(AcceptanceRequest request, CancellationToken cancellation)
    {
        var outcomes = ImmutableArray.CreateBuilder<AcceptanceOutcome>();
        foreach (var tried in request.Cases)
        {
            outcomes.Add(await TryAsync(tried, request, cancellation).ConfigureAwait(false));
        }

        return new(outcomes.ToImmutable());
    }

    private static async Task<AcceptanceOutcome> TryAsync(AcceptanceCase tried, AcceptanceRequest request, CancellationToken cancellation)
    {
        var good = request.Good;
        var titles = good.Titles!;
        return tried switch
        {
            AcceptanceCase.Good => await AssociateAsync(tried, good, cancellation).ConfigureAwait(false),
            AcceptanceCase.WithoutCertificate => await AssociateAsync(tried, good with { Identity = null, IdentityChain = [] }, cancellation).ConfigureAwait(false),
            AcceptanceCase.PlainText => await AssociateAsync(tried, good with { UseTls = false }, cancellation).ConfigureAwait(false),
            AcceptanceCase.WrongCalledTitle => await AssociateAsync(tried, good with { Titles = titles with { Called = Nobody } }, cancellation).ConfigureAwait(false),
            AcceptanceCase.WrongCallingTitle => await AssociateAsync(tried, good with { Titles = titles with { Calling = Nobody } }, cancellation).ConfigureAwait(false),
            AcceptanceCase.OldVersions => await HelloAsync(tried, good, [0x0302, 0x0301], OldHello.OfOldVersions, cancellation).ConfigureAwait(false),
            AcceptanceCase.WeakSuites => await HelloAsync(tried, good, [0x0303], OldHello.Weak, cancellation).ConfigureAwait(false),
            _ => await WithCertificateAsync(tried, request, cancellation).ConfigureAwait(false),
        };
    }

    private static async Task<AcceptanceOutcome> WithCertificateAsync(AcceptanceCase tried, AcceptanceRequest request, CancellationToken cancellation)
    {
        if (request.Given.TryGetValue(tried, out var given))
        {
            return await AssociateAsync(tried, request.Good with { Identity = given }, cancellation).ConfigureAwait(false);
        }

        using var made = Make(tried, request);
        return made is null
            ? new(tried, null, "no certificate at hand")
            : await AssociateAsync(tried, request.Good with { Identity = made }, cancellation).ConfigureAwait(false);
    }

    /// <summary><c>null</c> when it cannot be made from what is at hand.</summary>
    private static X509Certificate2? Make(AcceptanceCase tried, AcceptanceRequest request) => (request.Good.Identity, tried) switch
    {
        (null, _) => null,
        ({ } good, AcceptanceCase.SelfSigned) => BadCertificates.SelfSigned(good),
        ({ } good, AcceptanceCase.UnknownAuthority) => BadCertificates.OfUnknownAuthority(good),
        ({ } good, AcceptanceCase.Corrupted) => BadCertificates.Corrupted(good),
        ({ } good, AcceptanceCase.WrongKey) => BadCertificates.WrongKey(good),
        ({ } good, AcceptanceCase.Expired) when request.Authority is { } authority =>
            BadCertificates.Expired(good, authority, request.Good.Now ?? TimeProvider.System.GetUtcNow()),
        _ => null,
    };

    /// <summary>Let in is who gets any DICOM answer but a rejection for titles where those are the case.</summary>
    private static async Task<AcceptanceOutcome> AssociateAsync(AcceptanceCase tried, ProofRequest request, CancellationToken cancellation)
    {
        var attempt = new ProofAttempt(request with { Kind = ProofKind.Echo }, Tls.Versions, cancellation);
        await using var ended = attempt.ConfigureAwait(false);
        var sign = await attempt.RunAsync().ConfigureAwait(false);
        var areTitlesTried = tried is AcceptanceCase.WrongCalledTitle or AcceptanceCase.WrongCallingTitle;
        bool? isLetIn = sign switch
        {
            null => true,
            Sign.Rejected => !areTitlesTried && tried != AcceptanceCase.Good,
            Sign.Answered or Sign.NoContext => true,
            Sign.Aborted when tried == AcceptanceCase.PlainText => false,
            Sign.Aborted => !areTitlesTried && tried != AcceptanceCase.Good,
            Sign.NotTrusted when tried != AcceptanceCase.Good => null,
            Sign.IdentityUnusable or Sign.Refused or Sign.Unreachable or Sign.NameUnknown when tried != AcceptanceCase.Good => null,
            _ => false,
        };
        return new(tried, isLetIn, How(sign, attempt));
    }

    private static async Task<AcceptanceOutcome> HelloAsync(
        AcceptanceCase tried, ProofRequest request, ImmutableArray<ushort> versions, ImmutableArray<ushort> suites, CancellationToken cancellation)
    {
        var how = "";
        foreach (var version in versions)
        {
            var attempt = new ProofAttempt(request, Tls.Versions, cancellation);
            await using var ended = attempt.ConfigureAwait(false);
            var answer = await attempt.SayAsync(OldHello.Write(version, suites, RandomNumberGenerator.GetBytes(32)), Breath).ConfigureAwait(false);
            if (answer is null)
            {
                return new(tried, null, "no connection");
            }

            if (answer is { ServerHello: true })
            {
                return new(tried, true, string.Create(CultureInfo.InvariantCulture, $"took version 0x{answer.Version:X4}"));
            }

            how = answer.Alert is { } alert ? Alert(alert) : "hung up";
        }

        return new(tried, false, how);
    }

    private static string How(Sign? sign, ProofAttempt attempt) => sign switch
    {
        null => attempt.Tls is { } tls ? $"TLS {tls.Version}, echo" : "echo",
        Sign.Alert alert => Alert(alert.Number),
        Sign.Rejected rejected => $"A-ASSOCIATE-RJ {rejected.Why}",
        Sign.Aborted => "A-ABORT",
        Sign.TimedOut => "no answer",
        Sign.Closed or Sign.Reset => TlsRecords.Read(attempt.Received.Span).Alert is { } seen ? Alert(seen) : "hung up",
        Sign.NotTrusted => "its own certificate is not trusted here",
        Sign.Refused => "connection refused",
        _ => "failed",
    };

    private static string Alert(int alert) => string.Create(CultureInfo.InvariantCulture, $"TLS alert {alert}");
}
