using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TensorBoardFormats.Checksums;

// Long spans are folded: a block of 128 bits at the front is replaced by a multiple of it, congruent modulo the polynomial, that is added
// to a block further back (Intel, "Fast CRC computation for generic polynomials using PCLMULQDQ"). Four registers at once hide the latency
// of the multiplication; what is left of them in the end goes through the ordinary loop.
public static partial class Crc32C
{
    private const int RegistersAtOnce = 4;

    // Below this the loop is as fast.
    private const int FoldingFrom = 256;

    /// <summary>Widest register that folding uses here, in bits; 0 where the processor has no carry-less multiplication.</summary>
    internal static int FoldingWidth =>
        Pclmulqdq.V512.IsSupported ? 512 : Pclmulqdq.V256.IsSupported ? 256 : Pclmulqdq.IsSupported ? 128 : 0;

    private static uint AppendLong(uint crc, ReadOnlySpan<byte> bytes)
    {
        if (Pclmulqdq.V512.IsSupported && bytes.Length >= 2 * FoldingFrom)
        {
            return AppendFolded<Lane512, Vector512<ulong>>(crc, bytes);
        }

        if (Pclmulqdq.V256.IsSupported)
        {
            return AppendFolded<Lane256, Vector256<ulong>>(crc, bytes);
        }

        return Pclmulqdq.IsSupported ? AppendFolded<Lane128, Vector128<ulong>>(crc, bytes) : AppendShort(crc, bytes);
    }

    /// <summary>Appends through registers of one width, which the processor must have. At least four registers full of bytes.</summary>
    internal static uint AppendFolded<TLane, TVector>(uint crc, ReadOnlySpan<byte> bytes)
        where TLane : struct, ILane<TVector>
        where TVector : struct
    {
        ReadOnlySpan<TVector> blocks = MemoryMarshal.Cast<byte, TVector>(bytes);
        TVector far = TLane.Far;
        TVector near = TLane.Near;
        TVector a = TLane.Xor(blocks[0], crc);
        TVector b = blocks[1];
        TVector c = blocks[2];
        TVector d = blocks[3];
        ReadOnlySpan<TVector> rest = blocks[RegistersAtOnce..];
        while (rest.Length >= RegistersAtOnce)
        {
            a = TLane.Fold(a, far, rest[0]);
            b = TLane.Fold(b, far, rest[1]);
            c = TLane.Fold(c, far, rest[2]);
            d = TLane.Fold(d, far, rest[3]);
            rest = rest[RegistersAtOnce..];
        }

        a = TLane.Fold(TLane.Fold(TLane.Fold(a, near, b), near, c), near, d);
        foreach (TVector block in rest)
        {
            a = TLane.Fold(a, near, block);
        }

        uint folded = 0;
        foreach (ulong word in MemoryMarshal.Cast<TVector, ulong>(new ReadOnlySpan<TVector>(in a)))
        {
            folded = BitOperations.Crc32C(folded, word);
        }

        return AppendShort(folded, bytes[MemoryMarshal.AsBytes(blocks).Length..]);
    }

    // What 128 bits are multiplied by to stand `bits` further back: their first half, of the higher powers, and their second half.
    private static Vector128<ulong> KeyFor(int bits) => Vector128.Create((ulong)PowerOfX(bits + 32) << 1, (ulong)PowerOfX(bits - 32) << 1);

    private static uint PowerOfX(int exponent)
    {
        uint power = One;
        for (int i = 0; i < exponent; i++)
        {
            power = (power >> 1) ^ ((power & 1) != 0 ? Polynomial : 0);
        }

        return power;
    }

    /// <summary>What folding needs of a register of some width.</summary>
    internal interface ILane<TVector>
        where TVector : struct
    {
        /// <summary>The key that moves a register back by four of its kind.</summary>
        static abstract TVector Far { get; }

        /// <summary>The key that moves a register back by one.</summary>
        static abstract TVector Near { get; }

        /// <summary>Adds a CRC to the first four bytes.</summary>
        static abstract TVector Xor(TVector block, uint crc);

        /// <summary>Moves <paramref name="block"/> back by what the key says, onto <paramref name="onto"/>.</summary>
        static abstract TVector Fold(TVector block, TVector key, TVector onto);
    }

    /// <summary>SSE registers.</summary>
    internal readonly struct Lane128 : ILane<Vector128<ulong>>
    {
        private static readonly Vector128<ulong> FarKey = KeyFor(RegistersAtOnce * 128);
        private static readonly Vector128<ulong> NearKey = KeyFor(128);

        public static Vector128<ulong> Far => FarKey;

        public static Vector128<ulong> Near => NearKey;

        public static Vector128<ulong> Xor(Vector128<ulong> block, uint crc) => block ^ Vector128.CreateScalar((ulong)crc);

        public static Vector128<ulong> Fold(Vector128<ulong> block, Vector128<ulong> key, Vector128<ulong> onto) =>
            Pclmulqdq.CarrylessMultiply(block, key, 0x00) ^ Pclmulqdq.CarrylessMultiply(block, key, 0x11) ^ onto;
    }

    /// <summary>AVX registers.</summary>
    internal readonly struct Lane256 : ILane<Vector256<ulong>>
    {
        private static readonly Vector256<ulong> FarKey = Vector256.Create(KeyFor(RegistersAtOnce * 256), KeyFor(RegistersAtOnce * 256));
        private static readonly Vector256<ulong> NearKey = Vector256.Create(KeyFor(256), KeyFor(256));

        public static Vector256<ulong> Far => FarKey;

        public static Vector256<ulong> Near => NearKey;

        public static Vector256<ulong> Xor(Vector256<ulong> block, uint crc) => block ^ Vector256.CreateScalar((ulong)crc);

        public static Vector256<ulong> Fold(Vector256<ulong> block, Vector256<ulong> key, Vector256<ulong> onto) =>
            Pclmulqdq.V256.CarrylessMultiply(block, key, 0x00) ^ Pclmulqdq.V256.CarrylessMultiply(block, key, 0x11) ^ onto;
    }

    /// <summary>AVX-512 registers.</summary>
    internal readonly struct Lane512 : ILane<Vector512<ulong>>
    {
        private static readonly Vector512<ulong> FarKey = Repeat(KeyFor(RegistersAtOnce * 512));
        private static readonly Vector512<ulong> NearKey = Repeat(KeyFor(512));

        public static Vector512<ulong> Far => FarKey;

        public static Vector512<ulong> Near => NearKey;

        public static Vector512<ulong> Xor(Vector512<ulong> block, uint crc) => block ^ Vector512.CreateScalar((ulong)crc);

        public static Vector512<ulong> Fold(Vector512<ulong> block, Vector512<ulong> key, Vector512<ulong> onto) =>
            Pclmulqdq.V512.CarrylessMultiply(block, key, 0x00) ^ Pclmulqdq.V512.CarrylessMultiply(block, key, 0x11) ^ onto;

        private static Vector512<ulong> Repeat(Vector128<ulong> key) =>
            Vector512.Create(Vector256.Create(key, key), Vector256.Create(key, key));
    }
}
