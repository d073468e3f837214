namespace TensorBoardFormats.Images;

/// <summary>Pixels in memory: 8 bits a channel, rows from the top, no padding.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Channels">1 grey, 2 grey and alpha, 3 RGB, 4 RGBA.</param>
/// <param name="Pixels">Width × height × channels bytes.</param>
public sealed record PngImage(int Width, int Height, int Channels, ReadOnlyMemory<byte> Pixels);
