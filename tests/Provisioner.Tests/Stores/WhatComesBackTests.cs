using System.Globalization;
using System.Text;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Stores;
using Provisioner.Tests.House;

namespace Provisioner.Tests.Stores;

/// <summary>Names, links, owners and permissions, on every kind of settings file and of store that lies in files.</summary>
public sealed class WhatComesBackTests : IDisposable
{
    private const UnixFileMode Odd = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.SetGroup;

    private readonly ConsoleFolder _console = new();

    public void Dispose() => _console.Dispose();

    public static TheoryData<string, SettingsKind, string, string> Settings => new()
    {
        { "json", SettingsKind.Json, "{ /* kept */ \"port\": 104 }\n", "port" },
        { "xml", SettingsKind.Xml, "<?xml version=\"1.0\"?>\r\n<a>\r\n  <port>104</port><!-- kept -->\r\n</a>", "a.port" },
        { "ini", SettingsKind.Ini, "; kept\n[net]\nport = 104\n", "net.port" },
        { "properties", SettingsKind.Properties, "# kept\nport=104", "port" },
    };

    /// <summary>CI is root, who may give files away; elsewhere the owner is one's own.</summary>
    [Theory, MemberData(nameof(Settings))]
    public void Settings_of_every_kind_come_back_with_bytes_time_permissions_and_owner(string row, SettingsKind kind, string text, string key)
    {
        foreach (var name in (string[])["settings.x", "病院 Zürich/Einstellungen für MR 2.x", $"{new string('d', 200)}/{new string('e', 200)}/{new string('f', 200)}.x"])
        {
            _console.Put(name, text, Odd);
            Give(name);
            var before = _console.Picture();
            var settings = new ServiceSettings(kind, ConsolePath.Parse(name), System.Collections.Immutable.ImmutableDictionary<SettingTerm, string>.Empty);
            var planned = new ConsoleSettings(_console.Files()).Plan(settings, [new(key, new SettingValue.Number(2762))]);
            Assert.True(planned.IsGood, $"{row}: {string.Join(' ', planned.Problems)}");
            Do(planned.Value);
            Assert.Contains("2762", File.ReadAllText(_console[name]), StringComparison.Ordinal);
            Assert.Contains("kept", File.ReadAllText(_console[name]), StringComparison.Ordinal);
            Assert.Equal((Owner(before, name), Odd), (Owner(_console.Picture(), name), File.GetUnixFileMode(_console[name])));
            Undo(planned.Value);
            Assert.Equal((row, before), (row, _console.Picture()));
        }
    }

    public static TheoryData<string, StoreKind, SlotLayout> Stores => new()
    {
        { "a folder of PEM files", StoreKind.PemFolder, new() { Path = ConsolePath.Parse("病院/certs"), CertificateFile = "{name}.pem" } },
        { "one file of PEM", StoreKind.PemFolder, new() { Path = ConsolePath.Parse("etc/trusted.crt"), CertificateFile = "trusted.crt", OneFile = true } },
        { "a key store of Java", StoreKind.Pkcs12, new() { Path = ConsolePath.Parse("opt/trust store.p12"), CertificateFile = "trust store.p12", OneFile = true } },
        { "a folder of hashed names", StoreKind.OpensslFolder, new() { Path = ConsolePath.Parse("etc/hashed"), CertificateFile = "{name}.pem" } },
    };

    [Theory, MemberData(nameof(Stores))]
    public void Stores_of_every_kind_come_back_with_bytes_time_permissions_and_owner(string row, StoreKind kind, SlotLayout layout)
    {
        var held = Certificates.Made.Root("held");
        Do(Import(kind, layout, held));
        Assert.Equal("held", Assert.Single(Store.Entries(kind, layout, Now(layout)).Value).Name);
        foreach (var file in Directory.GetFiles(_console.Root, "*", SearchOption.AllDirectories).Where(file => new FileInfo(file).LinkTarget is null && !file.Contains("/var/", StringComparison.Ordinal)))
        {
            File.SetUnixFileMode(file, Odd);
            File.SetLastWriteTimeUtc(file, ConsoleFolder.LongAgo.UtcDateTime);
            Give(Path.GetRelativePath(_console.Root, file));
        }

        var before = _console.Picture();
        var import = Import(kind, layout, Certificates.Made.Root("new"));
        Do(import);
        Undo(import);
        Assert.Equal((row, before), (row, _console.Picture()));
        var removal = Store.PlanRemove(kind, layout, Now(layout), ["held"], new HashSet<string>()).Value;
        Do(removal);
        Assert.Empty(Store.Entries(kind, layout, Now(layout)).Value);
        Undo(removal);
        Assert.Equal((row, before), (row, _console.Picture()));
    }

    [Theory]
    [InlineData("HOST.pem")]
    [InlineData("Host.PEM")]
    public void A_name_that_differs_from_one_there_only_in_case_is_taken(string there)
    {
        _console.Put($"certs/{there}", "no certificate\n");
        var layout = new SlotLayout { Path = ConsolePath.Parse("certs"), CertificateFile = "{name}.pem" };
        var plan = Import(StoreKind.PemFolder, layout, Certificates.Made.Root("host"));
        Assert.Equal("certs/host-2.pem", Assert.Single(plan.Changes).Path.Text);
    }

    [Theory]
    [InlineData("CON", "entry-CON")]
    [InlineData("nul", "entry-nul")]
    [InlineData("Com1.old", "entry-Com1.old")]
    [InlineData("病院", "entry")]
    [InlineData("..", "entry")]
    public void A_name_that_no_file_can_have_everywhere_becomes_another(string subject, string expected) =>
        Assert.Equal(expected, EntryName.From(subject).Text);

