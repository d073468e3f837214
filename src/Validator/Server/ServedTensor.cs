using System.Buffers.Binary;

namespace TensorBoardFormats.Validation.Server;

/// <summary>A tensor as the plugin holds it between reading and answering.</summary>
internal abstract class ServedTensor
{
    /// <summary>Rows, <c>len(tensor)</c>.</summary>
    public abstract long Rows { get; }

    /// <summary>Elements of the first row; 0 when there is none.</summary>
    public abstract long Columns { get; }

    /// <summary>The answer of <c>/tensor</c>: float32, little-endian, row-major.</summary>
    /// <param name="rows">The most rows to send; null for all.</param>
    /// <exception cref="ServerFault">It cannot be turned into float32.</exception>
    public abstract AnswerBody Body(long? rows);

    /// <summary>Rows that a request for so many gets.</summary>
    protected long RowsSent(long? rows) => Math.Min(rows ?? long.MaxValue, Rows);
}

/// <summary>A tensor from a text file; its numbers are read again for each answer.</summary>
internal sealed class TextTensor(FileLayer layer, string path, TensorFileFacts facts) : ServedTensor
{
    public override long Rows => facts.Rows;

    public override long Columns => facts.Columns;

    public override AnswerBody Body(long? rows) =>
        facts.Rows == 0 ? AnswerBody.Of(ReadOnlyMemory<byte>.Empty) : new TextBody(layer, path, RowsSent(rows) * Columns * sizeof(float));

    private sealed class TextBody(FileLayer layer, string path, long length) : AnswerBody
    {
        public override long Length => length;

        public override object? Identity => (nameof(TextBody), layer.Key, layer.OnDisk(path), length);

        public override Stream Open()
        {
            TensorTextReader reader;
            try
            {
                reader = new TensorTextReader(layer.OpenText(path));
            }
            catch (ServerFault e)
            {
                throw new IOException(e.Message, e);
            }

            return new PulledStream(length, destination => Fill(reader, destination), reader);
        }

        private static int Fill(TensorTextReader reader, Span<byte> destination)
        {
            int written = 0;
            while (destination.Length - written >= sizeof(float))
            {
                TensorToken token = reader.Next(out double value);
                if (token == TensorToken.End)
                {
                    break;
                }

                if (token == TensorToken.Cell)
                {
                    BinaryPrimitives.WriteSingleLittleEndian(destination[written..], (float)value);
                    written += sizeof(float);
                }
            }

            return written;
        }
    }
}

/// <summary>A tensor from a file of raw float32; it is not read by the file layer but straight from the disk.</summary>
internal sealed class RawTensor(FileLayer layer, string path, long rows, long columns) : ServedTensor
{
    public override long Rows => rows;

    public override long Columns => columns;

    public override AnswerBody Body(long? rowsWanted) => new FileBody(layer, path, RowsSent(rowsWanted) * columns * sizeof(float));
}
