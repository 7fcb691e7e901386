using Provisioner.Core.Dicom;
using Provisioner.Tests.EndToEnd;
using Provisioner.Tests.House;
using Provisioner.Tests.Network;
using Provisioner.Tests.Scenarios;

namespace Provisioner.Tests.RealSystems;

/// <summary>A Java program with nothing but the JDK, run with the settings and key stores that the procedures wrote.</summary>
public sealed class JavaKeyStoreTests
{
    private const string Settings = "opt/app/conf/app.properties";

    private const string Before = """
        app.serial = 4711
        app.host = app-1
        dicom.aet = APP
        javax.net.ssl.keyStorePassword = key-store-1
        javax.net.ssl.trustStorePassword = trust-store-1

        """;

    /// <summary>Connects as the settings say, asks for an association, prints the first byte of the answer.</summary>
    private const string Client = """
        import java.io.*;
        import java.nio.file.*;
        import java.util.*;
        import javax.net.ssl.*;

        public class Client {
            public static void main(String[] words) throws Exception {
                Properties app = new Properties();
                try (InputStream settings = Files.newInputStream(Paths.get(words[1]))) { app.load(settings); }
                for (String name : app.stringPropertyNames())
                    if (name.startsWith("javax.net.ssl."))
                        System.setProperty(name, name.endsWith("Password") ? app.getProperty(name) : words[0] + app.getProperty(name));
                int port = Integer.parseInt(app.getProperty("dicom.remote.port"));
                try (SSLSocket socket = (SSLSocket) SSLSocketFactory.getDefault().createSocket(app.getProperty("dicom.remote.host"), port)) {
                    socket.setSoTimeout(20000);
                    socket.getOutputStream().write(HexFormat.of().parseHex(words[2]));
                    System.out.println("answered " + socket.getInputStream().read());
                }
            }
        }
        """;

    [PeerFact("javac", "keytool", "openssl", "storescp")]
    public async Task After_secure_client_a_Java_program_connects_and_after_put_back_no_more()
    {
        using var visit = new SystemVisit((Settings, Before));
        using var archive = StoreScp.Secure(visit.Aside("received"));
        var start = visit.Tree();
        (await visit.Answer("authority", "CERTS/IN/authority.pem").Answer("identity", "CERTS/IN/host-identity.pem").Answer("compare-authority", "not-compared")
            .Answer("server", $"127.0.0.1:{archive.Port}").Answer("titles", "APP/STORESCP").RunAsync("java-keystore/secure-client")).Expect(0);
        Assert.Contains("PrivateKeyEntry", Keytool(visit, "keystore.p12", "key-store-1"), StringComparison.Ordinal);
        Assert.Contains("trustedCertEntry", Keytool(visit, "truststore.p12", "trust-store-1"), StringComparison.Ordinal);
        Assert.Contains("dicom.alias = app", File.ReadAllText(visit[Settings]), StringComparison.Ordinal);
        var (code, output) = Connect(visit);
        Assert.True(code == 0 && output.Contains("answered 2", StringComparison.Ordinal), output);

        var connected = File.ReadAllText(visit[Settings]);
        (await visit.UndoAsync()).Expect(0);
        Assert.Equal(start, visit.Tree());
        File.WriteAllText(visit[Settings], connected);
        Assert.NotEqual(0, Connect(visit).Code);
    }

    /// <summary>Listens as the settings say and tells every caller who gets through.</summary>
    private const string Server = """
        import java.io.*;
        import java.nio.file.*;
        import java.util.*;
        import javax.net.ssl.*;

        public class Server {
            public static void main(String[] words) throws Exception {
                Properties app = new Properties();
                try (InputStream settings = Files.newInputStream(Paths.get(words[1]))) { app.load(settings); }
                for (String name : app.stringPropertyNames())
                    if (name.startsWith("javax.net.ssl."))
                        System.setProperty(name, name.endsWith("Password") ? app.getProperty(name) : words[0] + app.getProperty(name));
                int port = Integer.parseInt(words[2]);
                SSLServerSocket listener = (SSLServerSocket) SSLServerSocketFactory.getDefault().createServerSocket(port);
                listener.setNeedClientAuth(Boolean.parseBoolean(app.getProperty("dicom.need-client-auth")));
                while (true) {
                    SSLSocket caller = (SSLSocket) listener.accept();
                    new Thread(() -> {
                        try (caller) {
                            caller.setSoTimeout(10000);
                            InputStream in = caller.getInputStream();
                            byte[] head = new byte[6];
                            new DataInputStream(in).readFully(head);
                            caller.getOutputStream().write(new byte[] { 3, 0, 0, 0, 0, 4, 0, 1, 1, 1 });
                            in.read();
                        } catch (IOException refused) { }
                    }).start();
                }
            }
        }
        """;

