using System.Buffers.Binary;
using System.Text;
using TensorBoardFormats.Checksums;
using TensorBoardFormats.Files;
using TensorBoardFormats.Protobuf;
using TensorBoardFormats.Tensors;

namespace TensorBoardFormats.Validation.Server;

/// <summary>
/// A tensor of strings in a checkpoint. It is served when each of them is a numeral for Python's <c>float</c>
/// (spec/projector.md §10; layout in spec/tensor-bundle.md §5.2).
/// </summary>
internal sealed class StringTensor(TensorShape shape, BundleShard shard, long offset, long size) : ServedTensor
{
    /// <inheritdoc/>
    public override long Rows => shape.Rank == 0 ? 0 : shape[0];

    /// <inheritdoc/>
    public override long Columns => Rows == 0 ? 0 : shape.ElementCount / Rows;

    /// <summary>The value of a string, rounded to float32.</summary>
    /// <exception cref="ServerFault">It is no numeral.</exception>
    public static float Number(ReadOnlySpan<byte> text) =>
        Ascii.IsValid(text) && PythonNumber.TryParseFloat(text, out double value)
            ? (float)value
            : throw new ServerFault("ValueError", $"could not convert string to float:"
            + $" '{Encoding.UTF8.GetString(text[..Math.Min(text.Length, 80)])}'");

    /// <summary>Reads all of it through as TensorFlow does: lengths, their checksum, the strings, the checksum of everything.</summary>
    public void Check(uint maskedCrc)
    {
        using ReadableFile file = shard.Open();
        if (offset < 0)
        {
            throw new ServerFault("InvalidArgumentError", $"Seeking to a negative position: {offset}");
        }

        if (size > file.Length - offset)
        {
            throw new ServerFault("OutOfRangeError", "Read less bytes than requested");
        }

        Cursor cursor = new(file, offset, offset + size);
        Span<byte> word = stackalloc byte[sizeof(ulong)];
        uint crc = 0;
        ulong total = 0;
        for (long i = 0; i < shape.ElementCount; i++)
        {
            ulong length = cursor.ReadVarint();
            BinaryPrimitives.WriteUInt64LittleEndian(word, length);
            crc = Crc32C.Append(crc, word[..(length <= uint.MaxValue ? sizeof(uint) : sizeof(ulong))]);
            total = length > (ulong)size - total ? throw Corrupt("String lengths longer than expected offset") : total + length;
        }

        Span<byte> stored = word[..sizeof(uint)];
        cursor.Read(stored);
        if (MaskedCrc32C.Unmask(BinaryPrimitives.ReadUInt32LittleEndian(stored)) != crc)
        {
            throw Corrupt("The length checksum does not match");
        }

        crc = cursor.AppendCrc(Crc32C.Append(crc, stored), (long)total);
        if (MaskedCrc32C.Unmask(maskedCrc) != crc)
        {
            throw Corrupt("Checksum does not match");
        }
    }

    /// <inheritdoc/>
    public override AnswerBody Body(long? rows)
    {
        if (shape.Rank == 0)
        {
            throw new ServerFault("AttributeError", "'bytes' object has no attribute 'dtype'");
        }

        NumeralBody body = new(shape.ElementCount, shard, offset, offset + size, RowsSent(rows) * Columns);
        body.Try();
        return body;
    }

    private static ServerFault Corrupt(string text) => new("DataLossError", text);

    /// <summary>The numbers, made one by one: one place in the file runs over the lengths, another over the strings.</summary>
    private sealed class NumeralBody(long elements, BundleShard shard, long start, long end, long count) : AnswerBody
    {
        private const int LongestNumeral = TensorTextReader.CellLimit;

        public override long Length => count * sizeof(float);

        /// <summary>Raises what NumPy would raise.</summary>
        public void Try()
        {
            using ReadableFile file = shard.Open();
            foreach (float _ in Values(file))
            {
                // Converting is what may raise.
            }
        }

        public override Stream Open()
        {
            ReadableFile file;
            try
            {
                file = shard.Open();
            }
            catch (ServerFault e)
            {
                throw new IOException(e.Message, e);
            }

            IEnumerator<float> values = Values(file).GetEnumerator();
            return new PulledStream(Length, destination => Fill(values, destination), file);
        }

        private static int Fill(IEnumerator<float> values, Span<byte> destination)
        {
            int written = 0;
            while (destination.Length - written >= sizeof(float) && values.MoveNext())
            {
                BinaryPrimitives.WriteSingleLittleEndian(destination[written..], values.Current);
                written += sizeof(float);
            }

            return written;
        }

        private IEnumerable<float> Values(ReadableFile file)
        {
            Cursor lengths = new(file, start, end);
            Cursor strings = new(file, start, end);
            for (long i = 0; i < elements; i++)
            {
                strings.ReadVarint();
            }

            byte[] text = new byte[64];
            strings.Read(text.AsSpan(0, sizeof(uint)));
            for (long i = 0; i < count; i++)
            {
                ulong length = lengths.ReadVarint();
                if (length > LongestNumeral)
                {
                    throw new ServerFault("ValueError", $"could not convert a string of {length} bytes to float");
                }

                text = (ulong)text.Length < length ? new byte[length] : text;
                strings.Read(text.AsSpan(0, (int)length));
                yield return Number(text.AsSpan(0, (int)length));
            }
        }
    }

    /// <summary>Reads forward through a part of a file.</summary>
    private sealed class Cursor(ReadableFile file, long start, long end)
    {
        private readonly byte[] _block = new byte[1 << 14];
        private long _next = start;
        private int _at;
        private int _length;

        public ulong ReadVarint()
        {
            ulong value = 0;
            for (int shift = 0; shift < 70; shift += 7)
            {
                byte b = ReadByte();
                value |= (ulong)(b & 0x7F) << shift;
                if (b < 0x80)
                {
                    return value;
                }
            }

            throw Corrupt("Stored data is too large to be a varint64.");
        }

        public void Read(Span<byte> destination)
        {
            for (int i = 0; i < destination.Length; i++)
            {
                destination[i] = ReadByte();
            }
        }

        public uint AppendCrc(uint crc, long count)
        {
            while (count > 0)
            {
                if (_at == _length)
                {
                    Fill();
                }

                int part = (int)Math.Min(count, _length - _at);
                crc = Crc32C.Append(crc, _block.AsSpan(_at, part));
                _at += part;
                count -= part;
            }

            return crc;
        }

        private byte ReadByte()
        {
            if (_at == _length)
            {
                Fill();
            }

            return _block[_at++];
        }

        private void Fill()
        {
            (_at, _length) = (0, file.ReadFully(_block.AsSpan(0, (int)Math.Min(_block.Length, end - _next)), _next));
            _next += _length;
            if (_length == 0)
            {
                throw Corrupt("the entry ends before its strings do");
            }
        }
    }
}
