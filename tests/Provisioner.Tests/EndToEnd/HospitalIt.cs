using System.Globalization;
using Provisioner.Tests.House;

namespace Provisioner.Tests.EndToEnd;

/// <summary>What a hospital's IT makes with <c>openssl</c>: authorities, certificates good and bad, keys encrypted with
/// <see cref="Password"/>. Made once, on first use.</summary>
internal static class HospitalIt
{
    /// <summary>Also the canary: it must be found in nothing that the program writes.</summary>
    public const string Password = "canary-Passw0rd-4711";

    public const string Host = "/C=US/ST=Ohio/L=Springfield/O=St. Anna/OU=Radiology/CN=mr450w-2.st-anna.example";

    /// <summary>What <c>described-identity.p12</c> states besides.</summary>
    public const string FriendlyName = "GE E95 - Room 1", AuthorityName = "St. Anna's authority", Provider = "Microsoft Enhanced RSA and AES Cryptographic Provider";

    private static readonly Lazy<string> Made = new(Make);

    public static string Folder => Made.Value;

    /// <summary>A file made here, e.g. <c>authority.pem</c>.</summary>
    public static string File(string name) => Path.Combine(Folder, name);

    /// <summary>Signs what a request asks for, as the authority, for a year.</summary>
    /// <param name="certificate">Where it is put, PEM.</param>
    public static void Sign(string request, string certificate)
    {
        OpenSsl(Folder, $"x509 -req -in {request} -CA authority.pem -CAkey authority.key -set_serial 0x{Guid.NewGuid():N} -days 365 -copy_extensions copy -out {certificate}");
    }

