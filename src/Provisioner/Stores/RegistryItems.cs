using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.Versioning;
using System.Security;
using System.Text;
using Microsoft.Win32;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;

namespace Provisioner.Stores;

/// <summary>Values of the Windows registry. A path is <c>HKLM/SOFTWARE/.../name</c> or <c>HKCU/...</c>. Keys are neither created nor
/// removed: settings are set where their program keeps them.</summary>
[SupportedOSPlatform("windows")]
internal sealed class RegistryItems : IItems
{
    public byte[]? Read(ConsolePath path)
    {
        using var key = Open(path, write: false);
        return key?.GetValue(path.Name, null, RegistryValueOptions.DoNotExpandEnvironmentNames) is { } value
            ? new RegistryValue((RegistryType)key.GetValueKind(path.Name), Data(value)).ToBytes()
            : null;
    }

    public void Put(ConsolePath path, ReadOnlySpan<byte> bytes)
    {
        var value = RegistryValue.Read(bytes) ?? throw new IOException(path.Text);
        using var key = Open(path, write: true) ?? throw new DirectoryNotFoundException(path.Text);
        key.SetValue(path.Name, Value(value), (RegistryValueKind)value.Type);
        key.Flush();
    }

    public void Remove(ConsolePath path)
    {
        using var key = Open(path, write: true);
        key?.DeleteValue(path.Name, throwOnMissingValue: false);
        key?.Flush();
    }

    public void Tidy(ConsolePath path)
    {
    }

    public ImmutableArray<HeldFile> List(ConsolePath place)
    {
        using var opened = Open(place.Join("x"), write: false);
        return [.. from name in (opened?.GetValueNames() ?? []).Order(StringComparer.OrdinalIgnoreCase)
                   where ConsolePath.TryParse($"{place}/{name}", out _)
                   let bytes = Read(place.Join(name))
                   where bytes is not null
                   select new HeldFile(place.Join(name), new(Sha256.Of(bytes), null, DateTimeOffset.UnixEpoch), bytes)];
    }

    public bool Has(ConsolePath place)
    {
        using var opened = Open(place.Join("x"), write: false);
        return opened is not null;
    }

    private static RegistryKey? Open(ConsolePath path, bool write)
    {
        var names = path.Folder?.Text.Split('/', 2);
        var root = names?[0] switch
        {
            "HKLM" => Registry.LocalMachine,
            "HKCU" => Registry.CurrentUser,
            _ => throw new IOException(path.Text),
        };
        try
        {
            return names.Length < 2 ? null : root.OpenSubKey(names[1].Replace('/', '\\'), write);
        }
        catch (SecurityException fault)
        {
            throw new UnauthorizedAccessException(path.Text, fault);
        }
    }

    private static byte[] Data(object value) => value switch
    {
        string text => Encoding.Unicode.GetBytes(text + "\0"),
        int number => BitConverter.GetBytes(number),
        long number => BitConverter.GetBytes(number),
        byte[] bytes => bytes,
        string[] texts => Encoding.Unicode.GetBytes(string.Concat(texts.Select(text => text + "\0")) + "\0"),
        _ => throw new IOException(value.GetType().Name),
    };

    private static object Value(RegistryValue value) => value.Type switch
    {
        RegistryType.Text or RegistryType.ExpandText => value.Text!,
        RegistryType.Number => BinaryPrimitives.ReadInt32LittleEndian(value.Data.Span),
        RegistryType.LongNumber => BinaryPrimitives.ReadInt64LittleEndian(value.Data.Span),
        RegistryType.Binary => value.Data.ToArray(),
        _ => throw new IOException(value.Type.ToString()),
    };
}
