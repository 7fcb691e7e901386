using System.Collections.Immutable;
using System.Text.Json;
using Provisioner.Core.Changes;
using Provisioner.Runs;
using Provisioner.Stores;

namespace Provisioner.Commands;

/// <summary>The document of <c>store list --json</c>.</summary>
internal static class StoreJson
{
    /// <param name="told">What people put there by hand.</param>
    public static void Write(Utf8JsonWriter json, StoreListing listing, ImmutableArray<ToldEntry> told)
    {
        json.WriteStartArray("slots");
        foreach (var slot in listing.Slots)
        {
            json.WriteStartObject();
            json.WriteString("slot", Word(slot.Slot));
            json.WriteStartArray("entries");
            foreach (var entry in slot.Entries)
            {
                Entry(json, entry);
            }

            foreach (var entry in told.Where(entry => entry.Slot == slot.Slot))
            {
                Entry(json, entry);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Texts(json, "backups", listing.BackUps.Select(digest => digest.ToString()));
        if (listing.Left is { } left)
        {
            json.WriteStartObject("left");
            json.WriteString("folder", left.Folder);
            json.WriteNumber("bytes", left.Contents.Bytes);
            Texts(json, "files", left.Contents.Files.Select(file => file.Name));
            json.WriteEndObject();
        }
    }

    private static void Entry(Utf8JsonWriter json, ListedEntry listed)
    {
        json.WriteStartObject();
        json.WriteString("name", listed.Entry.Name);
        if (listed.Entry.Leaf is { } leaf)
        {
            json.WriteString("subject", leaf.Subject.ToString());
            json.WriteString("sha256", leaf.Fingerprint.ToString());
            json.WriteString("notAfter", leaf.NotAfter.UtcDateTime);
        }

        json.WriteBoolean("hasKey", listed.Entry.Key is not null);
        Texts(json, "services", listed.Services);
        Texts(json, "inUseBy", listed.InUseBy);
        json.WriteEndObject();
    }

    /// <summary>By hand the scanner's own certificate always comes with its key; other slots hold none.</summary>
    private static void Entry(Utf8JsonWriter json, ToldEntry told)
    {
        json.WriteStartObject();
        json.WriteString("name", told.Name);
        if (told.Fingerprint is { } digest)
        {
            json.WriteString("subject", told.Subject);
            json.WriteString("sha256", digest.ToString());
        }

        json.WriteBoolean("hasKey", told.Slot is Slot.Host or Slot.Requests);
        Texts(json, "services", []);
        Texts(json, "inUseBy", []);
        json.WriteEndObject();
    }

    private static string Word(Slot slot) => slot switch
    {
        Slot.Host => "host",
        Slot.Trusted => "trusted",
        Slot.Peers => "peers",
        Slot.Requests => "requests",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    internal static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
