using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Security;
using Provisioner.Core.Certificates.X509;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Reading;

/// <summary>Collects what a file holds and what is wrong with it.</summary>
internal sealed class ItemSink(string file)
{
    private readonly ImmutableArray<FileItem>.Builder _items = ImmutableArray.CreateBuilder<FileItem>();
    private readonly ImmutableArray<Problem>.Builder _problems = ImmutableArray.CreateBuilder<Problem>();

    public string File => file;

    public bool IsEmpty => _items.Count == 0 && _problems.Count == 0;

    public bool IsFull => _items.Count >= CertificateFile.MostItems;

    public ReadFile ToFile(FileEncoding encoding) => new(file, encoding, _items.ToImmutable(), [.. _problems.Distinct()]);

    public void Add(FileItem item)
    {
        if (IsFull)
        {
            Say("CERT-003", ("most", CertificateFile.MostItems.ToString(CultureInfo.InvariantCulture)));
            (item as FileItem.Key)?.Held.Dispose();
        }
        else
        {
            _items.Add(item);
        }
    }

    public void Add<T>(Checked<T> read, Func<T, FileItem> item)
        where T : notnull
    {
        if (read.TryGet(out var held, out var problems))
        {
            Add(item(held));
        }

        foreach (var problem in problems)
        {
            Say(problem);
        }
    }

    /// <summary>A problem with the file's name in it; at most some hundreds, for the patience of readers.</summary>
    public void Say(string code, params ReadOnlySpan<(string Name, string Value)> values) => Say(Problem.Of(code, [.. values, ("file", file)]));

    public void Say(Problem problem)
    {
        if (_problems.Count < CertificateFile.MostItems)
        {
            _problems.Add(problem);
        }
    }

    /// <summary>Reads a part; whatever its bytes break becomes a problem.</summary>
    public void Guard(string what, int bytes, Action read)
    {
        try
        {
            read();
        }
        catch (OverBudgetException over)
        {
            Say("CERT-009", ("rounds", over.Rounds.ToString(CultureInfo.InvariantCulture)), ("most", over.Most.ToString(CultureInfo.InvariantCulture)));
        }
        catch (UnsupportedException unknown)
        {
            Say("CERT-010", ("what", what), ("algorithm", unknown.Message));
        }
        catch (ExplicitCurveException)
        {
            Say("CERT-012");
        }
        catch (Exception fault) when (IsContent(fault))
        {
            Say("CERT-005", ("what", what), ("bytes", bytes.ToString(CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>Whether an exception says that bytes are wrong, and not that the program is.</summary>
    public static bool IsContent(Exception fault) => fault is AsnContentException or MalformedException or CryptographicException or ArgumentException
        or FormatException or OverflowException or CryptoException or GeneralSecurityException or InvalidDataException;
}
