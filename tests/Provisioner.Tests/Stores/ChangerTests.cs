using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Stores;

namespace Provisioner.Tests.Stores;

public sealed class ChangerTests : IDisposable
{
    private readonly ConsoleFolder _console = new();

    public void Dispose() => _console.Dispose();

    [Fact]
    public void What_is_applied_and_undone_is_as_before_with_bytes_permissions_times_and_owner()
    {
        var plan = _console.EveryKind();
        var before = _console.Picture();
        var changer = _console.Changer();
        Assert.Null(changer.Prepare(plan));
        Assert.Equal(before, _console.Picture());
        ApplyAll(changer, plan);
        Assert.NotEqual(before, _console.Picture());
        Assert.All(plan.Changes, change => Assert.Equal(Place.After, changer.Probe(change).Value));
        UndoAll(changer, plan);
        Assert.Equal(before, _console.Picture());
        Assert.All(plan.Changes, change => Assert.Equal(Place.Before, changer.Probe(change).Value));
    }

    [Fact]
    public void Applying_twice_is_applying_once()
    {
        var plan = _console.EveryKind();
        var changer = _console.Changer();
        Assert.Null(changer.Prepare(plan));
        ApplyAll(changer, plan);
        var once = _console.Picture();
        ApplyAll(changer, plan);
        Assert.Equal(once, _console.Picture());
    }

    [Fact]
    public void Undoing_twice_is_undoing_once_and_undoing_what_was_never_made_changes_nothing()
    {
        var plan = _console.EveryKind();
        var changer = _console.Changer();
        var before = _console.Picture();
        Assert.Null(changer.Prepare(plan));
        UndoAll(changer, plan);
        Assert.Equal(before, _console.Picture());
        ApplyAll(changer, plan);
        UndoAll(changer, plan);
        UndoAll(changer, plan);
        Assert.Equal(before, _console.Picture());
    }

