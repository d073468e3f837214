using System.Text;
using System.Text.Json.Nodes;
using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.Testing;
using Xunit;

namespace TensorBoardFormats.Tests.Checkpoints;

public class CheckpointStateTests
{
    public static TheoryData<string> Cases => [.. Directory.GetDirectories(Repository.Golden("checkpoints")).Select(d => Path.GetFileName(d)!)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void ToText_StatesOfTensorFlow_GivesItsText(string name)
    {
        JsonNode expected = JsonNode.Parse(File.ReadAllText(Repository.Golden("checkpoints", name, "expect.json")))!;
        foreach (JsonNode? step in expected["steps"]?.AsArray() ?? [])
        {
            foreach ((string _, JsonNode? text) in step!["state"]?.AsObject() ?? [])
            {
                Assert.True(CheckpointState.TryParse(Encoding.UTF8.GetBytes((string)text!), out CheckpointState state, out _));
                Assert.Equal((string)text!, state.ToText());
            }
        }

        Assert.NotNull(expected["producer"]);
    }

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00012345, "0.00012345")]
    [InlineData(0.00001, "1e-05")]
    [InlineData(1.5e-7, "1.5e-07")]
    [InlineData(123456789012345680.0, "1.2345678901234568e+17")]
    [InlineData(9999999999999998.0, "9999999999999998.0")]
    [InlineData(1e16, "1e+16")]
    [InlineData(1e23, "1e+23")]
    [InlineData(1e300, "1e+300")]
    [InlineData(100.0, "100.0")]
    [InlineData(1600000000.25, "1600000000.25")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(double.PositiveInfinity, "inf")]
    [InlineData(double.NaN, "nan")]
    public void ToText_Timestamp_IsSpelledAsPythonDoes(double time, string expected) =>
        Assert.Equal($"model_checkpoint_path: \"m\"\nall_model_checkpoint_timestamps: {expected}\n", new CheckpointState("m", [], [time]).ToText());

    [Fact]
    public void ToText_ControlCharacters_AreOctal() =>
        Assert.Equal("model_checkpoint_path: \"a\\001\\n\\r\\t\\177\\033é\"\n", new CheckpointState("a\u0001\n\r\t\u007F\u001Bé", [], []).ToText());

    [Fact]
    public void Read_Found_JoinsTheDirectory()
    {
        string folder = Repository.Golden("checkpoints", "tf2_manager_keep2");
        CheckpointStateResult result = CheckpointState.Read(folder);
        Assert.Equal(CheckpointStateOutcome.Found, result.Outcome);
        Assert.Equal(Path.Combine(folder, "ckpt-5"), result.Latest);
        Assert.Equal([Path.Combine(folder, "ckpt-4"), Path.Combine(folder, "ckpt-5")], result.All);
        Assert.Null(result.Problem);
    }

    [Theory]
    [InlineData(null, CheckpointStateOutcome.None, "no such file")]
    [InlineData("", CheckpointStateOutcome.Error, "model_checkpoint_path is missing")]
    [InlineData("model_checkpoint_path: \"m", CheckpointStateOutcome.Error, "1:24")]
    [InlineData("model_checkpoint_path: \"gone\"", CheckpointStateOutcome.None, "gone")]
    public void Read_NothingToFind_SaysWhy(string? text, CheckpointStateOutcome expected, string problem)
    {
        using TempFolder temp = new();
        if (text is not null)
        {
            File.WriteAllText(temp["checkpoint"], text);
        }

        CheckpointStateResult result = CheckpointState.Read(temp.Path);
        Assert.Equal(expected, result.Outcome);
        Assert.Null(result.Latest);
        Assert.Contains(problem, result.Problem, StringComparison.Ordinal);
    }
}
