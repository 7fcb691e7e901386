using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Provisioner.Core.Certificates.Paths;
using Provisioner.Core.Dicom;
using Provisioner.Core.Proof;
using Provisioner.Network;
using Provisioner.Tests.Certificates;
using Provisioner.Tests.House;

namespace Provisioner.Tests.Network;

/// <summary>The certificates that the network's tests share: an authority, a server and a scanner, RSA and P-256. Made once;
/// valid around the real time, since real peers judge them.</summary>
public sealed class Hospital : IDisposable
{
    public static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    private static readonly Lazy<RSA[]> RsaKeys = new(() => [.. Enumerable.Range(0, 3).Select(_ => RSA.Create(2048))]);

    private readonly Dictionary<string, string> _files = [];

    internal Scratch Folder { get; } = new();

    internal Made Authority { get; } = Dated("CN=St. Anna CA", null, w => w.Authority());

    internal Made OtherAuthority { get; } = Dated("CN=Elsewhere CA", null, w => w.Authority());

    internal Made Server { get; }

    internal Made Scanner { get; }

    internal Made RsaAuthority { get; }

    internal Made RsaServer { get; }

    internal Made RsaScanner { get; }

    public Hospital()
    {
        Server = MakeServer(Authority);
        Scanner = MakeScanner(Authority);
        RsaAuthority = Dated("CN=St. Anna RSA CA", null, w => { w.Pair = RsaKeys.Value[0]; w.Authority(); });
        RsaServer = MakeServer(RsaAuthority, w => w.Pair = RsaKeys.Value[1]);
        RsaScanner = MakeScanner(RsaAuthority, w => w.Pair = RsaKeys.Value[2]);
    }

    internal static AeTitles Titles(string calling = "MR2", string called = "PACS") => new(AeTitle.Check(calling).Value, AeTitle.Check(called).Value);

    internal static Made MakeServer(Made? issuer, Action<Made.Wish>? alter = null) => Dated("CN=pacs", issuer, w =>
    {
        w.Names("pacs.hospital.local", "127.0.0.1", "localhost");
        w.Usages("1.3.6.1.5.5.7.3.1");
        alter?.Invoke(w);
    });

    internal static Made MakeScanner(Made? issuer, Action<Made.Wish>? alter = null) => Dated("CN=mr2, O=St. Anna", issuer, w =>
    {
        w.Names("mr2.hospital.local");
        w.Usages("1.3.6.1.5.5.7.3.2");
        alter?.Invoke(w);
    });

    /// <summary>Trusts the given authorities for servers.</summary>
    internal static TrustDecision Servers(params Made[] authorities) => Trust.By(authorities.Select(a => a.Held), PathPurpose.Server, Now);

    internal static TrustDecision Clients(params Made[] authorities) => Trust.By(authorities.Select(a => a.Held), PathPurpose.Client, Now);

    /// <summary>With its key, as TLS wants it.</summary>
    internal static X509Certificate2 WithKey(Made made) => made.Pair is RSA rsa ? made.Platform.CopyWithPrivateKey(rsa) : made.Platform.CopyWithPrivateKey((ECDsa)made.Pair);

    internal ProofRequest Ask(Endpoint endpoint, ProofKind kind = ProofKind.Echo) => new()
    {
        Endpoint = endpoint,
        Kind = kind,
        Titles = Titles(),
        Identity = WithKey(Scanner),
        Trust = Servers(Authority),
        Timeout = TimeSpan.FromSeconds(5),
    };

    /// <summary>The path of a PEM file with these.</summary>
    internal string File(string name, string text)
    {
        if (!_files.TryGetValue(name + text, out var path))
        {
            path = Folder[$"{_files.Count}-{name}"];
            System.IO.File.WriteAllText(path, text);
            _files[name + text] = path;
        }

        return path;
    }

    public void Dispose() => Folder.Dispose();

    internal static Made Dated(string name, Made? issuer, Action<Made.Wish> alter) => Made.Wish.Of(name, issuer, w =>
    {
        w.From = Now.AddDays(-30);
        w.Until = Now.AddDays(300);
        alter(w);
    });
}
