using System.Collections.Immutable;
using Provisioner.Core.Certificates.Reading;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates;

/// <summary>Opens whatever the hospital's IT put on the stick. What a file is, its bytes say; its name is only repeated.</summary>
public static class CertificateFile
{
    /// <summary>Largest file that is read, in bytes.</summary>
    public const int MostBytes = 16 * 1024 * 1024;

    /// <summary>Most certificates, keys, requests and lists in one file.</summary>
    public const int MostItems = 1_000;

    /// <summary>Everything in a file, and everything wrong with it.</summary>
    /// <param name="name">For the texts of problems.</param>
    /// <param name="password">Opens encrypted keys and PKCS#12; <c>null</c>: none known. Not kept.</param>
    /// <param name="budget">How much key derivation the file may cost; <c>null</c>: the usual ten million rounds.</param>
    /// <exception cref="OperationCanceledException">The budget's token was cancelled.</exception>
    public static ReadFile Read(string name, ReadOnlyMemory<byte> bytes, Secret? password = null, ReadingBudget? budget = null) =>
        Read(name, bytes, password is null ? [] : [password], budget);

    /// <summary>With several passwords, each tried on every part: some files have one for their seal and another for their key.</summary>
    public static ReadFile Read(string name, ReadOnlyMemory<byte> bytes, ImmutableArray<Secret> passwords, ReadingBudget? budget = null) =>
        new FileReader(name, passwords, budget ?? new ReadingBudget()).Read(bytes);

    /// <summary>As <see cref="Read(string, ReadOnlyMemory{byte}, Secret, ReadingBudget)"/>, and what lies in a zip archive file by file, each named by the archive's name, a slash and its own.
    /// An archive within an archive is not opened.</summary>
    public static ImmutableArray<ReadFile> ReadAll(string name, ReadOnlyMemory<byte> bytes, ImmutableArray<Secret> passwords, ReadingBudget? budget = null)
    {
        if (!Archive.IsZip(bytes.Span) || bytes.Length > MostBytes)
        {
            return [Read(name, bytes, passwords, budget)];
        }

        var sink = new ItemSink(name);
        var shared = budget ?? new ReadingBudget();
        var files = Archive.Unpack(bytes, sink, shared.Cancelled);
        return
        [
            sink.ToFile(FileEncoding.Zip),
            .. files.Select(file => Read($"{name}/{file.Name}", file.Bytes, passwords, shared)).Where(IsOfUse),
        ];
    }

    /// <summary>Archives and folders bring letters and read-me files along; only what a person must act on counts.</summary>
    public static bool IsOfUse(ReadFile file) => !(file.Items.IsEmpty && file.Problems is [{ Code: "CERT-002" }]);
}
