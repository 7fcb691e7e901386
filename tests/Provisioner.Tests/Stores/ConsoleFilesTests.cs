using Provisioner.Core.Changes;
using Provisioner.Stores;

namespace Provisioner.Tests.Stores;

public sealed class ConsoleFilesTests : IDisposable
{
    private readonly ConsoleFolder _console = new();

    public void Dispose() => _console.Dispose();

    [Fact]
    public void A_root_that_is_no_folder_is_a_problem() =>
        Assert.Equal("CONS-001", ConsoleFiles.Open(_console["nowhere"], new Disk()).Problems.Single().Code);

    [Fact]
    public void A_file_is_read_with_what_is_to_be_put_back()
    {
        _console.Put("etc/a.json", "{}");
        var held = _console.Held("etc/a.json");
        Assert.Equal("{}"u8.ToArray(), held.Bytes.ToArray());
        Assert.Equal(Convert.ToInt32("640", 8), held.State.Mode);
        Assert.Equal(ConsoleFolder.LongAgo.AddTicks(1_234_567), held.State.Modified);
        Assert.NotNull(held.State.Owner);
    }

    [Fact]
    public void What_is_not_there_is_read_as_nothing()
    {
        Assert.Null(_console.Files().Read(ConsolePath.Parse("etc/none.json")).Value.Held);
        var slot = _console.Files().List(new SlotLayout { Path = ConsolePath.Parse("etc/certs/host"), CertificateFile = "{name}.pem" }).Value;
        Assert.Empty(slot.Files);
        Assert.Equal(["etc", "etc/certs", "etc/certs/host"], slot.MissingFolders.Select(folder => folder.Text));
    }

    [Fact]
    public void A_folder_where_a_file_is_expected_is_a_problem()
    {
        Directory.CreateDirectory(_console["etc/a.json"]);
        Assert.Equal("DISK-004", _console.Files().Read(ConsolePath.Parse("etc/a.json")).Problems.Single().Code);
    }

    [Fact]
    public void A_slot_lists_its_files_by_name_but_not_its_folders()
    {
        _console.Put("certs/b.pem", "b");
        _console.Put("certs/a.pem", "a");
        _console.Put("certs/sub/c.pem", "c");
        var slot = _console.Files().List(new SlotLayout { Path = ConsolePath.Parse("certs"), CertificateFile = "{name}.pem" }).Value;
        Assert.Equal(["certs/a.pem", "certs/b.pem"], slot.Files.Select(file => file.Path.Text));
        Assert.Empty(slot.MissingFolders);
    }

    [Fact]
    public void The_root_itself_may_be_a_link()
    {
        _console.Put("real/etc/a.json", "{}");
        File.CreateSymbolicLink(_console["console"], "real");
        var files = ConsoleFiles.Open(_console["console"], new Disk()).Value;
        Assert.NotNull(files.Read(ConsolePath.Parse("etc/a.json")).Value.Held);
    }

    [Fact]
    public void A_folder_that_is_a_link_out_of_the_console_is_refused_for_every_path_below_it()
    {
        using var outside = new House.Scratch();
        File.WriteAllText(outside["a.json"], "{}");
        File.CreateSymbolicLink(_console["etc"], outside.Path);
        Assert.Equal("CONS-002", _console.Files().Read(ConsolePath.Parse("etc/a.json")).Problems.Single().Code);
        Assert.Equal("CONS-002", _console.Files().List(new SlotLayout { Path = ConsolePath.Parse("etc"), CertificateFile = "{name}.pem" }).Problems.Single().Code);
    }

    [Fact]
    public void Links_that_lead_in_a_circle_are_a_problem()
    {
        File.CreateSymbolicLink(_console["a"], "b");
        File.CreateSymbolicLink(_console["b"], "a");
        Assert.Single(_console.Files().Read(ConsolePath.Parse("a/x")).Problems);
    }

    [Theory]
    [InlineData("../opt", true)]
    [InlineData("hop/..", true)]
    [InlineData("hop", false)]
    public void A_link_is_followed_as_the_system_follows_it(string target, bool found)
    {
        _console.Put("opt/a.json", "{}");
        _console.Put("opt/deep/b", "b");
        Directory.CreateDirectory(_console["etc"]);
        File.CreateSymbolicLink(_console["etc/hop"], "../opt/deep");
        File.CreateSymbolicLink(_console["etc/inner"], target);
        Assert.Equal(found, File.Exists(_console["etc/inner/a.json"]));
        Assert.Equal(found, _console.Files().Read(ConsolePath.Parse("etc/inner/a.json")).Value.Held is not null);
    }

    [Fact]
    public void A_sibling_whose_name_begins_like_the_root_is_outside()
    {
        Assert.True(Links.IsWithin("/console", "/console/etc"));
        Assert.True(Links.IsWithin("/", "/etc"));
        Assert.False(Links.IsWithin("/console", "/console2/etc"));
    }

    [Fact]
    public void Long_and_foreign_names_are_read_and_written()
    {
        var name = "病院-" + new string('ä', 60) + ".pem";
        _console.Put($"certs/{name}", "old");
        Beside.Replace(new Disk(), _console[$"certs/{name}"], "new"u8, ownerOnly: false);
        Assert.Equal("new"u8.ToArray(), _console.Held($"certs/{name}").Bytes.ToArray());
    }
}
