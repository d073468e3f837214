namespace TensorBoardFormats.Events;

/// <summary>One pattern for every NaN, the one that all other writers have; <see cref="double.NaN"/> of .NET has its sign bit set.</summary>
internal static class NaNs
{
    private const ulong QuietPositive = 0x7FF8_0000_0000_0000;

    /// <summary>The value, or the NaN that stands for all.</summary>
    public static double Canonical(double value) => double.IsNaN(value) ? BitConverter.UInt64BitsToDouble(QuietPositive) : value;
}
