// Single checkpoints without a training loop: tensors of all kinds, one too large for memory, partitioned variables, parts written side by side, a copy.
// In Python: tf.train.load_checkpoint("DIRECTORY/all").get_tensor("words")
// Usage: WriteCheckpoint DIRECTORY
using System.Runtime.InteropServices;
using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.Tensors;

string directory = args[0];
using (CheckpointWriter writer = CheckpointWriter.Create(Path.Combine(directory, "all")))
{
    writer.Add("embedding", [2, 3], [1f, 2, 3, 4, 5, 6]);
    writer.Add("step", [], [12L]);
    writer.AddStrings("words", [2], ["zero", "one"]);
    writer.Add("quantized", DType.QInt8, [3], MemoryMarshal.AsBytes<sbyte>([-1, 0, 1]));

    TensorSink sink = writer.Begin("large", DType.Float32, [1000, 64]);
    for (int row = 0; row < 1000; row++)
    {
        sink.Write<float>(new float[64]);
    }

    writer.AddSlice("partitioned", [4, 2], TensorSlice.Parse("0,2:-"), [1f, 2, 3, 4]);
    writer.AddSlice("partitioned", [4, 2], TensorSlice.Parse("2,2:-"), [5f, 6, 7, 8]);
    writer.Complete(); // Only now do the files appear.
}

string sharded = Path.Combine(directory, "sharded");
Parallel.For(0, 2, shard =>
{
    using CheckpointWriter part = CheckpointWriter.CreateShard(sharded, shard, 2);
    part.Add($"layer{shard}/kernel", [1], [(float)shard]);
    part.Complete();
});
Console.WriteLine(CheckpointMerger.MergeShards(sharded, 2));
Console.WriteLine(CheckpointRepacker.Repack(sharded, Path.Combine(directory, "single"), new CheckpointRepackOptions { SingleShard = true }));

using CheckpointReader reader = CheckpointReader.Open(Path.Combine(directory, "all"));
Console.WriteLine($"partitioned: {string.Join(' ', reader.Read<float>("partitioned"))}");
Console.WriteLine($"sound: {reader.Verify().IsSound}");
