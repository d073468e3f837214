using System.Buffers;
using System.Text;
using TensorBoardFormats.Validation.Server;

namespace TensorBoardFormats.Validation.Page;

/// <summary>
/// The page's line reader (spec/projector.md §10.4, size rules): chunks of 1,000,000 bytes, each decoded on its own, lines that end at LF.
/// It goes on without end when the chunk with the end of the text has no LF.
/// </summary>
internal static class ChunkedLines
{
    private const int ChunkBytes = 1_000_000;

    // Of a line that is longer, the rest is passed over: no label of such a length is meant, and memory stays bounded.
    private const int LongestLine = 1 << 22;

    /// <summary>Uses one line; the span is valid during the call.</summary>
    public delegate void LineAction(ReadOnlySpan<char> line);

    /// <summary>Hands out the lines; false if the page's reader never ends.</summary>
    public static bool Read(AnswerBody body, LineAction action)
    {
        byte[] bytes = new byte[Math.Clamp(body.Length, 1, ChunkBytes)]; // A thousand small files need no thousand large chunks.
        char[] chars = new char[bytes.Length];
        ArrayBufferWriter<char> open = new();
        using Stream stream = body.Open();
        for (long offset = 0; offset < body.Length;)
        {
            ReadOnlySpan<byte> chunk = bytes.AsSpan(0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
            offset += ChunkBytes;
            ReadOnlySpan<char> text = chars.AsSpan(0, Encoding.UTF8.GetChars(WithoutByteOrderMark(chunk), chars));
            int end = text.LastIndexOf('\n');
            if (end >= 0)
            {
                HandOut(open, text[..end], action);
            }

            Append(open, text[(end + 1)..]);
            if (end >= 0 && offset >= body.Length - 1)
            {
                if (open.WrittenCount > 0)
                {
                    action(open.WrittenSpan);
                }

                return true;
            }
        }

        return false;
    }

    private static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> chunk) =>
        chunk.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? chunk[3..] : chunk;

    private static void HandOut(ArrayBufferWriter<char> open, ReadOnlySpan<char> lines, LineAction action)
    {
        foreach (Range range in lines.Split('\n'))
        {
            if (range.Start.Value == 0 && open.WrittenCount > 0)
            {
                Append(open, lines[range]);
                action(open.WrittenSpan);
                open.ResetWrittenCount();
            }
            else
            {
                action(lines[range]);
            }
        }
    }

    private static void Append(ArrayBufferWriter<char> open, ReadOnlySpan<char> text) =>
        open.Write(text[..Math.Min(text.Length, LongestLine - open.WrittenCount)]);
}