    [PeerFact("javac", "keytool", "openssl")]
    public async Task After_secure_server_the_key_stores_hold_what_a_Java_server_needs_and_it_lets_in_exactly_those_who_are_trusted()
    {
        using var visit = new SystemVisit((Settings, Before));
        var start = visit.Tree();
        ConsoleListener? listener = null;
        Caller.ExpectsDone(await visit.Answer("authority", "CERTS/IN/authority.pem").Answer("identity", "CERTS/IN/host-identity.pem").Answer("compare-authority", "not-compared")
            .Answer("port", RunningPeer.FreePort().ToString(System.Globalization.CultureInfo.InvariantCulture)).RunAsync("java-keystore/secure-server", () => listener = new ConsoleListener(visit.Console, "java-keystore", "dicom")));
        listener!.Dispose();
        Assert.Contains("PrivateKeyEntry", Keytool(visit, "keystore.p12", "key-store-1"), StringComparison.Ordinal);
        Assert.Contains("trustedCertEntry", Keytool(visit, "truststore.p12", "trust-store-1"), StringComparison.Ordinal);
        var source = Path.Combine(visit.Aside("java"), "Server.java");
        File.WriteAllText(source, Server);
        using (var java = RunningPeer.Start("java", port => [source, visit.Console, visit[Settings], port.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
            Assert.Equal(
                (true, true, false, false, false),
                (Handshakes(java.Port, "host.pem"), Handshakes(java.Port, "renewed.pem", "other.key"), Handshakes(java.Port, "stranger-host.pem"), Handshakes(java.Port, "forged-host.pem"), Handshakes(java.Port, null)));
        }

        (await visit.UndoAsync()).Expect(0);
        Assert.Equal(start, visit.Tree());
        var (code, output) = Peers.Run("java", null, source, visit.Console, visit[Settings], RunningPeer.FreePort().ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.True(code != 0 && output.Contains("SSLContext", StringComparison.Ordinal), output);
    }

    /// <summary>A whole message there and back: with TLS 1.3 a refusal comes after the handshake.</summary>
    private static bool Handshakes(int port, string? certificate, string key = "host.key")
    {
        string[] own = certificate is null ? [] : ["-cert", HospitalIt.File(certificate), "-key", HospitalIt.File(key)];
        var (_, output) = Peers.Run("sh", null, ["-c", "(printf '\\001\\000\\000\\000\\000\\000'; sleep 2) | openssl s_client -quiet -connect 127.0.0.1:$0 -CAfile $1 $2 $3 $4 $5 2>/dev/null | od -An -tx1",
            port.ToString(System.Globalization.CultureInfo.InvariantCulture), HospitalIt.File("authority.pem"), .. own]);
        return output.Contains("03 00", StringComparison.Ordinal);
    }

    private static string Keytool(SystemVisit visit, string store, string password) =>
        Peers.Run("keytool", null, "-list", "-keystore", visit[$"opt/app/conf/{store}"], "-storepass", password).Output;

    private static (int Code, string Output) Connect(SystemVisit visit)
    {
        var source = Path.Combine(visit.Aside("java"), "Client.java");
        File.WriteAllText(source, Client);
        var request = PduWriter.Write(new Pdu.AssociateRequest
        {
            Called = AeTitle.Check("STORESCP").Value,
            Calling = AeTitle.Check("APP").Value,
            Contexts = [new(1, Uids.Verification, [Uids.ImplicitLittle])],
        });
        return Peers.Run("java", null, source, visit.Console, visit[Settings], Convert.ToHexString(request));
    }
}
