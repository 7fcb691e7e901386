using Provisioner.Tests.EndToEnd;
using Provisioner.Tests.House;
using Provisioner.Tests.Journal;
using Provisioner.Tests.Published;
using Provisioner.Tests.RealSystems;
using Provisioner.Tests.Rehearsal;
using Provisioner.Tests.Terminal;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer("Provisioner.Tests.House." + nameof(LongestFirst), "Provisioner.Tests")]

namespace Provisioner.Tests.House;

/// <summary>Classes that take minutes begin first, so that none of them is waited for alone at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long =
    [
        .. from type in (Type[])[typeof(ProcedureSessionTests), typeof(CrashTests), typeof(SimulationTests), typeof(VerifyShTests), typeof(WineTests), typeof(JavaKeyStoreTests)]
           select type.FullName!,
    ];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) => testCollections.OrderBy(Rank);

    private static int Rank(ITestCollection collection) =>
        Array.FindIndex(Long, name => collection.DisplayName.EndsWith(name, StringComparison.Ordinal)) is >= 0 and var rank ? rank : Long.Length;
}