    private static string Make()
    {
        var folder = Directory.CreateTempSubdirectory("provisioner-it-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        foreach (var authority in new[] { "authority", "stranger" })
        {
            OpenSsl(folder, $"req -x509 -newkey rsa:2048 -nodes -keyout {authority}.key -out {authority}.pem -days 900 -subj /O=St.Anna/CN={authority} -addext keyUsage=critical,keyCertSign,cRLSign");
            Directory.CreateDirectory(Path.Combine(folder, authority));
            System.IO.File.WriteAllText(Path.Combine(folder, $"{authority}.txt"), "");
            System.IO.File.WriteAllText(Path.Combine(folder, $"{authority}.cnf"), Config(authority));
        }

        foreach (var key in new[] { "rsa:2048 host", "rsa:2048 server", "rsa:1024 small", "rsa:2048 other" })
        {
            OpenSsl(folder, $"genrsa -out {key[9..]}.key {key[4..8]}");
        }

        Issue(folder, "host", "host", Host);
        Issue(folder, "renewed", "other", Host);
        Issue(folder, "nounit", "host", Host.Replace("/OU=Radiology", "", StringComparison.Ordinal));
        Issue(folder, "small", "small", Host);
        Issue(folder, "expired", "host", Host, years: -1);
        Issue(folder, "clientonly", "host", Host, extensions: "clientonly");
        Issue(folder, "elsewhere", "host", Host, extensions: "elsewhere");
        Issue(folder, "serveronly", "host", Host, server: true);
        Issue(folder, "server", "server", "/O=St. Anna/CN=archive", server: true);
        Issue(folder, "server-stranger", "server", "/O=Elsewhere/CN=archive", server: true, by: "stranger");
        Issue(folder, "stranger-host", "host", Host, by: "stranger");
        Directory.CreateDirectory(Path.Combine(folder, "forged"));
        System.IO.File.WriteAllText(Path.Combine(folder, "forged.txt"), "");
        System.IO.File.WriteAllText(Path.Combine(folder, "forged.cnf"), Config("forged"));
        OpenSsl(folder, "req -x509 -newkey rsa:2048 -nodes -keyout forged.key -out forged.pem -days 900 -subj /O=St.Anna/CN=authority");
        Issue(folder, "forged-host", "host", Host, by: "forged");
        OpenSsl(folder, "x509 -req -in renewed.csr -CA host.pem -CAkey host.key -set_serial 0x4711 -days 365 -out below-host.pem");
        OpenSslWords(folder, "req", "-x509", "-key", "host.key", "-out", "self-host.pem", "-days", "365", "-subj", Host);
        Issue(folder, "expired-authority", "other", "/O=St.Anna/CN=old authority", years: -1, by: "stranger");
        foreach (var (name, key) in new[] { ("host", "host"), ("nounit", "host"), ("small", "small"), ("expired", "host"), ("misfit", "other"), ("renewed", "other"), ("stranger", "host"), ("clientonly", "host"), ("serveronly", "host"), ("elsewhere", "host") })
        {
            OpenSsl(folder, $"pkcs8 -topk8 -v2 aes256 -in {key}.key -out {key}.enc -passout pass:{Password}");
            var certificate = name switch { "misfit" => "host", "stranger" => "stranger-host", _ => name };
            System.IO.File.WriteAllText(Path.Combine(folder, $"{name}-identity.pem"), Read(folder, $"{certificate}.pem") + Read(folder, $"{key}.enc"));
        }

        OpenSsl(folder, "req -x509 -newkey rsa:2048 -nodes -keyout localhost.key -out localhost.pem -days 300 -subj /CN=localhost");
        OpenSsl(folder, $"pkcs12 -export -in host.pem -inkey host.key -certfile authority.pem -name host -out host-identity.p12 -passout pass:{Password}");
        OpenSslWords(
            folder, "pkcs12", "-export", "-in", "host.pem", "-inkey", "host.key", "-certfile", "authority.pem", "-name", FriendlyName, "-caname", AuthorityName,
            "-CSP", Provider, "-LMK", "-out", "described-identity.p12", "-passout", $"pass:{Password}");
        return folder;
    }

    private static void Issue(string folder, string name, string key, string subject, bool server = false, int years = 1, string by = "authority", string? extensions = null)
    {
        var now = DateTime.UtcNow;
        OpenSslWords(folder, "req", "-new", "-key", $"{key}.key", "-subj", subject, "-out", $"{name}.csr");
        OpenSsl(folder, $"ca -batch -notext -config {by}.cnf -in {name}.csr -out {name}.pem -extensions {extensions ?? (server ? "server" : "client")} "
            + $"-startdate {Stamp(now.AddYears(Math.Min(years - 1, 0)).AddDays(-2))} -enddate {Stamp(now.AddYears(years).AddDays(-1))}");
    }

    private static string Stamp(DateTime time) => time.ToString("yyyyMMddHHmmss'Z'", CultureInfo.InvariantCulture);

    private static string Read(string folder, string name) => System.IO.File.ReadAllText(Path.Combine(folder, name));

    private static void OpenSsl(string folder, string arguments) => OpenSslWords(folder, arguments.Split(' '));

    private static void OpenSslWords(string folder, params string[] arguments)
    {
        var (code, output) = Peers.Run("openssl", folder, arguments);
        Assert.True(code == 0, $"openssl {string.Join(' ', arguments)}\n{output}");
    }

    private static string Config(string authority) => $"""
        [ca]
        default_ca = this
        [this]
        database = {authority}.txt
        new_certs_dir = {authority}
        certificate = {authority}.pem
        private_key = {authority}.key
        rand_serial = yes
        default_md = sha256
        policy = any
        unique_subject = no
        [any]
        countryName = optional
        stateOrProvinceName = optional
        localityName = optional
        organizationName = optional
        organizationalUnitName = optional
        commonName = optional
        [client]
        basicConstraints = critical,CA:FALSE
        keyUsage = critical,digitalSignature,keyEncipherment
        extendedKeyUsage = clientAuth,serverAuth
        authorityKeyIdentifier = keyid
        subjectKeyIdentifier = hash
        [clientonly]
        basicConstraints = critical,CA:FALSE
        keyUsage = critical,digitalSignature,keyEncipherment
        extendedKeyUsage = clientAuth
        authorityKeyIdentifier = keyid
        subjectKeyIdentifier = hash
        [elsewhere]
        basicConstraints = critical,CA:FALSE
        extendedKeyUsage = clientAuth,serverAuth
        subjectAltName = DNS:somebody-else.st-anna.example
        authorityKeyIdentifier = keyid
        subjectKeyIdentifier = hash
        [server]
        basicConstraints = critical,CA:FALSE
        keyUsage = critical,digitalSignature,keyEncipherment
        extendedKeyUsage = serverAuth
        subjectAltName = DNS:localhost,IP:127.0.0.1
        authorityKeyIdentifier = keyid
        subjectKeyIdentifier = hash
        """;
}
