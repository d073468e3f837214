// A training loop that fills the tabs of TensorBoard: dotnet run --project samples/TrainingLoop -- LOGDIR
using TensorBoardFormats.Events;
using TensorBoardFormats.Projector;

Random random = new(1);
using SummaryWriter writer = new(args.Length > 0 ? args[0] : "runs/training-loop");
writer.AddHParams(new Dictionary<string, HParamValue> { ["learning rate"] = 0.1, ["optimizer"] = "sgd", ["bias"] = true });
writer.AddText("notes", "A loop that *learns* by itself.", step: 0);
for (long step = 0; step < 100; step++)
{
    float[] weights = [.. Enumerable.Range(0, 192).Select(_ => (float)random.NextDouble())];
    writer.AddScalar("loss", Math.Exp(-0.05 * step), step);
    writer.AddHistogram<float>("layer/weights", weights, step);
    if (step % 20 == 0)
    {
        bool[] labels = [.. weights.Select(weight => weight + random.NextDouble() > 1)];
        writer.AddImage<float>("layer/weights as image", weights, height: 8, width: 8, channels: 3, step);
        writer.AddPrCurve<float>("validation", labels, weights, step);
        writer.AddMesh("cloud", new Mesh(weights), step);
    }
}

float[] vectors = [.. Enumerable.Range(0, 20).SelectMany(_ => Unit([.. Enumerable.Range(0, 8).Select(_ => random.NextSingle() - 0.5f)]))];
writer.AddEmbedding(new EmbeddingData("words", 20, 8, vectors) { Metadata = MetadataTable.Labels(Enumerable.Range(0, 20).Select(i => $"word {i}")) });
writer.EndHParams(SessionResult.Success);

static IEnumerable<float> Unit(float[] row) => row.Select(value => value / MathF.Sqrt(row.Sum(other => other * other)));
