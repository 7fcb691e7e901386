using System.Collections.Immutable;
using Provisioner.Core.Certificates.X509;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Reading;

/// <summary>Reads one file to the end, collecting what is good and what is wrong.</summary>
internal sealed class FileReader(string name, ImmutableArray<Secret> passwords, ReadingBudget budget)
{
    private readonly ImmutableArray<FileItem>.Builder _items = ImmutableArray.CreateBuilder<FileItem>();
    private readonly ImmutableArray<Problem>.Builder _problems = ImmutableArray.CreateBuilder<Problem>();
    private string? _curve;

    public ReadFile Read(ReadOnlyMemory<byte> bytes)
    {
        var encoding = Sort(bytes);
        return new(name, encoding, _items.ToImmutable(), [.. _problems.Distinct()]);
    }

    private FileEncoding Sort(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length is 0 or > CertificateFile.MostBytes)
        {
            _problems.Add(bytes.Length == 0 ? Problem.Of("CERT-001", ("file", name)) : Problem.Of("DISK-003", ("file", name)));
            return FileEncoding.Unknown;
        }

        if (bytes.Span[0] == 0x30 && DerShape.Of(bytes) is not DerKind.Unknown and var kind)
        {
            Take(bytes, kind);
            return FileEncoding.Der;
        }

        var blocks = PemScanner.Scan(PemScanner.Text(bytes.Span), _problems, name);
        foreach (var block in blocks)
        {
            Take(block.Bytes, DerShape.Of(block.Bytes));
        }

        if (blocks.Count == 0 && _problems.Count == 0)
        {
            _problems.Add(Problem.Of("CERT-002", ("file", name)));
        }

        return blocks.Count > 0 ? FileEncoding.Pem : FileEncoding.Unknown;
    }

    private void Take(ReadOnlyMemory<byte> der, DerKind kind)
    {
        switch (kind)
        {
            case DerKind.Certificate: Keep(CertificateParser.Read(der), held => new FileItem.Certificate(held)); break;
            case DerKind.Request: Keep(RequestParser.Read(der), held => new FileItem.Request(held)); break;
            case DerKind.RevocationList: Keep(RevocationListParser.Read(der), held => new FileItem.RevocationList(held)); break;
            case DerKind.Pkcs1 or DerKind.Sec1 or DerKind.Pkcs8:
                Keep(PrivateKeyParser.Read(der, _curve), held => new FileItem.Key(held, Encrypted: false));
                break;
            case DerKind.CurveParameters: _curve = KeyInfoParser.CurveName(der); break;
            case DerKind.EncryptedPkcs8:
                _items.Add(new FileItem.LockedKey());
                budget.Cancelled.ThrowIfCancellationRequested();
                _problems.Add(passwords.IsEmpty ? Problem.Of("CERT-007", ("file", name)) : Problem.Of("CERT-008", ("file", name)));
                break;
            default: _problems.Add(Problem.Of("CERT-002", ("file", name))); break;
        }
    }

    private void Keep<T>(Checked<T> read, Func<T, FileItem> item)
        where T : notnull
    {
        if (read.TryGet(out var held, out var problems))
        {
            _items.Add(item(held));
        }

        _problems.AddRange(problems);
    }
}
