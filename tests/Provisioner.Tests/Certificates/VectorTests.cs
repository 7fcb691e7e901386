using Provisioner.Core.Certificates;
using Provisioner.Core.Problems;
using Provisioner.Tests.House;

namespace Provisioner.Tests.Certificates;

/// <summary>Every file in tests/vectors against what vectors.tsv says of it.</summary>
public sealed class VectorTests
{
    private static readonly string Folder = Path.Combine(Repository.Top, "tests", "vectors", "certificates");

    private static readonly Dictionary<string, string[]> Rows = File.ReadLines(Path.Combine(Folder, "vectors.tsv"))
        .Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('\t'))
        .ToDictionary(row => $"{row[0]} with {row[1]}", row => row);

    public static TheoryData<string> Names => [.. Rows.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_vector_reads_as_its_row_says(string name)
    {
        var row = Rows[name];
        Assert.Equal($"{row[2]}\t{row[3]}\t{row[4]}", Describe(row[0], row[1]));
    }

    [Fact]
    public void Every_vector_has_a_row() => Assert.Empty(Files().Except(Rows.Values.Select(row => row[0])));

    internal static IEnumerable<string> Files() => Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/')).Where(file => file.Contains('/', StringComparison.Ordinal));

    internal static byte[] Bytes(string file) => File.ReadAllBytes(Path.Combine(Folder, file));

    /// <param name="password"><c>-</c>: none is given.</param>
    internal static string Describe(string file, string password)
    {
        using var secret = password == "-" ? null : new Secret(password == "(empty)" ? "" : password);
        var read = CertificateFile.ReadAll(Path.GetFileName(file), Bytes(file), secret is null ? [] : [secret]);
        var items = string.Join(", ", read.SelectMany(f => f.Items).Select(Word));
        return $"{read[0].Encoding.ToString().ToLowerInvariant()}\t{(items.Length == 0 ? "-" : items)}\t{Codes(read.SelectMany(f => f.Problems))}";
    }

    internal static string Codes(IEnumerable<Problem> problems) =>
        string.Join(' ', problems.Select(p => p.Code).Distinct().Order(StringComparer.Ordinal)) is { Length: > 0 } codes ? codes : "-";

    private static string Word(FileItem item) => item switch
    {
        FileItem.Certificate of => $"certificate {of.Held.Subject.CommonName} {of.Held.Key} {of.Held.SignatureAlgorithm}",
        FileItem.Key of => $"{(of.Encrypted ? "encrypted " : "")}key {of.Held.Public}",
        FileItem.LockedKey => "locked key",
        FileItem.Request of => $"request {of.Held.Subject.CommonName} {of.Held.Key}{(of.Held.IsSigned ? "" : " unsigned")}",
        FileItem.RevocationList of => $"list {of.Held.Issuer.CommonName} {of.Held.Count}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
