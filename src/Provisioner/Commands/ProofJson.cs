using System.Text.Json;
using Provisioner.Core.Certificates;
using Provisioner.Core.Problems;
using Provisioner.Core.Proof;

namespace Provisioner.Commands;

/// <summary>A proof as JSON: stable names, absent rather than null.</summary>
internal static class ProofJson
{
    public static void Write(Utf8JsonWriter json, ProofResult result, DateTimeOffset now)
    {
        json.WriteBoolean("ok", result.Ok);
        if (result is { Cause: { } cause, Problem: { } problem })
        {
            json.WriteString("cause", cause.Slug);
            json.WriteString("side", ProofText.Word(cause.Side));
            json.WriteString("code", problem.Code);
            json.WriteString("seen", problem.Seen);
            json.WriteString("who", problem.Who.Word());
            json.WriteString("remedy", problem.Remedy);
            json.WriteString("say", result.Say);
            Report.Maybe(json, "rule", problem.Rule);
            if (!result.Details.IsEmpty)
            {
                Report.Problems(json, result.Details);
            }
        }

        Stages(json, result);
        if (result.Tls is { } tls)
        {
            json.WriteStartObject("tls");
            Tls(json, tls, now);
            json.WriteEndObject();
        }

        if (!result.StoredInstances.IsEmpty)
        {
            json.WriteStartArray("stored");
            foreach (var instance in result.StoredInstances)
            {
                json.WriteStringValue(instance);
            }

            json.WriteEndArray();
        }
    }

    /// <summary>Members of an object that the caller has begun.</summary>
    public static void Tls(Utf8JsonWriter json, TlsFacts tls, DateTimeOffset now)
    {
        json.WriteString("version", tls.Version);
        json.WriteString("suite", tls.Suite);
        if (tls.Peer is [var peer, .. var chain])
        {
            json.WriteStartObject("peer");
            Certificate(json, peer, now);
            json.WriteStartArray("chain");
            foreach (var above in chain)
            {
                json.WriteStartObject();
                Certificate(json, above, now);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        if (tls.Local is { } local)
        {
            json.WriteStartObject("local");
            Certificate(json, local, now);
            json.WriteEndObject();
        }
    }

    /// <summary>A stage that was not reached has no <c>ok</c>.</summary>
    private static void Stages(Utf8JsonWriter json, ProofResult result)
    {
        json.WriteStartArray("stages");
        foreach (var stage in result.Stages)
        {
            json.WriteStartObject();
            json.WriteString("name", ProofText.Word(stage.Name));
            if (stage.Outcome == StageOutcome.Skip)
            {
                json.WriteBoolean("skipped", true);
            }
            else
            {
                json.WriteBoolean("ok", stage.Outcome == StageOutcome.Pass);
                json.WriteNumber("milliseconds", Math.Round(stage.Milliseconds, 3));
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Certificate(Utf8JsonWriter json, HeldCertificate held, DateTimeOffset now)
    {
        json.WriteString("subject", held.Subject.ToString());
        json.WriteString("issuer", held.Issuer.ToString());
        json.WriteString("serial", held.Serial);
        json.WriteString("fingerprint", held.Fingerprint.ToString());
        json.WriteString("key", held.Key.ToString());
        json.WriteString("notBefore", held.NotBefore.ToUniversalTime());
        json.WriteString("notAfter", held.NotAfter.ToUniversalTime());
        json.WriteNumber("daysLeft", held.DaysLeft(now));
        json.WriteStartArray("names");
        foreach (var name in held.Names)
        {
            json.WriteStringValue(name.ToString());
        }

        json.WriteEndArray();
    }
}
