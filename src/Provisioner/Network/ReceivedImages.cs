using Provisioner.Core.Dicom;
using Provisioner.Stores;

namespace Provisioner.Network;

/// <summary>A folder that takes images as DICOM files named by their instance. Each is written beside, flushed and renamed before
/// it is acknowledged; one that is there already is kept, and the new one named after it with a number.</summary>
internal sealed class ReceivedImages(string folder, IDisk disk) : IImageSink
{
    private readonly Lock _naming = new();

    public IIncomingImage Begin(IncomingImage image)
    {
        var beside = Path.Combine(folder, $"{image.SopInstance}.{Path.GetRandomFileName()}.part");
        var stream = new FileStream(beside, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 });
        var incoming = new Incoming(this, stream, beside, image.SopInstance);
        try
        {
            incoming.Append(Part10.WriteHead(image.SopClass, image.SopInstance, image.TransferSyntax, image.From));
            return incoming;
        }
        catch
        {
            incoming.Dispose();
            throw;
        }
    }

    private void Name(string beside, string instance)
    {
        lock (_naming)
        {
            var name = Path.Combine(folder, $"{instance}.dcm");
            for (var number = 2; File.Exists(name); number++)
            {
                name = Path.Combine(folder, $"{instance}-{number}.dcm");
            }

            disk.Rename(beside, name);
        }
    }

    private sealed class Incoming(ReceivedImages owner, FileStream stream, string beside, string instance) : IIncomingImage
    {
        private bool _isNamed;

        public void Append(ReadOnlySpan<byte> fragment) => stream.Write(fragment);

        public void Commit()
        {
            stream.Flush(flushToDisk: true);
            stream.Dispose();
            owner.Name(beside, instance);
            _isNamed = true;
        }

        public void Dispose()
        {
            stream.Dispose();
            if (!_isNamed)
            {
                File.Delete(beside);
            }
        }
    }
}
