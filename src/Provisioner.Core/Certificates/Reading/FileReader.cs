using System.Collections.Immutable;
using Provisioner.Core.Certificates.X509;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Certificates.Reading;

/// <summary>Reads one file to the end.</summary>
internal sealed class FileReader(string name, ImmutableArray<Secret> passwords, ReadingBudget budget)
{
    private readonly ItemSink _sink = new(name);

    /// <summary>The curve of the last EC PARAMETERS: a SEC1 key after it may not repeat it.</summary>
    private string? _curve;

    public ReadFile Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length is 0 or > CertificateFile.MostBytes)
        {
            _sink.Say(bytes.Length == 0 ? "CERT-001" : "DISK-003");
            return _sink.ToFile(FileEncoding.Unknown);
        }

        ImmutableArray<PasswordForm> forms = passwords.IsEmpty ? [PasswordForm.Absent, PasswordForm.Empty] : [.. passwords.SelectMany(password => PasswordForm.Of(password))];
        try
        {
            var encoding = Sort(bytes, new KeyOpener(_sink, forms, !passwords.IsEmpty, budget));
            if (_sink.IsEmpty)
            {
                _sink.Say(encoding == FileEncoding.Unknown ? "CERT-002" : "CERT-019");
            }

            return _sink.ToFile(encoding);
        }
        finally
        {
            foreach (var form in passwords.IsEmpty ? [] : forms)
            {
                form.Clear();
            }
        }
    }

    private FileEncoding Sort(ReadOnlyMemory<byte> bytes, KeyOpener opener)
    {
        if (bytes.Span[0] == 0x30 && DerShape.Of(bytes) is not DerKind.Unknown and var kind)
        {
            Take(kind, DerShape.Trimmed(bytes), opener);
            return kind switch { DerKind.Pkcs12 => FileEncoding.Pkcs12, DerKind.Pkcs7 => FileEncoding.Pkcs7, _ => FileEncoding.Der };
        }

        if (DerShape.CutOff(bytes.Span) is { } whole)
        {
            _sink.Say("CERT-023", ("bytes", $"{bytes.Length}"), ("whole", $"{whole}"));
            return FileEncoding.Unknown;
        }

        if (ForeignFormats.Name(bytes.Span) is { } foreign)
        {
            _sink.Say("CERT-015", ("format", foreign.Word), ("command", foreign.Command));
            return FileEncoding.Unknown;
        }

        return Text(PemScanner.Text(bytes), opener);
    }

    private FileEncoding Text(ReadOnlyMemory<byte> text, KeyOpener opener)
    {
        var blocks = PemScanner.Scan(text, _sink);
        foreach (var block in blocks)
        {
            Take(block, opener);
        }

        if (blocks.Count == 0 && _sink.IsEmpty && PemScanner.Bare(text.Span) is { } bare && DerShape.Of(bare) is not DerKind.Unknown and var kind)
        {
            Take(kind, bare, opener);
            return FileEncoding.Pem;
        }

        return blocks.Count == 0 && _sink.IsEmpty ? FileEncoding.Unknown : FileEncoding.Pem;
    }

    private void Take(PemBlock block, KeyOpener opener)
    {
        if (block.Headers.TryGetValue("DEK-Info", out var cipher))
        {
            opener.Legacy(block, cipher, _curve);
        }
        else if (ForeignFormats.Label(block.Label) is { } foreign)
        {
            _sink.Say("CERT-015", ("format", foreign.Word), ("command", foreign.Command));
        }
        else
        {
            Take(DerShape.Of(block.Bytes), DerShape.Trimmed(block.Bytes), opener);
        }
    }

    private void Take(DerKind kind, ReadOnlyMemory<byte> der, KeyOpener opener) => _sink.Guard(DerShape.Word(kind), der.Length, () =>
    {
        switch (kind)
        {
            case DerKind.Certificate: _sink.Add(CertificateParser.Read(der), held => new FileItem.Certificate(held)); break;
            case DerKind.Request: _sink.Add(RequestParser.Read(der), held => new FileItem.Request(held)); break;
            case DerKind.RevocationList: _sink.Add(RevocationListParser.Read(der), held => new FileItem.RevocationList(held)); break;
            case DerKind.Pkcs1 or DerKind.Sec1 or DerKind.Pkcs8:
                _sink.Add(PrivateKeyParser.Read(der, _curve), held => new FileItem.Key(held, Encrypted: false));
                break;
            case DerKind.EncryptedPkcs8: opener.Encrypted(der); break;
            case DerKind.Pkcs7: Pkcs7Reader.Read(der, _sink); break;
            case DerKind.Pkcs12: new Pkcs12Reader(_sink, opener, budget).Read(der); break;
            case DerKind.CurveParameters: _curve = KeyInfoParser.CurveName(der); break;
            case DerKind.PublicKey: _sink.Say("CERT-016"); break;
            default: _sink.Say("CERT-002"); break;
        }
    });
}
