// What tf.train.Checkpoint and tf.train.CheckpointManager do in TensorFlow 2: objects with named children, saved as ckpt-1, ckpt-2, …, the last two kept.
// In Python: tf.train.Checkpoint(model=..., optimizer=..., step=...).restore("DIRECTORY/ckpt-3")
// Usage: ObjectCheckpoint DIRECTORY
using TensorBoardFormats.Checkpoints;

float[] kernel = [1, 2, 3, 4, 5, 6], bias = [0, 0];
float[] kernelMomentum = new float[6], biasMomentum = new float[2];
long[] step = [0];

// Described once; values are read from the arrays at every save.
ObjectGraphBuilder graph = new();
TrackableNode model = graph.Root.AddChild("model");
TrackableNode kernelNode = model.AddVariable("kernel", TensorValue.Of([3, 2], kernel), "dense/kernel");
TrackableNode biasNode = model.AddVariable("bias", TensorValue.Of([2], bias), "dense/bias");
graph.Root.AddVariable("step", TensorValue.Of([], step), "step");

TrackableNode optimizer = graph.Root.AddChild("optimizer");
optimizer.AddVariable("learning_rate", TensorValue.Scalar(0.1f), "learning_rate");
optimizer.AddSlot("momentum", kernelNode, TensorValue.Of([3, 2], kernelMomentum), "dense/kernel/momentum");
optimizer.AddSlot("momentum", biasNode, TensorValue.Of([2], biasMomentum), "dense/bias/momentum");
graph.Root.AddPythonState("progress", () => $$"""{"epoch": {{step[0]}}}""");

CheckpointManager manager = new(args[0], new CheckpointManagerOptions { MaxToKeep = 2 });
for (int i = 0; i < 3; i++)
{
    step[0]++;
    bias[0] += 0.25f; // Training.
    Console.WriteLine($"Saved {Path.GetFileName(manager.Save(graph))}.");
}

using CheckpointReader reader = CheckpointReader.Open(manager.LatestCheckpoint!);
foreach (CheckpointEntry entry in reader.Entries)
{
    Console.WriteLine(entry);
}
