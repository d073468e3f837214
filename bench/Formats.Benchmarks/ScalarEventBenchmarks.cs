using BenchmarkDotNet.Attributes;
using TensorBoardFormats.Events;

namespace TensorBoardFormats.Benchmarks;

/// <summary>A thousand scalar events from the summary writer into a stream that keeps nothing; the allocation column is the point.</summary>
[MemoryDiagnoser]
public class ScalarEventBenchmarks : IDisposable
{
    private const int Events = 1000;
    private readonly EventFileWriter _file = EventFileWriter.Create(Stream.Null);
    private long _step;

    [Benchmark(OperationsPerInvoke = Events)]
    public void Scalars()
    {
        for (int i = 0; i < Events; i++)
        {
            _file.Write(_step++, Summary.Scalar("train/loss/every/one", 0.5f));
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        GC.SuppressFinalize(this);
    }
}
