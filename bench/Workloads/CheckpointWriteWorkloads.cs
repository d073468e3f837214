using System.Globalization;
using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.Tensors;

namespace TensorBoardFormats.Workloads;

/// <summary>Writes checkpoints: a few large tensors, or many small ones.</summary>
internal static class CheckpointWriteWorkloads
{
    private const int Rows = 4096;
    private const int Columns = 4096;

    /// <summary><c>checkpoint-write CHUNKS PATH</c>: so many float32 tensors of 64 MiB, streamed from one block of values.</summary>
    public static string Large(string[] args)
    {
        int chunks = int.Parse(args[0], CultureInfo.InvariantCulture);
        float[] block = new float[64 * Columns];
        Random random = new(1);
        foreach (ref float value in block.AsSpan())
        {
            value = random.NextSingle();
        }

        using CheckpointWriter writer = CheckpointWriter.Create(args[1]);
        for (int i = 0; i < chunks; i++)
        {
            using TensorSink sink = writer.Begin(string.Create(CultureInfo.InvariantCulture, $"model/layer_{i:D2}/kernel"), DType.Float32, [Rows, Columns]);
            while (sink.Missing > 0)
            {
                sink.Write<float>(block);
            }
        }

        return Done(writer.Complete());
    }

    /// <summary><c>checkpoint-small COUNT PATH</c>: so many tensors float32[16].</summary>
    public static string Small(string[] args)
    {
        int count = int.Parse(args[0], CultureInfo.InvariantCulture);
        float[] values = [.. Enumerable.Range(0, 16).Select(static i => (float)i)];
        using CheckpointWriter writer = CheckpointWriter.Create(args[1]);
        for (int i = 0; i < count; i++)
        {
            values[0] = i;
            writer.Add(string.Create(CultureInfo.InvariantCulture, $"model/layer_{i:D6}/bias"), [16], values.AsSpan());
        }

        return Done(writer.Complete());
    }

    private static string Done(CheckpointInfo info) => FormattableString.Invariant($"{info.TensorCount} tensors written, {info.DataBytes} bytes");
}
