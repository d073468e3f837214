using TensorBoardFormats.Files;

namespace TensorBoardFormats.Validation.Reading;

/// <summary>How the lines of a text file end, as it lies on the disk.</summary>
/// <param name="Lf">Line feeds alone.</param>
/// <param name="CrLf">Carriage returns followed by a line feed.</param>
/// <param name="Cr">Carriage returns alone.</param>
internal readonly record struct LineEnds(long Lf, long CrLf, long Cr)
{
    // The page reads 100,000 lines at most; what lies far behind them is nobody's concern.
    private const long ReadLimit = 64 << 20;
    private const int ReadSize = 1 << 16;

    /// <summary>Counts them in the part of the file that can matter.</summary>
    public static LineEnds Read(FileStore files, string path)
    {
        long lf = 0, crLf = 0, cr = 0;
        byte[] buffer = new byte[ReadSize];
        bool afterCr = false;
        using ReadableFile file = files.OpenRead(path);
        for (long offset = 0; offset < ReadLimit;)
        {
            int got = file.ReadFully(buffer, offset);
            if (got == 0)
            {
                break;
            }

            foreach (byte b in buffer.AsSpan(0, got))
            {
                switch (b)
                {
                    case (byte)'\n' when afterCr:
                        (crLf, cr) = (crLf + 1, cr - 1);
                        break;
                    case (byte)'\n':
                        lf++;
                        break;
                    case (byte)'\r':
                        cr++;
                        break;
                }

                afterCr = b == '\r';
            }

            offset += got;
        }

        return new LineEnds(lf, crLf, cr);
    }
}
