using System.Collections.Immutable;
using Provisioner.Core.Certificates.Rules;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures.Yaml;

namespace Provisioner.Core.Procedures;

/// <summary>Reads a scanner type's file (DESIGN.md, "Scanner types").</summary>
public static class ModalityFile
{
    internal static readonly Form<Modality> Form = Forms.Map(ReadModality);

    /// <param name="name">The file's name as the author knows it, for messages.</param>
    public static Checked<Modality> Read(string name, ReadOnlySpan<byte> bytes)
    {
        var reading = new Reading(name);
        if (YamlTree.Read(bytes, reading) is not { } root)
        {
            return reading.Problems;
        }

        var modality = Form.Read(root, reading) with { Digest = Sha256.Of(bytes) };
        ModalityLaws.Check(modality, root, reading);
        return reading.Finish(modality);
    }

    private static Modality ReadModality(Keys keys)
    {
        _ = keys.Need("schema", Forms.Exactly(ProcedureFile.Schema));
        var queue = keys.May("queue", Forms.Map(k => new Queue(k.Need("text", Forms.Paragraphs(400)), Assumed(k))));
        return new()
        {
            Id = keys.Need("modality", Forms.Name),
            Version = keys.Need("version", Forms.Version),
            Digest = default,
            Title = keys.Need("title", Forms.Line(60)),
            Source = keys.Need("source", Forms.Line(200)),
            Recognition = keys.Need("recognition", Forms.Map(ReadRecognition)),
            Store = keys.Need("store", Forms.Map(ReadStore)),
            Services = keys.Need("services", Forms.Named(Forms.Name, ReadService, 1, 20)),
            Rules = Table(keys.May("certificates", Forms.List(Forms.Map(ReadRules), 1, 12), [])),
            Receives = keys.May("receives", Forms.List(Forms.Map(ReadReception), 0, 10), []),
            Queue = queue?.Text,
            QueueAssumed = queue?.Assumed ?? false,
        };
    }

    /// <summary>Stands for the place of what only the vendor's screens show.</summary>
    private static readonly ConsolePath Nowhere = ConsolePath.Parse("by-hand");

    private static Recognition ReadRecognition(Keys keys) => new(
        keys.Need("kind", Forms.Word<SettingsKind>()),
        keys.May("file", Forms.Path, Nowhere),
        keys.Need("serial", Forms.Line(100)),
        keys.Need("host", Forms.Line(100)),
        Assumed(keys))
    {
        Software = keys.May("software", Forms.Line(100)),
    };

    private static StoreLayout ReadStore(Keys keys) => new(
        keys.Need("kind", Forms.Word<StoreKind>()),
        keys.May("slots", Forms.Table(Forms.Word<Slot>(), Forms.Map(ReadSlot)), ImmutableDictionary<Slot, SlotLayout>.Empty).ToImmutableDictionary(slot => slot.Key, slot => Placed(slot.Key, slot.Value)));

    private static SlotLayout Placed(Slot slot, SlotLayout layout) => layout.Path == Nowhere ? layout with { Path = Nowhere.Join(slot.Word()) } : layout;

    private static SlotLayout ReadSlot(Keys keys) => new()
    {
        Path = keys.May("path", Forms.Path, Nowhere),
        Kind = keys.MayWord<StoreKind>("kind"),
        CertificateFile = keys.May("certificate-file", Forms.FileName, ""),
        KeyFile = keys.May("key-file", Forms.FileName),
        WithChain = keys.May("with-chain", Forms.Flag, false),
        WithRoot = keys.May("with-root", Forms.Flag, false),
        LeadingText = keys.May("leading-text", Forms.Flag, false),
        WindowsLines = keys.May("windows-lines", Forms.Flag, false),
        MostEntries = keys.MayNumber("most-entries", 1, 10000),
        FixedName = keys.May("fixed-name", Forms.Line(64)),
        OneFile = keys.May("one-file", Forms.Flag, false),
        Password = keys.May("password", Forms.Map(ReadPassword)),
        Screen = keys.May("screen", Forms.Line(120)),
        Accepts = keys.May("accepts", Forms.List(Forms.Word<DialogForm>(), 1, 7), []),
        Shows = keys.MayWord<ShownDigest>("shows"),
        Replaces = keys.May("replaces", Forms.Flag, false),
        Assumed = Assumed(keys),
    };

    private static StorePassword ReadPassword(Keys keys) => keys.OneOf<StorePassword>("text, setting",
    [
        new("text", Forms.As(Forms.Line(100), text => (StorePassword)new StorePassword.Known(text))),
        new("setting", Forms.Map<StorePassword>(k => new StorePassword.InSettings(
            k.Need("kind", Forms.Word<SettingsKind>()), k.Need("file", Forms.Path), k.Need("key", Forms.Line(200))))),
    ]);

