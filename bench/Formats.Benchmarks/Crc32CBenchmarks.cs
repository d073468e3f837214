using BenchmarkDotNet.Attributes;
using TensorBoardFormats.Checksums;

namespace TensorBoardFormats.Benchmarks;

/// <summary>The checksum at the lengths that matter: a record, a table entry, a write chunk, a read chunk; a copy of the same bytes beside it.</summary>
[MemoryDiagnoser]
public class Crc32CBenchmarks
{
    private byte[] _bytes = [];
    private byte[] _copy = [];

    /// <summary>Bytes in one call.</summary>
    [Params(64, 1024, 256 << 10, 1 << 20)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        _bytes = new byte[Length];
        _copy = new byte[Length];
        new Random(1).NextBytes(_bytes);
    }

    [Benchmark(Baseline = true)]
    public void Copy() => _bytes.CopyTo(_copy, 0);

    [Benchmark]
    public uint Checksum() => Crc32C.Compute(_bytes);
}
