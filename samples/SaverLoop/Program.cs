// What tf.train.Saver does in a TensorFlow 1 training loop: model.ckpt-STEP every few steps, the last three kept, and on from the newest after a restart.
// Usage: SaverLoop DIRECTORY STEPS [COLUMNS]
using System.Globalization;
using TensorBoardFormats.Checkpoints;

string directory = args[0];
int steps = int.Parse(args[1], CultureInfo.InvariantCulture);
int columns = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 4;

float[] weights = new float[3 * columns];
long step = 0;

CheckpointSaver saver = new(new CheckpointSaverOptions { MaxToKeep = 3, SaveRelativePaths = true });
CheckpointStateResult state = CheckpointState.Read(directory);
if (state.Outcome == CheckpointStateOutcome.Found)
{
    using CheckpointReader reader = CheckpointReader.Open(state.Latest!);
    weights = reader.Read<float>("dense/kernel");
    step = reader.Read<long>("global_step")[0];
    saver.RecoverLastCheckpoints(state.All);
    Console.WriteLine($"Going on from step {step}.");
}

for (int i = 0; i < steps; i++)
{
    step++;
    for (int w = 0; w < weights.Length; w++)
    {
        weights[w] += 0.5f; // Training.
    }

    string prefix = saver.Save(Path.Combine(directory, "model.ckpt"), step, writer =>
    {
        writer.Add("dense/kernel", [3, columns], weights);
        writer.Add("global_step", [], [step]);
    });
    Console.WriteLine($"Saved {Path.GetFileName(prefix)}.");
}
