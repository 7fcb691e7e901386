using System.CommandLine;
using Provisioner.Core.Certificates;
using Provisioner.Core.Certificates.Paths;
using Provisioner.Core.Dicom;
using Provisioner.Core.Problems;
using Provisioner.Network;
using Provisioner.Stores;

namespace Provisioner.Commands;

/// <summary>Options that <c>prove</c> and <c>peer</c> share, and the files that they name.</summary>
internal sealed class WireOptions
{
    private const int LargestFile = 4 * 1024 * 1024;

    public Option<string?> Calling { get; } = Text("--calling", "prove.calling");

    public Option<string?> Called { get; } = Text("--called", "prove.called");

    public Option<string?> Identity { get; } = Text("--identity", "prove.identity");

    public Option<string?> Password { get; } = Text("--password-file", "prove.password");

    public Option<string?> Trusted { get; } = Text("--trust", "prove.trust");

    private readonly Option<string> _profile = new Option<string>("--profile")
    {
        Description = Catalogue.English.Text("prove.profile"),
        DefaultValueFactory = _ => "bcp195",
    }.AcceptOnlyFromAmong("bcp195", "modified");

    public Option ProfileOption => _profile;

    public Option<bool> Json { get; } = Output.JsonOption();

    public TlsProfile Profile(ParseResult parsed) => parsed.GetValue(_profile) == "modified" ? TlsProfile.Modified : TlsProfile.Bcp195;

    /// <summary>The identity, or <c>null</c> where none is named.</summary>
    public Checked<Held<TlsIdentity>> ReadIdentity(ParseResult parsed)
    {
        if (parsed.GetValue(Identity) is not { } file)
        {
            return new Held<TlsIdentity>(null);
        }

        return ReadIdentity(parsed, file).Select(identity => new Held<TlsIdentity>(identity));
    }

    /// <summary>Certificate and key in a file, opened with the password of <c>--password-file</c> where it needs one.</summary>
    public Checked<TlsIdentity> ReadIdentity(ParseResult parsed, string file)
    {
        var secret = parsed.GetValue(Password) is { } from ? Bytes(from).Select(bytes => Secret.FromFile(bytes)) : null;
        if (secret is { IsGood: false })
        {
            return secret.Problems;
        }

        using var password = secret?.Value;
        return Bytes(file)
            .Then(bytes => IdentityReader.Read(Path.GetFileName(file), bytes, password))
            .Then(read =>
            {
                using var identity = read;
                return TlsIdentity.Of(identity);
            });
    }

    /// <summary>The trust decision over the file's certificates and revocation lists; one that trusts nobody where none is named.</summary>
    public Checked<TrustDecision> ReadTrust(ParseResult parsed, PathPurpose purpose, DateTimeOffset now, bool isNameCompared) =>
        parsed.GetValue(Trusted) is not { } path
            ? Trust.By([], purpose, now)
            : Bytes(path).Then(bytes =>
            {
                using var file = CertificateFile.Read(Path.GetFileName(path), bytes);
                return !file.Problems.IsEmpty ? (Checked<TrustDecision>)file.Problems
                    : !file.Certificates.Any() ? Problem.Of("CERT-019", ("file", file.Name))
                    : Trust.By(file.Certificates, purpose, now, file.RevocationLists, isNameCompared);
            });

    /// <summary>The AE title of an option, or the one that stands when it is not given.</summary>
    public static Checked<AeTitle> Title(ParseResult parsed, Option<string?> option, string otherwise) => AeTitle.Check(parsed.GetValue(option) ?? otherwise);

    private static Checked<byte[]> Bytes(string path)
    {
        try
        {
            return new Disk().Read(path, LargestFile) ?? (Checked<byte[]>)Problem.Of("DISK-005", ("file", path));
        }
        catch (Exception refused) when (Faults.IsMachine(refused))
        {
            return Faults.Of(refused, path);
        }
    }

    public static Option<string?> Text(string name, string key) => new(name) { Description = Catalogue.English.Text(key) };
}

/// <summary>A value that may be absent, where absence is no problem.</summary>
internal sealed record Held<T>(T? Value)
    where T : class;