    /// <summary>Made after the plan, and after a change that is to be put back.</summary>
    [Theory]
    [InlineData("etc", "etc/a.json")]
    [InlineData("opt", "opt/deep/a.json")]
    [InlineData("opt/deep", "opt/deep/a.json")]
    public void A_link_out_that_is_made_between_plan_and_act_is_not_followed(string link, string file)
    {
        using var outside = new Scratch();
        _console.Put(file, "{\"port\": 104}\n");
        var plan = Plan(file);
        var changer = _console.Changer();
        Assert.Null(changer.Prepare(plan));
        var theirs = outside[Path.GetRelativePath(link, file)];
        _ = Directory.CreateDirectory(Path.GetDirectoryName(theirs)!);
        File.Copy(_console[file], theirs);
        Directory.Move(_console[link], _console[link + "-before"]);
        _ = Directory.CreateSymbolicLink(_console[link], outside.Path);
        Assert.Equal(("CONS-002", "CONS-002", "CONS-002"), (changer.Apply(plan.Changes[0])?.Code, changer.Undo(plan.Changes[0])?.Code, changer.Prepare(plan)?.Code));
        Assert.Equal("{\"port\": 104}\n", File.ReadAllText(theirs));
        Assert.Single(Directory.GetFiles(outside.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_file_with_more_names_is_refused_before_anything_is_altered()
    {
        _console.Put("etc/a.json", "{\"port\": 104}\n");
        Assert.Equal(0, Peers.Run("ln", null, _console["etc/a.json"], _console["etc/also.json"]).Code);
        var before = _console.Picture();
        var problem = _console.Changer().Prepare(Plan("etc/a.json"));
        Assert.Equal(("CONS-011", "1"), (problem?.Code, problem?.Values.Single(value => value.Key == "count").Value));
        Assert.Equal(before, _console.Picture());
    }

    [Fact]
    public void A_file_of_another_user_is_refused_before_anything_is_altered_where_it_could_not_be_given_back()
    {
        _console.Put("etc/a.json", "{\"port\": 104}\n");
        var before = _console.Picture();
        var plan = Plan("etc/a.json");
        var changer = new Changer(_console.Files(), _console.State(), new NotGiving());
        Assert.Equal("CONS-010", changer.Prepare(plan)?.Code);
        Assert.Equal(before, _console.Picture());
        Assert.True(new Disk().MayGiveTo(_console.Held("etc/a.json").State.Owner!.Value));
    }

    private Plan Plan(string file)
    {
        var held = _console.Held(file);
        var bytes = Encoding.UTF8.GetBytes("{\"port\": 2762}\n");
        return Core.Changes.Plan.Nothing with
        {
            Changes = [new Change.WriteFile(held.Path, held.State, Sha256.Of(bytes), OwnerOnly: false)],
            Bytes = Core.Changes.Plan.Nothing.Bytes.Add(Sha256.Of(bytes), bytes),
        };
    }

    private Plan Import(StoreKind kind, SlotLayout layout, Certificates.Made authority) => Store.PlanImport(kind, layout, Now(layout), new()
    {
        Wanted = EntryName.From(authority.Held.Subject.CommonName!),
        Certificates = [authority.Held],
    }).Value;

    private SlotContents Now(SlotLayout layout) => _console.Files().List(layout).Value with { Password = new("changeit") };

    private void Do(Plan plan)
    {
        var changer = _console.Changer();
        Assert.Null(changer.Prepare(plan));
        ChangerTests.ApplyAll(changer, plan);
    }

    private void Undo(Plan plan) => ChangerTests.UndoAll(_console.Changer(), plan);

    private void Give(string name)
    {
        if (Environment.IsPrivilegedProcess)
        {
            new Disk().Stamp(_console[name], new(File.GetUnixFileMode(_console[name]), new DateTimeOffset(File.GetLastWriteTimeUtc(_console[name])), 45, new FileOwner(1234, 2345)));
        }
    }

    private static string Owner(string picture, string name) =>
        picture.Split('\n').Single(line => line.StartsWith(name + " ", StringComparison.Ordinal)).Split(' ')[^1];

    /// <summary>Run by somebody to whom the files do not belong.</summary>
    private sealed class NotGiving : IDisk
    {
        private readonly Disk _disk = new();

        public bool MayGiveTo(FileOwner owner) => false;

        public byte[]? Read(string path, int most) => _disk.Read(path, most);

        public Standing? Look(string path) => _disk.Look(path);

        public System.Collections.Immutable.ImmutableArray<string> List(string folder) => _disk.List(folder);

        public void Create(string path, ReadOnlySpan<byte> bytes, bool ownerOnly) => throw Altered(path);

        public void WriteAt(string path, long offset, ReadOnlySpan<byte> bytes) => throw Altered(path);

        public void CreateLink(string path, string target) => throw Altered(path);

        public void Rename(string from, string to) => throw Altered(to);

        public void Delete(string path) => throw Altered(path);

        public void CreateFolder(string path, bool ownerOnly) => throw Altered(path);

        public void DeleteFolder(string path) => throw Altered(path);

        public void Stamp(string path, FileStamp stamp) => throw Altered(path);

        public IDisposable? TryLock(string path) => _disk.TryLock(path);

        public void FlushAll(string folder) => _disk.FlushAll(folder);

        private static InvalidOperationException Altered(string path) => new(string.Create(CultureInfo.InvariantCulture, $"altered: {path}"));
    }
}
