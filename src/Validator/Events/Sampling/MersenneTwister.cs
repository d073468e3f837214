namespace TensorBoardFormats.Validation.Events.Sampling;

/// <summary>Python's <c>random.Random</c>: MT19937 seeded from an integer, and the draws that TensorBoard's Python loader makes of it.</summary>
internal sealed class MersenneTwister
{
    private const int Size = 624;
    private const int Shift = 397;
    private const uint Upper = 0x80000000;
    private const uint Matrix = 0x9908B0DF;

    private readonly uint[] _state = new uint[Size];
    private int _next = Size;

    /// <summary>The generator of <c>Random(seed)</c> for a seed below 2³².</summary>
    public MersenneTwister(uint seed)
    {
        _state[0] = 19650218;
        for (int i = 1; i < Size; i++)
        {
            _state[i] = (1812433253 * (_state[i - 1] ^ (_state[i - 1] >> 30))) + (uint)i;
        }

        int at = 1;
        for (int i = 0; i < Size; i++)
        {
            _state[at] = (_state[at] ^ (1664525 * (_state[at - 1] ^ (_state[at - 1] >> 30)))) + seed;
            Advance(ref at);
        }

        for (int i = 1; i < Size; i++)
        {
            _state[at] = (_state[at] ^ (1566083941 * (_state[at - 1] ^ (_state[at - 1] >> 30)))) - (uint)at;
            Advance(ref at);
        }

        _state[0] = Upper;
    }

    /// <summary>A number from 0 to <paramref name="limit"/>−1, as <c>_randbelow</c> draws it.</summary>
    public long Below(long limit)
    {
        int bits = 64 - System.Numerics.BitOperations.LeadingZeroCount((ulong)limit);
        ulong value;
        do
        {
            value = Bits(bits);
        }
        while (value >= (ulong)limit);

        return (long)value;
    }

    /// <summary><c>sample(range(count), chosen)</c>, sorted.</summary>
    public int[] Sample(int count, int chosen)
    {
        int[] result = new int[chosen];
        int smallestSet = 21; // What a set costs more than a list, in Python's own estimate.
        if (chosen > 5)
        {
            smallestSet += (int)Math.Pow(4, Math.Ceiling(Math.Log(chosen * 3, 4)));
        }

        if (count <= smallestSet)
        {
            int[] pool = [.. Enumerable.Range(0, count)];
            for (int i = 0; i < chosen; i++)
            {
                int drawn = (int)Below(count - i);
                result[i] = pool[drawn];
                pool[drawn] = pool[count - i - 1];
            }
        }
        else
        {
            HashSet<int> taken = [];
            for (int i = 0; i < chosen; i++)
            {
                int drawn;
                do
                {
                    drawn = (int)Below(count);
                }
                while (!taken.Add(drawn));

                result[i] = drawn;
            }
        }

        Array.Sort(result);
        return result;
    }

    private void Advance(ref int at)
    {
        if (++at == Size)
        {
            _state[0] = _state[Size - 1];
            at = 1;
        }
    }

    private ulong Bits(int count)
    {
        if (count <= 32)
        {
            return Next() >> (32 - count);
        }

        ulong low = Next();
        return low | ((ulong)(Next() >> (64 - count)) << 32);
    }

    private uint Next()
    {
        if (_next == Size)
        {
            Twist();
        }

        uint y = _state[_next++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9D2C5680;
        y ^= (y << 15) & 0xEFC60000;
        return y ^ (y >> 18);
    }

    private void Twist()
    {
        Span<uint> state = _state;
        for (int i = 0; i < Size - Shift; i++)
        {
            state[i] = state[i + Shift] ^ Mix(state[i], state[i + 1]);
        }

        for (int i = Size - Shift; i < Size - 1; i++)
        {
            state[i] = state[i + Shift - Size] ^ Mix(state[i], state[i + 1]);
        }

        state[Size - 1] = state[Shift - 1] ^ Mix(state[Size - 1], state[0]);
        _next = 0;
    }

    private static uint Mix(uint high, uint low)
    {
        uint y = (high & Upper) | (low & ~Upper);
        return (y >> 1) ^ ((y & 1) * Matrix);
    }
}
