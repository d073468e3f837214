using TensorBoardFormats.Checksums;
using TensorBoardFormats.Files;
using TensorBoardFormats.Tensors;

namespace TensorBoardFormats.Validation.Server;

/// <summary>A data file of a checkpoint.</summary>
internal sealed class BundleShard(TensorFlowLayer layer, string path)
{
    private const int BlockSize = 1 << 20;

    /// <summary>Where it is.</summary>
    public string OnDisk => layer.OnDisk(path);

    /// <summary>Opens it.</summary>
    /// <exception cref="ServerFault">There is none.</exception>
    public ReadableFile Open() => layer.OpenFile(path);

    /// <summary>Reads a tensor's bytes through and compares their checksum, as TensorFlow does before anybody sees one of them.</summary>
    /// <exception cref="ServerFault">The file is missing or too short, the place negative, or the bytes have another checksum.</exception>
    public void Check(long offset, long size, uint maskedCrc)
    {
        using ReadableFile file = Open();
        if (offset < 0)
        {
            throw new ServerFault("InvalidArgumentError", $"Seeking to a negative position: {offset}");
        }

        if (size > file.Length - offset)
        {
            throw new ServerFault("OutOfRangeError", "Read less bytes than requested");
        }

        uint crc = 0;
        byte[] block = new byte[(int)Math.Min(size, BlockSize)];
        for (long at = 0; at < size;)
        {
            int got = file.ReadFully(block.AsSpan(0, (int)Math.Min(block.Length, size - at)), offset + at);
            if (got == 0)
            {
                throw new ServerFault("OutOfRangeError", "Read less bytes than requested");
            }

            crc = Crc32C.Append(crc, block.AsSpan(0, got));
            at += got;
        }

        if (MaskedCrc32C.Unmask(maskedCrc) != crc)
        {
            throw new ServerFault("DataLossError", $"TensorBundle at {path}: Checksum does not match");
        }
    }
}

/// <summary>A block of a tensor where it is stored.</summary>
/// <param name="Shard">Its file.</param>
/// <param name="Offset">Where it begins there.</param>
/// <param name="Start">The index of its first element in the tensor.</param>
/// <param name="Shape">Its own sizes.</param>
internal sealed record BundlePart(BundleShard Shard, long Offset, long[] Start, TensorShape Shape);

/// <summary>A tensor of fixed-size elements in a checkpoint, in one part or several; its values are read again for each answer.</summary>
internal sealed class BundleTensor(DType dtype, TensorShape shape, bool bigEndian, IReadOnlyList<BundlePart> parts) : ServedTensor
{
    /// <inheritdoc/>
    public override long Rows => shape.Rank == 0 ? 0 : shape[0];

    /// <inheritdoc/>
    public override long Columns => Rows == 0 ? 0 : shape.ElementCount / Rows;

    /// <inheritdoc/>
    public override AnswerBody Body(long? rows)
    {
        RefuseScalar([.. shape], rows);
        return new PartsBody(this, (shape.Rank == 0 ? 1 : RowsSent(rows) * Columns) * sizeof(float));
    }

    /// <summary>NumPy cannot take rows of a scalar.</summary>
    internal static void RefuseScalar(IReadOnlyList<long> shape, long? rows)
    {
        if (shape.Count == 0 && rows is not null)
        {
            throw new ServerFault("IndexError", "too many indices for array: array is 0-dimensional, but 1 were indexed");
        }
    }

    // One stretch of elements that stand side by side, in the tensor as in the part: along the last dimension.
    private int ReadStretch(ReadableFile[] files, long element, Span<byte> source)
    {
        int size = dtype.ElementSize();
        int wanted = source.Length / size;
        if (parts.Count == 1)
        {
            return files[0].ReadFully(source[..(wanted * size)], parts[0].Offset + (element * size)) / size;
        }

        Span<long> index = stackalloc long[shape.Rank];
        for (int d = shape.Rank - 1; d >= 0; d--)
        {
            (element, index[d]) = Math.DivRem(element, shape[d]);
        }

        int part = 0;
        while (!Contains(parts[part], index))
        {
            part++;
        }

        long inside = 0;
        for (int d = 0; d < index.Length; d++)
        {
            inside = (inside * parts[part].Shape[d]) + index[d] - parts[part].Start[d];
        }

        int last = shape.Rank - 1;
        int run = (int)Math.Min(wanted, parts[part].Start[last] + parts[part].Shape[last] - index[last]);
        return files[part].ReadFully(source[..(run * size)], parts[part].Offset + (inside * size)) / size;
    }

    private static bool Contains(BundlePart part, ReadOnlySpan<long> index)
    {
        for (int d = 0; d < index.Length; d++)
        {
            if (index[d] < part.Start[d] || index[d] >= part.Start[d] + part.Shape[d])
            {
                return false;
            }
        }

        return true;
    }

    private BundlePart? WholeTensor => parts.Count == 1 ? parts[0] : null;

    private DType ElementType => dtype;

    private sealed class PartsBody(BundleTensor tensor, long length) : AnswerBody
    {
        public override long Length => length;

        public override object? Identity => tensor.WholeTensor is { } part
            ? (nameof(PartsBody), part.Shard.OnDisk, part.Offset, tensor.ElementType, length)
            : null;

        public override Stream Open() => tensor.OpenStream(length);
    }

    private PulledStream OpenStream(long length)
    {
        OpenFiles files = new();
        try
        {
            files.AddRange(parts);
        }
        catch (ServerFault e)
        {
            files.Dispose();
            throw new IOException(e.Message, e);
        }

        long element = 0;
        byte[] source = new byte[Math.Clamp(length / sizeof(float) * dtype.ElementSize(), 1, 1 << 16)];
        return new PulledStream(
            length,
            destination =>
            {
                int size = dtype.ElementSize();
                int count = (int)Math.Min(Math.Min(destination.Length / sizeof(float), source.Length / size), (length / sizeof(float)) - element);
                int got = count == 0 ? 0 : ReadStretch(files.All, element, source.AsSpan(0, count * size));
                NumPyCast.ToFloat32(dtype, source.AsSpan(0, got * size), bigEndian, destination);
                element += got;
                return got * sizeof(float);
            },
            files);
    }

    private sealed class OpenFiles : IDisposable
    {
        public ReadableFile[] All { get; private set; } = [];

        public void AddRange(IReadOnlyList<BundlePart> parts)
        {
            foreach (BundlePart part in parts)
            {
                All = [.. All, part.Shard.Open()];
            }
        }

        public void Dispose()
        {
            foreach (ReadableFile file in All)
            {
                file.Dispose();
            }
        }
    }
}
