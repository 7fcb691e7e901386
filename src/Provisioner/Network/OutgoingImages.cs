using System.Collections.Immutable;
using Provisioner.Core.Dicom;
using Provisioner.Core.Problems;
using Provisioner.Core.Proof;

namespace Provisioner.Network;

/// <summary>An image to be sent.</summary>
internal sealed record OutgoingImage
{
    public required string SopClass { get; init; }

    public required string SopInstance { get; init; }

    /// <summary>The codings in which it is at hand.</summary>
    public required ImmutableArray<string> TransferSyntaxes { get; init; }

    /// <summary>The data set in one of its codings, from its first byte. The caller disposes it.</summary>
    public required Func<string, Stream> Open { get; init; }

    /// <summary>A name for messages.</summary>
    public required string Name { get; init; }
}

/// <summary>Images to prove storing with: made here, or files.</summary>
internal sealed record OutgoingImages(ImmutableArray<OutgoingImage> Images, ImmutableArray<string> PassedOver)
{
    /// <summary>Contexts besides that for echo in one association.</summary>
    private const int MostKinds = 127;

    private static readonly ImmutableArray<string> Plain = [Uids.ExplicitLittle, Uids.ImplicitLittle];

    /// <summary>The made test image, with UIDs of its own.</summary>
    public static OutgoingImages Made(AeTitle device, DateTimeOffset now)
    {
        var (study, series, instance) = (NewUid(), NewUid(), NewUid());
        return new(
            [
                new()
                {
                    SopClass = Uids.SecondaryCapture,
                    SopInstance = instance,
                    TransferSyntaxes = Plain,
                    Open = syntax => new MemoryStream(TestImage.DataSet(syntax == Uids.ExplicitLittle, now, device, study, series, instance)),
                    Name = "test image",
                },
            ],
            []);
    }

    /// <summary>A file, or all DICOM files in a folder and below it; others there are passed over by name.</summary>
    /// <returns>At least one image, or why there is none.</returns>
    public static Checked<OutgoingImages> Open(string path)
    {
        var isFolder = Directory.Exists(path);
        var files = isFolder ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal) : (IEnumerable<string>)[path];
        var (images, passedOver, problem) = (ImmutableArray.CreateBuilder<OutgoingImage>(), ImmutableArray.CreateBuilder<string>(), default(Problem));
        foreach (var file in files)
        {
            if (Read(file).TryGet(out var image, out var problems))
            {
                images.Add(image);
            }
            else
            {
                passedOver.Add(file);
                problem = problems[0];
            }
        }

        return images.Count == 0 ? problem ?? Problem.Of("DICOM-002")
            : images.Select(image => (image.SopClass, image.TransferSyntaxes[0])).Distinct().Count() > MostKinds ? Problem.Of("DICOM-004", ("most", $"{MostKinds}"))
            : new OutgoingImages(images.ToImmutable(), passedOver.ToImmutable());
    }

    private static Checked<OutgoingImage> Read(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            var beginning = new byte[Part10.LongestHead];
            var read = stream.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false);
            return Part10.ReadHead(beginning.AsSpan(0, read)).Select(head => new OutgoingImage
            {
                SopClass = head.SopClass,
                SopInstance = head.SopInstance,
                TransferSyntaxes = [head.TransferSyntax],
                Open = _ => OpenAt(file, head.DataSetOffset),
                Name = Path.GetFileName(file),
            });
        }
        catch (Exception refused) when (Stores.Faults.IsMachine(refused))
        {
            return Stores.Faults.Of(refused, file);
        }
    }

    private static FileStream OpenAt(string file, long offset) =>
        new(file, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, BufferSize = 0, Options = FileOptions.SequentialScan }) { Position = offset };

    private static string NewUid() => TestImage.UidOf(Guid.NewGuid());
}
