using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Provisioner.Core.Dicom;
using Provisioner.Core.Problems;
using Provisioner.Core.Proof;
using Provisioner.Network;

namespace Provisioner.Commands;

/// <summary>Tells of each visit as it ends, from a thread of its own: a reader that stands still holds nobody up. With JSON the one
/// document grows by a visit at a time and is closed at the end, so that little is held however long the peer runs.</summary>
internal sealed class VisitReport(Output output) : IDisposable
{
    private const int MostClasses = 4;

    /// <summary>Visits that wait to be told; more are counted only.</summary>
    private const int MostWaiting = 4096;

    private static readonly UTF8Encoding Utf8 = new(false);

    private readonly BlockingCollection<Visit> _waiting = new(MostWaiting);
    private int _told, _untold;
    private Thread? _teller;

    public void Begin(int port)
    {
        output.ForPeople.WriteLine(Catalogue.English.Text("peer.listens", ("port", port.ToString(CultureInfo.InvariantCulture))));
        output.ForPeople.Flush();
        if (output.AsJson)
        {
            output.Out.Write(string.Create(CultureInfo.InvariantCulture, $"{{\"port\":{port},\"visits\":["));
            output.Out.Flush();
        }

        _teller = new(() =>
        {
            foreach (var visit in _waiting.GetConsumingEnumerable())
            {
                Tell(visit);
            }
        }) { IsBackground = true };
        _teller.Start();
    }

    /// <summary>From any thread; never waits.</summary>
    public void Add(Visit visit)
    {
        if (!_waiting.TryAdd(visit))
        {
            _ = Interlocked.Increment(ref _untold);
        }
    }

    /// <summary>After the last visit: tells what waits and closes the document.</summary>
    public void End()
    {
        _waiting.CompleteAdding();
        _teller?.Join();
        if (output.AsJson)
        {
            output.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n],\"untold\":{_untold}}}"));
            output.Out.Flush();
        }
    }

    public void Dispose() => _waiting.Dispose();

    private void Tell(Visit visit)
    {
        var cause = visit.Failure is { } seen ? CallerDiagnosis.Of(seen) : null;
        if (visit is { Failure: not null, Asked: null } && cause is null)
        {
            return;
        }

        Tell(visit, cause);
        if (output.AsJson)
        {
            output.Out.Write((_told++ == 0 ? "\n" : ",\n") + Json(visit, cause));
            output.Out.Flush();
        }
    }

    private void Tell(Visit visit, Cause? cause)
    {
        var to = output.ForPeople;
        to.WriteLine($"{(cause is null ? "[PASS]" : "[FAIL]")} {visit.From.Address}{(visit.Asked is { } asked ? $"  {asked.Calling} -> {asked.Called}" : "")}");
        if (visit.Tls is { } tls)
        {
            to.WriteLine($"       {Catalogue.English.Text("prove.agreed", ("version", tls.Version), ("suite", tls.Suite))}  {tls.Peer.FirstOrDefault()?.Subject}");
        }

        if (visit.Asked is { } request)
        {
            to.WriteLine($"       {Classes(request)}");
        }

        if (visit is { Echoes: > 0 } or { StoredCount: > 0 })
        {
            to.WriteLine($"       {Catalogue.English.Text("peer.done", ("echoes", $"{visit.Echoes}"), ("images", $"{visit.StoredCount}"))}");
        }

        if (cause is not null)
        {
            to.WriteLine($"       {CallerDiagnosis.Heard(cause, visit.Failure!)}   ({cause.Slug})");
        }

        to.Flush();
    }

    /// <summary>The first few; storescu asks for sixty.</summary>
    private static string Classes(Pdu.AssociateRequest request)
    {
        var all = request.Contexts.Select(context => SopClassNames.Of(Printable.Of(context.AbstractSyntax))).Distinct().ToArray();
        return string.Join(", ", all.Take(MostClasses)) + (all.Length > MostClasses ? string.Create(CultureInfo.InvariantCulture, $", +{all.Length - MostClasses}") : "");
    }

    private static string Json(Visit visit, Cause? cause)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteBoolean("ok", cause is null);
            json.WriteString("from", visit.From.Address.ToString());
            if (cause is not null)
            {
                json.WriteString("cause", cause.Slug);
                json.WriteString("side", ProofText.Word(CallerDiagnosis.SideOf(cause)));
                json.WriteString("seen", CallerDiagnosis.Heard(cause, visit.Failure!));
            }

            if (visit.Tls is { } tls)
            {
                json.WriteStartObject("tls");
                ProofJson.Tls(json, tls, TimeProvider.System.GetUtcNow());
                json.WriteEndObject();
            }

            Association(json, visit);
            json.WriteEndObject();
        }

        return Utf8.GetString(bytes.ToArray());
    }

    private static void Association(Utf8JsonWriter json, Visit visit)
    {
        if (visit.Asked is not { } asked)
        {
            return;
        }

        Report.Maybe(json, "calling", asked.Calling?.Text);
        Report.Maybe(json, "called", asked.Called?.Text);
        var answered = (visit.Answered as Pdu.AssociateAccept)?.Contexts ?? [];
        json.WriteStartArray("contexts");
        foreach (var context in asked.Contexts)
        {
            json.WriteStartObject();
            json.WriteString("class", Printable.Of(context.AbstractSyntax));
            json.WriteBoolean("accepted", answered.Any(answer => answer.Id == context.Id && answer.IsAccepted));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("echoes", visit.Echoes);
        json.WriteNumber("images", visit.StoredCount);
        json.WriteStartArray("stored");
        foreach (var instance in visit.Stored)
        {
            json.WriteStringValue(instance);
        }

        json.WriteEndArray();
    }
}
