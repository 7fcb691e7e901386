using System.Collections.Immutable;
using Provisioner.Core.Problems;

namespace Provisioner.Core.Journal;

/// <summary>What the office certifies of a stick (<c>ID/GENESIS</c>).</summary>
public sealed record Genesis
{
    /// <summary>The stick's name, letters, digits and <c>-</c>, upper-case.</summary>
    public required string Stick { get; init; }

    /// <summary>The one engineer whose passphrase opens its journal.</summary>
    public required string Engineer { get; init; }

    /// <summary>Opens the first file.</summary>
    public required VerifyingKey FirstEpoch { get; init; }

    /// <summary>Counts up with every GENESIS of this stick, from 1.</summary>
    public required int Issue { get; init; }

    /// <summary>Last instant at which a run may be opened, whole seconds.</summary>
    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>Training or demonstration; never passes as real.</summary>
    public required bool IsRehearsal { get; init; }

    /// <summary>The one spelling.</summary>
    public byte[] ToBytes() => throw new NotImplementedException();

    public static Checked<Genesis> Read(ReadOnlySpan<byte> bytes) => throw new NotImplementedException();
}
