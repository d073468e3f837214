using System.Buffers.Binary;
using System.Numerics;

namespace TensorBoardFormats.Validation.Events.Sampling;

/// <summary>The data server's generator: ChaCha20 seeded from a 64-bit number as Rust's <c>rand</c> 0.8 does it, and the draws made of it.</summary>
internal sealed class ChaChaRandom
{
    private const int Words = 16;
    private const int Rounds = 20;
    private const int KeyWords = 8;
    private const int FirstKeyWord = 4;
    private const int Counter = 12;

    private readonly uint[] _input = new uint[Words];
    private readonly uint[] _block = new uint[Words];
    private int _next = Words;

    /// <summary>The generator of <c>seed_from_u64(seed)</c>.</summary>
    public ChaChaRandom(ulong seed)
    {
        "expand 32-byte k"u8.CopyTo(System.Runtime.InteropServices.MemoryMarshal.AsBytes(_input.AsSpan()));
        if (!BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(_input, _input);
        }

        for (int i = 0; i < KeyWords; i++)
        {
            seed = (seed * 6364136223846793005) + 11634580027462260723; // PCG32, which stretches the seed to a key.
            uint shifted = (uint)(((seed >> 18) ^ seed) >> 27);
            _input[FirstKeyWord + i] = BitOperations.RotateRight(shifted, (int)(seed >> 59));
        }
    }

    /// <summary>A number from 0 to <paramref name="limit"/>−1, as <c>Uniform::from(0..limit)</c> draws it.</summary>
    public ulong Below(ulong limit)
    {
        while (true)
        {
            uint first = Next();
            ulong drawn = first | ((ulong)Next() << 32);
            ulong high = Math.BigMul(drawn, limit, out ulong low);

            // The exact bound needs a division, and all but a few draws are far below it.
            if (low <= ulong.MaxValue - limit || low <= ulong.MaxValue - ((ulong.MaxValue - limit + 1) % limit))
            {
                return high;
            }
        }
    }

    /// <summary><c>index::sample(count, chosen)</c>, sorted.</summary>
    public int[] Sample(int count, int chosen)
    {
        // The three ways of the original and its bounds between them; which way is taken decides what is drawn.
        const float FloydFactor = 1.6f;
        const float InPlaceFactor = 10f;
        const float LargeFactor = 270f;
        bool inPlace = chosen < 163
            ? chosen > 11 && count < (InPlaceFactor + (FloydFactor * chosen)) * chosen
            : count < LargeFactor * chosen;
        int[] result = inPlace ? SampleInPlace(count, chosen) : chosen < 163 ? SampleFloyd(count, chosen) : SampleRejecting(count, chosen);
        Array.Sort(result);
        return result;
    }

    private int[] SampleInPlace(int count, int chosen)
    {
        int[] pool = [.. Enumerable.Range(0, count)];
        for (int i = 0; i < chosen; i++)
        {
            int drawn = i + (int)Range((uint)(count - i));
            (pool[i], pool[drawn]) = (pool[drawn], pool[i]);
        }

        return pool[..chosen];
    }

    private int[] SampleFloyd(int count, int chosen)
    {
        HashSet<int> taken = [];
        for (int i = count - chosen; i < count; i++)
        {
            int drawn = (int)Range((uint)i + 1);
            if (!taken.Add(drawn))
            {
                taken.Add(i);
            }
        }

        return [.. taken];
    }

    private int[] SampleRejecting(int count, int chosen)
    {
        HashSet<int> taken = [];
        while (taken.Count < chosen)
        {
            taken.Add((int)Uniform32((uint)count));
        }

        return [.. taken];
    }

    // gen_range: one 32-bit draw, rejected above a zone that needs no division.
    private uint Range(uint limit) => Draw(limit, (limit << BitOperations.LeadingZeroCount(limit)) - 1);

    private uint Uniform32(uint limit) => Draw(limit, uint.MaxValue - ((uint.MaxValue - limit + 1) % limit));

    private uint Draw(uint limit, uint zone)
    {
        ulong product;
        do
        {
            product = (ulong)Next() * limit;
        }
        while ((uint)product > zone);

        return (uint)(product >> 32);
    }

    private uint Next()
    {
        if (_next == Words)
        {
            Block();
        }

        return _block[_next++];
    }

    private void Block()
    {
        Span<uint> x = _block;
        _input.CopyTo(x);
        for (int round = 0; round < Rounds; round += 2)
        {
            Quarter(ref x[0], ref x[4], ref x[8], ref x[12]);
            Quarter(ref x[1], ref x[5], ref x[9], ref x[13]);
            Quarter(ref x[2], ref x[6], ref x[10], ref x[14]);
            Quarter(ref x[3], ref x[7], ref x[11], ref x[15]);
            Quarter(ref x[0], ref x[5], ref x[10], ref x[15]);
            Quarter(ref x[1], ref x[6], ref x[11], ref x[12]);
            Quarter(ref x[2], ref x[7], ref x[8], ref x[13]);
            Quarter(ref x[3], ref x[4], ref x[9], ref x[14]);
        }

        for (int i = 0; i < Words; i++)
        {
            x[i] += _input[i];
        }

        if (++_input[Counter] == 0)
        {
            _input[Counter + 1]++;
        }

        _next = 0;
    }

    private static void Quarter(ref uint a, ref uint b, ref uint c, ref uint d)
    {
        a += b;
        d = BitOperations.RotateLeft(d ^ a, 16);
        c += d;
        b = BitOperations.RotateLeft(b ^ c, 12);
        a += b;
        d = BitOperations.RotateLeft(d ^ a, 8);
        c += d;
        b = BitOperations.RotateLeft(b ^ c, 7);
    }
}