    [Fact]
    public void What_is_applied_has_the_planned_bytes_and_nobody_else_reads_a_key()
    {
        var plan = _console.EveryKind();
        var changer = _console.Changer();
        Assert.Null(changer.Prepare(plan));
        ApplyAll(changer, plan);
        Assert.Equal("{\"port\": 2762}\n", File.ReadAllText(_console["etc/settings.json"]));
        Assert.False(File.Exists(_console["etc/old.pem"]));
        Assert.Equal("secret", File.ReadAllText(_console["etc/certs/host/host.key"]));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_console["etc/certs/host/host.key"]));
        Assert.Equal((UnixFileMode)Convert.ToInt32("700", 8), File.GetUnixFileMode(_console["etc/certs/host"]));
        Assert.Equal((UnixFileMode)Convert.ToInt32("755", 8), File.GetUnixFileMode(_console["etc/certs"]));
        Assert.Equal((UnixFileMode)Convert.ToInt32("640", 8), File.GetUnixFileMode(_console["etc/settings.json"]));
        Assert.Equal((UnixFileMode)Convert.ToInt32("644", 8), File.GetUnixFileMode(_console["etc/new.pem"]));
        Assert.Equal(
            ["0a0b0c0d.0 ../etc/settings.json", "1a1b1c1d.0 ../etc/new.pem"],
            new DirectoryInfo(_console["links"]).GetFiles().OrderBy(file => file.Name).Select(file => $"{file.Name} {file.LinkTarget}"));
    }

    [Theory]
    [InlineData("etc/settings.json", "{\"port\": 105}\n")]
    [InlineData("etc/settings.json", null)]
    [InlineData("etc/old.pem", "other\n")]
    [InlineData("etc/new.pem", "somebody else's\n")]
    [InlineData("etc/certs/host/host.key", "somebody else's\n")]
    public void A_file_that_changed_between_plan_and_apply_is_left_alone(string path, string? text)
    {
        var plan = _console.EveryKind();
        var changer = _console.Changer();
        Assert.Null(changer.Prepare(plan));
        Alter(path, text);
        var altered = _console.Picture();
        var change = plan.Changes.Single(change => change.Path.Text == path);
        Assert.Equal("CONS-007", changer.Apply(change)?.Code);
        Assert.Equal("CONS-007", changer.Undo(change)?.Code);
        Assert.Equal(Place.Elsewise, changer.Probe(change).Value);
        Assert.Equal(altered, _console.Picture());
    }

    [Fact]
    public void A_link_that_was_altered_and_a_file_in_its_place_are_left_alone()
    {
        var plan = _console.EveryKind();
        var changer = _console.Changer();
        var change = plan.Changes.OfType<Change.PutItem>().First();
        Assert.Null(changer.Prepare(plan));
        File.Delete(_console[change.Path.Text]);
        File.CreateSymbolicLink(_console[change.Path.Text], "../etc");
        Assert.Equal(("CONS-007", "CONS-007", Place.Elsewise), (changer.Apply(change)?.Code, changer.Undo(change)?.Code, changer.Probe(change).Value));
        Assert.Equal("CONS-007", changer.Prepare(plan)?.Code);
        File.Delete(_console[change.Path.Text]);
        File.WriteAllText(_console[change.Path.Text], "a file");
        Assert.NotNull(changer.Apply(change));
        Assert.NotNull(changer.Undo(change));
        Assert.Equal("a file", File.ReadAllText(_console[change.Path.Text]));
    }

    [Fact]
    public void What_this_system_does_not_have_is_a_problem()
    {
        var change = new Change.PutItem(ConsolePath.Parse("HKLM/SOFTWARE/x"), ItemKind.Registry, null, Sha256.Of("x"u8));
        var changer = new Changer(ConsoleFiles.Open("/", new Disk()).Value, _console.State(), new Disk());
        Assert.Equal("CONS-009", changer.Prepare(Plan.Nothing with { Changes = [change] })?.Code);
        Assert.Equal("CONS-009", changer.Apply(change)?.Code);
        Assert.Equal("CONS-009", changer.Undo(change)?.Code);
        Assert.Equal("CONS-009", changer.Probe(change).Problems.Single().Code);
    }

    [Theory]
    [InlineData("etc/settings.json", "{\"port\": 105}\n")]
    [InlineData("etc/settings.json", null)]
    [InlineData("etc/old.pem", "other\n")]
    public void A_file_that_changed_before_its_back_up_stops_the_plan(string path, string? text)
    {
        var plan = _console.EveryKind();
        Alter(path, text);
        Assert.Equal("CONS-007", _console.Changer().Prepare(plan)?.Code);
    }

    [Fact]
    public void A_file_in_the_place_of_a_new_folder_is_left_alone()
    {
        var plan = _console.EveryKind();
        var changer = _console.Changer();
        Assert.Null(changer.Prepare(plan));
        _console.Put("etc/certs", "a file");
        Assert.Equal("CONS-007", changer.Apply(plan.Changes[0])?.Code);
        Assert.Equal(Place.Elsewise, changer.Probe(plan.Changes[0]).Value);
        Assert.Null(changer.Undo(plan.Changes[0]));
        Assert.Equal("a file", File.ReadAllText(_console["etc/certs"]));
    }

    [Fact]
    public void A_created_folder_that_somebody_put_a_file_into_stays()
    {
        var plan = _console.EveryKind();
        var changer = _console.Changer();
        Assert.Null(changer.Prepare(plan));
        ApplyAll(changer, plan);
        _console.Put("etc/certs/theirs.pem", "theirs");
        UndoAll(changer, plan);
        Assert.True(File.Exists(_console["etc/certs/theirs.pem"]));
        Assert.False(Directory.Exists(_console["etc/certs/host"]));
    }

    [Fact]
    public void A_back_up_that_was_altered_is_not_put_back()
    {
        var plan = _console.EveryKind();
        var changer = _console.Changer();
        Assert.Null(changer.Prepare(plan));
        ApplyAll(changer, plan);
        var settings = (Change.WriteFile)plan.Changes[3];
        File.WriteAllText(_console[$"var/lib/provisioner/backup/{settings.Before!.Digest}"], "{\"port\": 1}");
        Assert.Equal("CONS-006", changer.Undo(settings)?.Code);
        Assert.Equal("{\"port\": 2762}\n", File.ReadAllText(_console["etc/settings.json"]));
    }

    [Fact]
    public void Staged_bytes_that_were_altered_are_not_applied()
    {
        var plan = _console.EveryKind();
        var changer = _console.Changer();
        Assert.Null(changer.Prepare(plan));
        var settings = (Change.WriteFile)plan.Changes[3];
        File.WriteAllText(_console[$"var/lib/provisioner/staged/{settings.After}"], "{\"port\": 1}");
        Assert.Equal("CONS-006", changer.Apply(settings)?.Code);
        Assert.Equal("{\"port\": 104}\n", File.ReadAllText(_console["etc/settings.json"]));
    }

    [Fact]
    public void A_link_within_the_console_is_followed_and_stays_a_link()
    {
        _console.Put("opt/real.json", "{}");
        Directory.CreateDirectory(_console["etc"]);
        File.CreateSymbolicLink(_console["etc/link.json"], "../opt/real.json");
        var held = _console.Held("etc/link.json");
        var bytes = "{ }"u8.ToArray();
        var change = new Change.WriteFile(held.Path, held.State, Sha256.Of(bytes), OwnerOnly: false);
        var changer = _console.Changer();
        Assert.Null(changer.Prepare(Plan.Nothing with { Changes = [change], Bytes = Plan.Nothing.Bytes.Add(change.After, bytes) }));
        Assert.Null(changer.Apply(change));
        Assert.Equal("{ }", File.ReadAllText(_console["opt/real.json"]));
        Assert.NotNull(new FileInfo(_console["etc/link.json"]).LinkTarget);
        Assert.Null(changer.Undo(change));
        Assert.Equal("{}", File.ReadAllText(_console["opt/real.json"]));
    }

    [Theory]
    [InlineData("a link to a file outside", "etc/settings.json", "/outside.json")]
    [InlineData("a relative link to a file outside", "etc/settings.json", "../../outside.json")]
    [InlineData("a link to nowhere outside", "etc/settings.json", "/nowhere/at/all")]
    public void A_link_that_leads_out_of_the_console_is_refused(string row, string path, string target)
    {
        using var outside = new House.Scratch();
        Directory.CreateDirectory(_console["etc"]);
        File.CreateSymbolicLink(_console[path], target.StartsWith('/') ? outside.Path + target : target);
        var change = new Change.WriteFile(ConsolePath.Parse(path), null, Sha256.Of("x"u8), OwnerOnly: false);
        var changer = _console.Changer();
        Assert.Equal((row, "CONS-002"), (row, changer.Apply(change)?.Code));
        Assert.Equal((row, "CONS-002"), (row, changer.Undo(change)?.Code));
        Assert.Equal((row, "CONS-002"), (row, changer.Probe(change).Problems.Single().Code));
        Assert.Equal((row, "CONS-002"), (row, _console.Files().Read(change.Path).Problems.Single().Code));
    }

    internal static void ApplyAll(Changer changer, Plan plan) =>
        Assert.All(plan.Changes, change => Assert.Null(changer.Apply(change)));

    internal static void UndoAll(Changer changer, Plan plan) =>
        Assert.All(plan.Changes.Reverse(), change => Assert.Null(changer.Undo(change)));

    private void Alter(string path, string? text)
    {
        if (text is null)
        {
            File.Delete(_console[path]);
        }
        else
        {
            _console.Put(path, text);
        }
    }
}
