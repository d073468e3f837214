using System.Text.Json.Nodes;
using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.Testing;
using Xunit;

namespace TensorBoardFormats.Tests.Checkpoints;

/// <summary>Damaged and unusual checkpoints against what TensorFlow made of them and what is demanded of us (README.md of the
/// suite).</summary>
public class CheckpointVerdictTests
{
    private const long MostAllocated = 8 << 20;

    // Types of which different bytes mean the same.
    private static readonly string[] SameMeaning = ["bool", "int2", "uint2", "int4", "uint4", "float4_e2m1fn"];

    public static TheoryData<string> Cases() =>
        [.. Verdicts().Where(static v => v.Value["latest_checkpoint"] is null).Select(static v => v.Key)];

    public static TheoryData<string> StateCases() =>
        [.. Verdicts().Where(static v => v.Value["latest_checkpoint"] is not null).Select(static v => v.Key)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Open_Case_GivesTheRightValuesOrAnError(string name)
    {
        JsonNode verdict = Verdict(name);
        string prefix = Path.Combine(Repository.GoldenSuite("checkpoint_verdicts"), name, (string)verdict["prefix"]!);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Outcome outcome = ReadAll(prefix);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostAllocated);
        switch ((string)verdict["must"]!)
        {
            case "accept":
                AssertAccepted(verdict, outcome);
                break;
            case "reject":
                Assert.True(outcome.Errors.Count > 0, "nothing was found wrong");
                AssertNothingWrong(verdict, outcome, alsoShape: true);
                break;
            default:
                AssertNothingWrong(verdict, outcome, alsoShape: false);
                break;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Verify_Case_IsSoundWhenAllCanBeRead(string name)
    {
        string prefix = Path.Combine(Repository.GoldenSuite("checkpoint_verdicts"), name, (string)Verdict(name)["prefix"]!);
        bool readable = ReadAll(prefix).Errors.Count == 0;
        bool sound;
        try
        {
            using CheckpointReader reader = CheckpointReader.Open(prefix);
            sound = reader.Verify(cancellation: TestContext.Current.CancellationToken).IsSound;
        }
        catch (IOException)
        {
            sound = false;
        }

        Assert.Equal(readable, sound);
    }

    [Theory]
    [MemberData(nameof(StateCases))]
    public void Read_State_GivesThePathThatTensorFlowFinds(string name)
    {
        JsonNode verdict = Verdict(name);
        string folder = Path.Combine(Repository.GoldenSuite("checkpoint_verdicts"), name);

        CheckpointStateResult result = CheckpointState.Read(folder);

        string? found = (string)verdict["tensorflow"]! == "found" ? (string?)verdict["latest_checkpoint"]!["latest"] : null;
        Assert.Equal(found?.Replace("@DIR@", folder, StringComparison.Ordinal), result.Latest);
        Assert.Equal(found is not null, result.Outcome == CheckpointStateOutcome.Found);
        Assert.Equal(found is null, result.Problem is not null);
    }

    private static IEnumerable<KeyValuePair<string, JsonNode>> Verdicts() =>
        Directory.EnumerateDirectories(Repository.GoldenSuite("checkpoint_verdicts")).Order(StringComparer.Ordinal)
            .Select(static folder => KeyValuePair.Create(Path.GetFileName(folder), Verdict(Path.GetFileName(folder))));

    private static JsonNode Verdict(string name) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.GoldenSuite("checkpoint_verdicts"), name, "verdict.json")))!;

    private static Outcome ReadAll(string prefix)
    {
        Outcome outcome = new([], []);
        try
        {
            using CheckpointReader reader = CheckpointReader.Open(prefix);
            outcome.Errors.AddRange(reader.Faults.Select(static fault => fault.Message));
            foreach (CheckpointEntry entry in reader.Entries)
            {
                string name = Convert.ToHexString(entry.NameBytes.Span);
                try
                {
                    outcome.Tensors[name] = RecordedTensor.Of(reader, entry);
                    if (entry.NameBytes.Span.SequenceEqual(BundleFormat.ObjectGraphKey)
                        && ObjectGraphCheck.Check(reader.Source, entry) is { } wrong)
                    {
                        outcome.Tensors.Remove(name);
                        outcome.Errors.Add(wrong);
                    }
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    outcome.Errors.Add(e.Message);
                }
            }
        }
        catch (IOException e)
        {
            outcome.Errors.Add(e.Message);
        }

        Assert.All(outcome.Errors, static error => Assert.NotEmpty(error));
        return outcome;
    }

    private static void AssertAccepted(JsonNode verdict, Outcome outcome)
    {
        Dictionary<string, RecordedTensor> was = Tensors(verdict["undamaged"]!);
        Dictionary<string, RecordedTensor> tensorFlow = Answers(verdict);
        HashSet<string> lost = [.. verdict["restore_v2"]!.AsObject().Where(static t => (string?)t.Value!["class"] == "DataLossError")
            .Select(static t => RecordedTensor.NameOf(t.Key))];
        Dictionary<string, string> listed = [];
        foreach (JsonNode? variable in verdict["list_variables"]!["variables"]?.AsArray() ?? [])
        {
            listed.Add(RecordedTensor.NameOf(variable![0]), RecordedTensor.Sizes(variable[1]!));
        }

        bool isOpened = (string)verdict["load_checkpoint"]!["outcome"]! == "ok";
        IEnumerable<string> names = !isOpened ? was.Keys : (string)verdict["list_variables"]!["outcome"]! == "ok" ? listed.Keys
            : tensorFlow.Keys;
        Assert.Equal(names.Order(), outcome.Tensors.Keys.Concat(lost).Distinct().Order());
        foreach ((string name, RecordedTensor tensor) in outcome.Tensors)
        {
            RecordedTensor? undamaged = was.GetValueOrDefault(name);
            RecordedTensor right = tensorFlow.GetValueOrDefault(name) ?? undamaged ?? tensor; // TensorFlow's Python cannot show a variant.
            bool isRight = tensor.Sha256 == right.Sha256 || (SameMeaning.Contains(tensor.DType) && tensor.Sha256 == undamaged?.Sha256);
            Assert.True(isRight && tensor.DType == right.DType && tensor.Shape == (listed.GetValueOrDefault(name) ?? right.Shape),
                $"{name}: {tensor}, not {right}");
        }

        Assert.Equal(lost.Count, outcome.Errors.Count);
    }

    private static void AssertNothingWrong(JsonNode verdict, Outcome outcome, bool alsoShape)
    {
        Dictionary<string, RecordedTensor> was = Tensors(verdict["undamaged"]!);
        Dictionary<string, RecordedTensor> tensorFlow = Answers(verdict);
        foreach ((string name, RecordedTensor tensor) in outcome.Tensors)
        {
            bool isKnown = was.TryGetValue(name, out RecordedTensor? undamaged);
            bool isRight = alsoShape ? !isKnown || tensor == undamaged
                : tensor.Sha256 == undamaged?.Sha256 || !tensorFlow.TryGetValue(name, out RecordedTensor? answer)
                    || tensor.Sha256 == answer.Sha256;
            Assert.True(isRight, $"{name}: {tensor}");
        }
    }

    private static Dictionary<string, RecordedTensor> Tensors(JsonNode answers) =>
        answers.AsObject().ToDictionary(static t => RecordedTensor.NameOf(t.Key), static t => RecordedTensor.Of(t.Value!));

    private static Dictionary<string, RecordedTensor> Answers(JsonNode verdict)
    {
        Dictionary<string, RecordedTensor> answers = [];
        foreach ((string name, JsonNode? answer) in verdict["restore_v2"]!.AsObject().Concat(verdict["get_tensor"]!.AsObject()))
        {
            if ((string)answer!["outcome"]! == "ok" && answer["sha256"] is not null)
            {
                answers[RecordedTensor.NameOf(name)] = RecordedTensor.Of(answer);
            }
        }

        return answers;
    }

    private sealed record Outcome(Dictionary<string, RecordedTensor> Tensors, List<string> Errors);
}
