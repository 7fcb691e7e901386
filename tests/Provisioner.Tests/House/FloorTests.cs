using System.Text.RegularExpressions;

namespace Provisioner.Tests.House;

/// <summary>Imports in Core go downward only (src/DESIGN.md, "Shape").</summary>
public sealed partial class FloorTests
{
    private static readonly string[][] Floors =
    [
        ["Screens", "Documents"], ["Runs"], ["Procedures"], ["Changes", "Proof"], ["Certificates", "Dicom", "Journal"], ["Problems"],
    ];

    [Fact]
    public void Every_room_of_Core_stands_on_a_floor() =>
        Assert.Empty(Directory.GetDirectories(Repository.Core).Select(Path.GetFileName)
            .Except([.. Floors.SelectMany(f => f), "bin", "obj"]));

    [Fact]
    public void Rooms_import_only_from_floors_below()
    {
        var wrong = from file in Repository.Sources(Repository.Core)
                    let room = Path.GetRelativePath(Repository.Core, file).Split(Path.DirectorySeparatorChar)[0]
                    from Match import in CoreRoom().Matches(File.ReadAllText(file))
                    let imported = import.Groups[1].Value
                    where imported != room && FloorOf(imported) <= FloorOf(room)
                    select $"{Path.GetRelativePath(Repository.Top, file)} imports {imported}";
        Assert.Empty(wrong);
    }

    private static int FloorOf(string room) => Array.FindIndex(Floors, floor => floor.Contains(room));

    [GeneratedRegex(@"Provisioner\.Core\.(Screens|Documents|Runs|Procedures|Changes|Proof|Certificates|Dicom|Journal|Problems)\b")]
    private static partial Regex CoreRoom();
}
