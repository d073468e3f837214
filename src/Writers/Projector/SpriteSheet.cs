using TensorBoardFormats.Files;
using TensorBoardFormats.Images;

namespace TensorBoardFormats.Projector;

/// <summary>
/// One image with a thumbnail for each row of a tensor: a square grid, row by row from the top left, cells to spare at the end
/// (spec/projector.md §10.7). Any other layout shows wrong thumbnails.
/// </summary>
public sealed class SpriteSheet
{
    /// <summary>The largest side that the page takes, in pixels.</summary>
    public const int MaxSide = ImageProbe.MaxSide;

    private SpriteSheet(int count, int tileWidth, int tileHeight, int channels, byte[] pixels)
    {
        Count = count;
        TileWidth = tileWidth;
        TileHeight = tileHeight;
        Channels = channels;
        Pixels = pixels;
        CellsPerSide = CellsFor(count);
    }

    /// <summary>Thumbnails in the sheet.</summary>
    public int Count { get; }

    /// <summary>Width of one thumbnail in pixels.</summary>
    public int TileWidth { get; }

    /// <summary>Height of one thumbnail in pixels.</summary>
    public int TileHeight { get; }

    /// <summary>1 grey, 2 grey and alpha, 3 RGB, 4 RGBA.</summary>
    public int Channels { get; }

    /// <summary>Columns, and as many rows, of the grid.</summary>
    public int CellsPerSide { get; }

    /// <summary>Width of the image in pixels.</summary>
    public int Width => CellsPerSide * TileWidth;

    /// <summary>Height of the image in pixels.</summary>
    public int Height => CellsPerSide * TileHeight;

    /// <summary>The image: <see cref="Channels"/> bytes a pixel, rows from the top.</summary>
    public ReadOnlyMemory<byte> Pixels { get; }

    /// <summary>The largest side of a thumbnail for so many rows: 100,000 rows leave 25 pixels.</summary>
    public static int MaxTileSide(int count) => MaxSide / CellsFor(count);

    /// <summary>Lays out thumbnails that lie one behind the other.</summary>
    /// <param name="tileWidth">Width of each in pixels.</param>
    /// <param name="tileHeight">Height of each in pixels.</param>
    /// <param name="channels">1 grey, 2 grey and alpha, 3 RGB, 4 RGBA.</param>
    /// <param name="tiles">Tile after tile, each with its rows from the top.</param>
    /// <param name="background">Value of all bytes in the cells to spare; 255 is white.</param>
    /// <exception cref="ArgumentException">The sizes do not fit the bytes, there is no tile, or the image would be larger than <see cref="MaxSide"/>.</exception>
    public static SpriteSheet FromTiles(int tileWidth, int tileHeight, int channels, ReadOnlySpan<byte> tiles, byte background = byte.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tileWidth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(tileHeight, 1);
        if (channels is < 1 or > 4)
        {
            throw new ArgumentException($"An image has 1 to 4 channels, not {channels}.", nameof(channels));
        }

        long tileBytes = (long)tileWidth * tileHeight * channels;
        if (tiles.IsEmpty || tiles.Length % tileBytes != 0)
        {
            throw new ArgumentException($"Tiles of {tileWidth} x {tileHeight} x {channels} bytes do not make {tiles.Length} bytes.", nameof(tiles));
        }

        int count = (int)(tiles.Length / tileBytes);
        int cells = CellsFor(count);
        if (cells * (long)Math.Max(tileWidth, tileHeight) > MaxSide)
        {
            throw new ArgumentException(
                $"{count} tiles of {tileWidth} x {tileHeight} make an image of more than {MaxSide} pixels a side, which the page refuses; tiles may have {MaxTileSide(count)} pixels a side.", nameof(tileWidth));
        }

        byte[] pixels = new byte[tileBytes * cells * cells];
        Array.Fill(pixels, background);
        Arrange(tiles, pixels, tileWidth * channels, tileHeight, cells);
        return new SpriteSheet(count, tileWidth, tileHeight, channels, pixels);
    }

    /// <summary>Lays out thumbnails of grey levels, with the bytes that Matplotlib's <c>gray</c> colour map makes of them.</summary>
    /// <param name="tileWidth">Width of each in pixels.</param>
    /// <param name="tileHeight">Height of each in pixels.</param>
    /// <param name="levels">Tile after tile, each with its rows from the top; 0 is black, 1 is white, what lies beyond is taken for these.</param>
    /// <param name="invert">White ink on black becomes black ink on white, of which the page can tint the ground.</param>
    /// <exception cref="ArgumentException">The sizes do not fit the levels, there is no tile, or the image would be larger than <see cref="MaxSide"/>.</exception>
    public static SpriteSheet FromGrayLevels(int tileWidth, int tileHeight, ReadOnlySpan<float> levels, bool invert = false)
    {
        byte[] tiles = new byte[levels.Length];
        for (int i = 0; i < levels.Length; i++)
        {
            tiles[i] = GrayOf(invert ? 1 - levels[i] : levels[i]);
        }

        return FromTiles(tileWidth, tileHeight, 1, tiles);
    }

    /// <summary>The image as a PNG file.</summary>
    /// <param name="options">Compression; null for the one that suits drawings, or photographs when there are colours.</param>
    public byte[] ToPng(PngWriterOptions? options = null) => PngWriter.Encode(Width, Height, Channels, Pixels.Span, options ?? PngWriterOptions.Default);

    /// <summary>Writes the PNG file, whole or not at all; one of that name is replaced.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(string path, PngWriterOptions? options = null) => AtomicFile.Write(FileStore.Disk, path, ToPng(options), flushToDisk: false);

    // One of 256 table entries, which are multiples of 1/255 in double precision, times 255 and cut off: 24 of them come out one lower.
    private static byte GrayOf(float level)
    {
        int entry = float.IsNaN(level) ? 0 : (int)Math.Clamp(level * 256.0, 0, byte.MaxValue);
        return (byte)(entry * (1.0 / byte.MaxValue) * byte.MaxValue);
    }

    private static int CellsFor(int count)
    {
        int cells = (int)Math.Sqrt(count);
        return (long)cells * cells < count ? cells + 1 : cells;
    }

    private static void Arrange(ReadOnlySpan<byte> tiles, Span<byte> pixels, int rowBytes, int tileHeight, int cells)
    {
        for (int cell = 0; !tiles.IsEmpty; cell++)
        {
            int left = cell % cells * rowBytes;
            for (int y = 0; y < tileHeight; y++)
            {
                int row = (cell / cells * tileHeight) + y;
                tiles[..rowBytes].CopyTo(pixels[((row * cells * rowBytes) + left)..]);
                tiles = tiles[rowBytes..];
            }
        }
    }
}
