using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.Testing;
using Xunit;

namespace TensorBoardFormats.Tests.Checkpoints;

/// <summary>The programs that docs/formats/checkpoint.md shows do what it says.</summary>
public sealed class CheckpointSampleTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("SaverLoop")]
    [InlineData("ObjectCheckpoint")]
    [InlineData("WriteCheckpoint")]
    public void Source_Length_IsBelow60Lines(string name) =>
        Assert.InRange(File.ReadAllLines(Path.Combine(Repository.Root, "samples", name, "Program.cs")).Length, 1, 59);

    [Fact]
    public void SaverLoop_Twice_GoesOn()
    {
        Assert.Equal("Saved model.ckpt-1.\nSaved model.ckpt-2.\n", SampleProgram.Run("SaverLoop", _temp.Path, "2").ReplaceLineEndings("\n"));
        Assert.StartsWith("Going on from step 2.", SampleProgram.Run("SaverLoop", _temp.Path, "3"), StringComparison.Ordinal);
        CheckpointStateResult state = CheckpointState.Read(_temp.Path);
        Assert.Equal([_temp["model.ckpt-3"], _temp["model.ckpt-4"], _temp["model.ckpt-5"]], state.All);
        Assert.Equal(7, Directory.GetFiles(_temp.Path).Length);
    }

    [Fact]
    public void ObjectCheckpoint_Run_IsSoundAndHasItsTensors()
    {
        string output = SampleProgram.Run("ObjectCheckpoint", _temp.Path);
        Assert.Contains("model/kernel/.OPTIMIZER_SLOT/optimizer/momentum/.ATTRIBUTES/VARIABLE_VALUE: float32[3,2]", output, StringComparison.Ordinal);
        using CheckpointReader reader = CheckpointReader.Open(_temp["ckpt-3"]);
        Assert.True(reader.Verify().IsSound);
        Assert.Equal([0.75f, 0f], reader.Read<float>("model/bias/.ATTRIBUTES/VARIABLE_VALUE"));
        Assert.Equal("""{"epoch": 3}""", System.Text.Encoding.UTF8.GetString(reader.ReadStrings("progress/.ATTRIBUTES/py_state")[0]));
    }

    [Fact]
    public void WriteCheckpoint_Run_IsSound()
    {
        string output = SampleProgram.Run("WriteCheckpoint", _temp.Path);
        Assert.Contains("partitioned: 1 2 3 4 5 6 7 8", output, StringComparison.Ordinal);
        Assert.Contains("sound: True", output, StringComparison.Ordinal);
        using CheckpointReader reader = CheckpointReader.Open(_temp["single"]);
        Assert.Equal([1f], reader.Read<float>("layer1/kernel"));
    }
}
