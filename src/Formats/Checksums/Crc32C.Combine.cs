namespace TensorBoardFormats.Checksums;

public static partial class Crc32C
{
    // x^0 in the reflected form, in which the highest bit is the lowest power.
    private const uint One = 0x80000000;

    private const uint Polynomial = 0x82F63B78;

    // x^(8 * 2^i) modulo the polynomial: what appending 2^i zero bytes multiplies a remainder by.
    private static readonly uint[] PowersOfBytes = ComputePowers();

    /// <summary>CRC of two pieces one behind the other, from their CRCs alone.</summary>
    /// <param name="first">CRC of the first piece.</param>
    /// <param name="second">CRC of the second piece.</param>
    /// <param name="secondLength">Bytes of the second piece.</param>
    public static uint Combine(uint first, uint second, long secondLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(secondLength);
        uint factor = One;
        for (int i = 0; secondLength != 0; i++, secondLength >>= 1)
        {
            if ((secondLength & 1) != 0)
            {
                factor = Multiply(factor, PowersOfBytes[i]);
            }
        }

        return Multiply(first, factor) ^ second;
    }

    private static uint[] ComputePowers()
    {
        uint[] powers = new uint[63];
        uint power = One >> 8; // x^8
        for (int i = 0; i < powers.Length; i++)
        {
            powers[i] = power;
            power = Multiply(power, power);
        }

        return powers;
    }

    // Product of two polynomials over GF(2), modulo the CRC's.
    private static uint Multiply(uint a, uint b)
    {
        uint product = 0;
        for (; a != 0; a <<= 1)
        {
            if ((a & One) != 0)
            {
                product ^= b;
            }

            b = (b >> 1) ^ ((b & 1) != 0 ? Polynomial : 0);
        }

        return product;
    }
}