    private static Service ReadService(string name, Keys keys)
    {
        var restart = keys.Need("restart", Forms.Map(k => new Restart(
            k.Need("text", Forms.Paragraphs(400)), k.May("seconds", Forms.Number(0, 3600), 0), Assumed(k))));
        return new()
        {
            Name = name,
            Title = keys.Need("title", Forms.Line(60)),
            Settings = keys.Need("settings", Forms.Table(Forms.Word<Role>(), Forms.Map(ReadSettings))),
            Restart = restart.Text,
            RestartSeconds = restart.Seconds,
            RestartAssumed = restart.Assumed,
            Speaks = keys.May("speaks", Forms.Word<Protocol>(), Protocol.Dicom),
            Path = keys.May("path", Forms.Line(200)),
        };
    }

    private static ServiceSettings ReadSettings(Keys keys) => new(
        keys.Need("kind", Forms.Word<SettingsKind>()),
        keys.May("file", Forms.Path, Nowhere),
        keys.May("keys", Forms.Table(Forms.Word<SettingTerm>(), Forms.Line(200)), ImmutableDictionary<SettingTerm, string>.Empty))
    {
        Options = keys.May("options", Forms.Table(Forms.Name, Forms.Map(ReadOption)), ImmutableDictionary<string, SettingOption>.Empty),
        Defaults = keys.May("defaults", Forms.Table(Forms.Name, Forms.Value(100)), ImmutableDictionary<string, string>.Empty),
        Screen = keys.May("screen", Forms.Line(120)),
        Labels = keys.May("labels", Forms.Table(Forms.Word<SettingTerm>(), Forms.Line(60)), ImmutableDictionary<SettingTerm, string>.Empty),
        Assumed = Assumed(keys),
    };

    private static SettingOption ReadOption(Keys keys) => new(keys.Need("key", Forms.Line(200)), keys.Need("type", Forms.Word<SettingType>()));

    private static Reception ReadReception(Keys keys) => new(keys.Need("what", Forms.Word<Received>()), keys.Need("service", Forms.Name), Assumed(keys))
    {
        InUse = keys.May("in-use", Forms.Map(k => new InUseSetting(
            k.Need("kind", Forms.Word<SettingsKind>()), k.Need("file", Forms.Path), k.Need("key", Forms.Line(200))))),
    };

    /// <summary>Rules as one entry states them, for each of its slots and roles.</summary>
    private static Demand ReadRules(Keys keys) => new(
        keys.Need("slots", Forms.List(Forms.Word<Slot>(), 1, 4)),
        keys.May("roles", Forms.List(Forms.Word<Role>(), 1, 2), [Role.Client, Role.Server]),
        new()
        {
            Formats = Maybe(keys, "formats", Forms.OneOf("pem", "der", "p12", "p7")),
            Endings = Maybe(keys, "endings", Forms.Ending),
            Keys = Maybe(keys, "keys", Forms.Map(ReadKey)),
            SubjectAttributes = Maybe(keys, "subject", Forms.OneOf("CN", "O", "OU", "L", "ST", "C")),
            DnsName = keys.MayFlag("dns-name"),
            IpName = keys.MayFlag("ip-name"),
            Usages = Maybe(keys, "usages", Forms.OneOf("clientAuth", "serverAuth")),
            SignatureAlgorithms = Maybe(keys, "signatures", Forms.Line(40)),
            LongestDays = keys.MayNumber("longest-days", 1, 100000),
            FewestDaysLeft = keys.MayNumber("fewest-days-left", 0, 10000),
            ChainDepth = keys.MayNumber("chain-depth", 0, 10),
            SelfSigned = keys.MayFlag("self-signed"),
            EncryptedKey = keys.MayFlag("encrypted-key"),
        });

    private static KeyRule ReadKey(Keys keys) => new(
        keys.Need("algorithm", Forms.OneOf("RSA", "RSA-PSS", "EC", "Ed25519")), keys.MayNumber("fewest-bits", 1, 16384), keys.MayNumber("most-bits", 1, 16384));

    private static ImmutableArray<T>? Maybe<T>(Keys keys, string key, Form<T> form) =>
        keys.May(key, Forms.List(form, 1, 20), default) is { IsDefault: false } list ? list : null;

    private static ImmutableDictionary<(Slot, Role), CertificateRules> Table(ImmutableArray<Demand> demands) =>
        demands.SelectMany(demand => demand.Slots.SelectMany(slot => demand.Roles.Select(role => (Key: (slot, role), demand.Rules))))
            .GroupBy(rule => rule.Key).ToImmutableDictionary(same => same.Key, same => same.First().Rules);

    private static bool Assumed(Keys keys) => keys.May("assumed", Forms.Flag, false);

    private sealed record Queue(string Text, bool Assumed);

    private sealed record Restart(string Text, int Seconds, bool Assumed);

    private sealed record Demand(ImmutableArray<Slot> Slots, ImmutableArray<Role> Roles, CertificateRules Rules);
}
