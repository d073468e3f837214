using System.Globalization;

namespace TensorBoardFormats.Validation;

/// <summary>Which of TensorBoard's two readers of event files finds the runs.</summary>
public enum TensorBoardLoader
{
    /// <summary>Python (<c>--load_fast=false</c>).</summary>
    Slow,

    /// <summary>The Rust data server (<c>--load_fast=true</c>), since 2.5.0.</summary>
    Fast,
}

/// <summary>The surroundings that change what TensorBoard shows of one and the same directory (spec/projector.md §0).</summary>
/// <param name="TensorFlow">True when TensorFlow is installed beside TensorBoard; without it no checkpoint is ever read.</param>
/// <param name="Loader">Which loader finds the runs.</param>
/// <param name="Version">TensorBoard's version; a TensorFlow of the same number and the protobuf of that time are taken to go with it.</param>
public sealed record TensorBoardProfile(bool TensorFlow, TensorBoardLoader Loader, Version Version)
{
    /// <summary>The newest TensorBoard that was measured; what is not told otherwise is judged for it.</summary>
    public static Version NewestVersion { get; } = new(2, 21, 0);

    /// <summary>TensorFlow installed, Python loader.</summary>
    public static TensorBoardProfile Tf { get; } = new(true, TensorBoardLoader.Slow, NewestVersion);

    /// <summary>No TensorFlow, Python loader.</summary>
    public static TensorBoardProfile NoTf { get; } = new(false, TensorBoardLoader.Slow, NewestVersion);

    /// <summary>TensorFlow installed, Rust data server.</summary>
    public static TensorBoardProfile Fast { get; } = new(true, TensorBoardLoader.Fast, NewestVersion);

    /// <summary>The three that are judged unless told otherwise.</summary>
    public static IReadOnlyList<TensorBoardProfile> All { get; } = [Tf, NoTf, Fast];

    /// <summary><c>tf</c>, <c>notf</c> or <c>fast</c>.</summary>
    public string Name => Loader == TensorBoardLoader.Fast ? "fast" : TensorFlow ? "tf" : "notf";

    /// <summary>Reads <c>X.Y</c> or <c>X.Y.Z</c> as a version of TensorBoard.</summary>
    /// <returns>False when it is no such number, or one from before TensorBoard was a program of its own (1.15 is the oldest that was measured).</returns>
    public static bool TryParseVersion(string text, out Version version)
    {
        version = NewestVersion;
        string[] parts = text.Split('.');
        Span<int> numbers = stackalloc int[3];
        if (parts.Length is < 2 or > 3)
        {
            return false;
        }

        for (int i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
            {
                return false;
            }
        }

        version = new Version(numbers[0], numbers[1], numbers[2]);
        return version.Major is 1 or 2;
    }
}
