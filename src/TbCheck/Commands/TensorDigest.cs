using System.Security.Cryptography;
using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.Tensors;

namespace TensorBoardFormats.TbCheck.Commands;

/// <summary>The SHA-256 of the values of a checkpoint, read and checked one after the other in constant memory.</summary>
internal sealed class TensorDigest(CheckpointReader reader) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[1 << 20];

    /// <summary>Reads a tensor.</summary>
    /// <param name="entry">Which.</param>
    /// <param name="onLength">Told the length of each string or variant before the whole is checked.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <param name="sha256">Hash of the row-major little-endian bytes, or of the elements one behind the other.</param>
    /// <returns>What is wrong with the tensor, or null.</returns>
    public string? Read(CheckpointEntry entry, Action<long> onLength, CancellationToken cancellation, out string? sha256)
    {
        sha256 = null;
        try
        {
            if (entry.DType.IsFixedSize() || entry.Fault is not null)
            {
                using TensorStream stream = reader.Source.OpenTensor(entry);
                while (stream.Read(_buffer) is > 0 and int got)
                {
                    cancellation.ThrowIfCancellationRequested();
                    _hash.AppendData(_buffer, 0, got);
                }
            }
            else
            {
                ReadElements(entry, onLength, cancellation);
            }

            sha256 = Convert.ToHexStringLower(_hash.GetHashAndReset());
            return entry.NameBytes.Span.SequenceEqual(BundleFormat.ObjectGraphKey) ? ObjectGraphCheck.Check(reader.Source, entry) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _hash.GetHashAndReset();
            return e.Message;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    private void ReadElements(CheckpointEntry entry, Action<long> onLength, CancellationToken cancellation)
    {
        using ElementStream elements = reader.Source.OpenElements(entry);
        while (elements.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            onLength(elements.Length);
            while (elements.Read(_buffer) is > 0 and int got)
            {
                _hash.AppendData(_buffer, 0, got);
            }
        }
    }
}
