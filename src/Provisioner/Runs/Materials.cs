using System.Collections.Immutable;
using Provisioner.Core.Certificates;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;
using Provisioner.Core.Runs;
using Provisioner.Sticks;
using Provisioner.Stores;

namespace Provisioner.Runs;

/// <summary>Opens the files that answers name, once each, and keeps what was in them for the length of the run. Files come
/// from the stick and from nowhere else.</summary>
/// <param name="opened">Shared with other runs; <c>null</c>: its own.</param>
internal sealed class Materials(Stick stick, IDisk disk, IConversation people, OpenedFiles? opened) : IDisposable
{
    private readonly OpenedFiles _opened = opened ?? new();
    private readonly Dictionary<Sha256, HeldCertificate> _certificates = [];
    private readonly Dictionary<Sha256, Identity> _identities = [];

    /// <summary>Pairs that were made in this part of the run, by slot.</summary>
    private readonly Dictionary<Slot, Identity> _made = [];

    /// <summary>Takes a pair over that was made for a slot which cannot be read.</summary>
    public void Keep(Slot slot, Identity made)
    {
        Made(slot)?.Dispose();
        _made[slot] = made;
    }

    /// <summary><c>null</c>: none was made in this part of the run.</summary>
    public Identity? Made(Slot slot) => _made.GetValueOrDefault(slot);

    /// <summary>Opens a pair that an earlier part of the run made and left on the stick, encrypted. Its password is asked for.</summary>
    /// <param name="key">The key's own file where it has one.</param>
    /// <param name="secret">Name of the password.</param>
    public Checked<Identity> Kept(Slot slot, RunEvent.Answered file, RunEvent.Answered? key, string secret)
    {
        var files = new[] { file, key }.OfType<RunEvent.Answered>().Select(part => Unchanged(part).Select(bytes => (part.Text, Bytes: bytes))).ToArray();
        ImmutableArray<Problem> problems = [.. files.SelectMany(part => part.Problems)];
        if (!problems.IsEmpty)
        {
            return problems;
        }

        var name = files[^1].Value.Text;
        var password = people.Secret(secret, Catalogue.English.Text("ask.password", ("file", name)));
        return password is null
            ? Problem.Of("RUN-025", ("file", name), ("name", secret))
            : IdentityReader.From(file.Text, [.. files.Select(part => _opened.Read(part.Value.Text, part.Value.Bytes, password))]).Select(identity => Take(slot, identity));
    }

    private Identity Take(Slot slot, Identity made)
    {
        Keep(slot, made);
        return made;
    }

    /// <summary>Reads a file of the stick for an answer that is being given.</summary>
    /// <param name="path">As <see cref="Answer.FileOnStick"/> has it.</param>
    public Checked<byte[]> Read(string path)
    {
        var full = Path.Combine([stick.Folder, .. ConsolePath.Parse(path).Text.Split('/')]);
        return Guarded.Get<byte[]>(path, () => disk.Read(full, CertificateFile.MostBytes) is { } bytes ? bytes : Problem.Of("RUN-020", ("file", path)));
    }

    /// <summary>The one certificate of the file.</summary>
    public Checked<HeldCertificate> Certificate(RunEvent.Answered answer) =>
        answer.Digest is { } digest && _certificates.TryGetValue(digest, out var known) ? known
        : Unchanged(answer).Then(bytes => OneCertificate(answer.Text, bytes)).Select(certificate => Remember(_certificates, answer, certificate));

    /// <summary>Certificate, chain and key of the file. A password is asked for when it needs one.</summary>
    public Checked<Identity> Identity(RunEvent.Answered answer, Input input) =>
        answer.Digest is { } digest && _identities.TryGetValue(digest, out var known) ? known
        : Unchanged(answer).Then(bytes => ReadIdentity(answer.Text, bytes, input)).Select(identity => Remember(_identities, answer, identity));

    public void Dispose()
    {
        foreach (var identity in _identities.Values.Concat(_made.Values))
        {
            identity.Dispose();
        }
    }

    private static T Remember<T>(Dictionary<Sha256, T> known, RunEvent.Answered answer, T value)
    {
        if (answer.Digest is { } digest)
        {
            known[digest] = value;
        }

        return value;
    }

    /// <summary>The file's bytes, as they were when the answer was given.</summary>
    private Checked<byte[]> Unchanged(RunEvent.Answered answer) => Read(answer.Text).Then<byte[]>(bytes =>
        answer.Digest == Sha256.Of(bytes) ? bytes : Problem.Of("RUN-022", ("file", answer.Text)));

    private Checked<HeldCertificate> OneCertificate(string name, byte[] bytes)
    {
        using var file = _opened.Read(name, bytes);
        return file.Certificates.ToArray() switch
        {
            [var one] => one,
            [] when !file.Problems.IsEmpty => file.Problems,
            [] => Problem.Of("RUN-023", ("file", name)),
            var several => Problem.Of("RUN-024", ("file", name), ("count", $"{several.Length}")),
        };
    }

    /// <summary>Each file is opened once without a password: a key store takes its time to say that it wants one.</summary>
    private Checked<Identity> ReadIdentity(string name, byte[] bytes, Input input)
    {
        var files = new List<(string Name, byte[] Bytes)> { (name, bytes) };
        var read = new List<ReadFile> { _opened.Read(name, bytes) };
        if (KeyBeside(name, read[0]) is { } key)
        {
            files.Add(key);
            read.Add(_opened.Read(key.Name, key.Bytes));
        }

        var needsPassword = read.Any(file => file.Encoding == FileEncoding.Pkcs12 || IsLocked(file));
        var first = IdentityReader.From(name, [.. read]);
        if (first.IsGood || !needsPassword)
        {
            return first;
        }

        var password = people.Secret(input.Name, Catalogue.English.Text("ask.password", ("file", files[^1].Name)));
        return password is null
            ? Conversations.NoPassword(people, files[^1].Name, input.Name)
            : IdentityReader.From(name, [.. files.Select(file => _opened.Read(file.Name, file.Bytes, password))]);
    }

    /// <summary>The key of a certificate's file lies beside it under the same name, where it is not in it.</summary>
    private (string Name, byte[] Bytes)? KeyBeside(string name, ReadFile file)
    {
        var key = Path.ChangeExtension(name, ".key");
        return file.Encoding != FileEncoding.Pkcs12 && !file.Keys.Any() && !IsLocked(file)
            && ConsolePath.TryParse(key, out _) && Read(key).TryGet(out var held, out _) ? (key, held) : null;
    }

    private static bool IsLocked(ReadFile file) => file.Items.Any(item => item is FileItem.LockedKey);
}
