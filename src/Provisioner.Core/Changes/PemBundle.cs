using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Provisioner.Core.Certificates;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Changes;

/// <summary>A slot of kind <c>pem-folder</c> that is one file with all certificates in it, as OpenSSL's <c>CAfile</c>. Entries are
/// named by their common names. What stands between certificates stays; lines right above one belong to it.</summary>
internal static class PemBundle
{
    public static ImmutableArray<StoreEntry> Entries(SlotLayout layout, SlotContents now) =>
        now.Find(layout.Path) is { } file ? [.. Blocks(file).Select(block => new StoreEntry(block.Name, [block.Certificate], file, null))] : [];

    public static Checked<Plan> PlanImport(SlotLayout layout, SlotContents now, StoreImport import)
    {
        if (import.Key is not null)
        {
            return Problem.Of("STORE-002", ("slot", layout.Path.Text));
        }

        var file = now.Find(layout.Path);
        var entries = Entries(layout, now);
        return file is not null && !IsPem(file, entries.Length) ? Problem.Of("STORE-008", ("file", layout.Path.Text))
            : entries.FirstOrDefault(entry => entry.Leaf == import.Own) is { } held ? EntryPlace.Already(held)
            : EntryPlace.Find(layout with { FixedName = null }, entries, import, _ => false).Select(place => Append(layout, now, file, import, place));
    }

    public static Plan PlanRemove(SlotLayout layout, SlotContents now, ImmutableArray<StoreEntry> entries)
    {
        var file = now.Find(layout.Path)!;
        var text = Encoding.Latin1.GetString(file.Bytes.Span);
        foreach (var block in Blocks(file).AsEnumerable().Reverse().Where(block => entries.Any(entry => entry.Name == block.Name)))
        {
            text = text.Remove(block.Start, block.End - block.Start);
        }

        var plan = new PlanBuilder([]);
        plan.Write(file, file.Path, Encoding.Latin1.GetBytes(text), ownerOnly: false, [.. entries.Select(entry => $"- {entry.Leaf!.Subject}, SHA-256 {entry.Fingerprint}")]);
        return plan.Build();
    }

    private static Plan Append(SlotLayout layout, SlotContents now, HeldFile? file, StoreImport import, EntryPlaceFound place)
    {
        byte[] held = file is null ? [] : file.Bytes.ToArray();
        byte[] gap = held is [] or [.., (byte)'\n'] ? [] : layout.WindowsLines ? [.. "\r\n"u8] : [.. "\n"u8];
        var plan = new PlanBuilder(now.MissingFolders);
        plan.Write(file, layout.Path, (byte[])[.. held, .. gap, .. PemForm.Certificates(layout, [import.Own])], ownerOnly: false, PemForm.Facts([import.Own]));
        return plan.Build(new(place.Name, layout.Path, null, Already: false));
    }

    /// <summary>All that is in it can be edited as PEM.</summary>
    private static bool IsPem(HeldFile file, int found)
    {
        using var read = CertificateFile.Read(file.Path.Text, file.Bytes);
        return file.Bytes.IsEmpty || (read.Encoding is FileEncoding.Pem or FileEncoding.Unknown && read.Certificates.Count() == found);
    }

    private static List<Block> Blocks(HeldFile file)
    {
        var (blocks, text, at) = (new List<Block>(), Encoding.Latin1.GetString(file.Bytes.Span), 0);
        while (PemEncoding.TryFind(text.AsSpan(at), out var found))
        {
            var (start, end) = (at + found.Location.Start.Value, at + found.Location.End.Value);
            var label = text.AsSpan(at)[found.Label];
            if (label is "CERTIFICATE" or "X509 CERTIFICATE" && HeldCertificate.Read(Convert.FromBase64String(text.AsSpan(at)[found.Base64Data].ToString())).TryGet(out var certificate, out _))
            {
                var name = EntryName.From(certificate.Subject.CommonName ?? certificate.Subject.ToString());
                var number = blocks.Count(block => block.First == name) + 1;
                blocks.Add(new(name, number == 1 ? name.Text : name.Beside(number).Text, certificate, Above(text, at, start), LineEnd(text, end)));
            }

            at = end;
        }

        return blocks;
    }

    /// <summary>Where the lines right above a block begin: after the last blank line, or what comes before.</summary>
    private static int Above(string text, int from, int start)
    {
        while (start > from)
        {
            var line = text.LastIndexOf('\n', Math.Max(0, start - 2), Math.Max(0, start - 1 - from)) + 1;
            line = Math.Max(line, from);
            if (string.IsNullOrWhiteSpace(text[line..start]))
            {
                return start;
            }

            start = line;
        }

        return start;
    }

    private static int LineEnd(string text, int at) => text.IndexOf('\n', at) is >= 0 and var end && string.IsNullOrWhiteSpace(text[at..end]) ? end + 1 : at;

    /// <param name="First">The name that the first of its kind has.</param>
    private sealed record Block(EntryName First, string Name, HeldCertificate Certificate, int Start, int End);
}
