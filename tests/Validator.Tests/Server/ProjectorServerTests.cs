using System.Buffers.Binary;
using System.Text;
using TensorBoardFormats.Checksums;
using TensorBoardFormats.Files;
using TensorBoardFormats.Records;
using TensorBoardFormats.Testing;
using TensorBoardFormats.Validation;
using TensorBoardFormats.Validation.Logdirs;
using TensorBoardFormats.Validation.Server;
using Xunit;

namespace TensorBoardFormats.Tests.Server;

public sealed class ProjectorServerTests : IDisposable
{
    private const string Config = "embeddings { tensor_name: \"x\" tensor_path: \"t\" metadata_path: \"m\" bookmarks_path: \"b\" sprite { image_path: \"s\" } }";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Runs_TensorFileRaises_TabIsDeadAndTheRestAnswersHalfFilled()
    {
        Write("projector_config.pbtxt", "embeddings { tensor_name: \"a:0\" tensor_path: \"gone\" } embeddings { tensor_name: \"b:0\" tensor_path: \"t\" }");
        Write("t", "1\t2\n3\t4\n");
        ProjectorServer server = Start();

        Assert.False(server.TabActive);
        Assert.Equal("NotFoundError", server.Trace.TabFailure!.Kind);
        Assert.Equal("[\".\"]", Text(server.Runs()));
        Assert.Equal(
            """{"embeddings":[{"tensorName":"a","tensorPath":"gone"},{"tensorName":"b:0","tensorPath":"t"}]}""", Text(server.Info(ProjectorQuery.Escaped("."))));
        Assert.Equal(200, Ask(server, "b:0").Status);
        Assert.Equal(400, Ask(server, "a").Status);
        Assert.Equal((0, "a"), (server.Trace.Runs[0].Failure!.Value.Embedding, server.Trace.Runs[0].Embeddings[0].Embedding.TensorName));
    }

    [Fact]
    public void Runs_BadConfig_EveryQuestionRaises()
    {
        Write("run/projector_config.pbtxt", "embeddings {");
        WriteEvent("run");
        Write("projector_config.pbtxt", Config);
        Write("t", "1\t2\n3\t4\n");
        ProjectorServer server = Start();

        Assert.False(server.TabActive);
        Assert.Equal(500, server.Runs().Status);
        Assert.Equal(500, server.Info(ProjectorQuery.Escaped(".")).Status);
        SourceTrace source = Assert.Single(server.Trace.Sources, static s => s.Outcome == SourceOutcome.Raised);
        Assert.Equal(("run", 1), (source.Source.Run, source.Config!.Error!.Position.Line));
    }

    // The first evaluation does not look at the state file of a source that names its checkpoint; each later one does.
    [Fact]
    public void Runs_EmptyStateFileBesideStatedCheckpoint_TabIsOnAndEveryRouteFails()
    {
        Write("projector_config.pbtxt", $"model_checkpoint_path: \"{_folder["log", "m"]}\" {Config}");
        Write("m.index", "");
        Write("t", "1\t2\n3\t4\n");
        Write("checkpoint", "");
        ProjectorServer server = Start();

        Assert.True(server.TabActive);
        Assert.StartsWith("ValueError", Text(server.Runs()), StringComparison.Ordinal);
    }

    [Fact]
    public void TabActive_NothingAtFirstThenAnEmptyStateFile_IsDeadFromTheSecondDetermination()
    {
        Write("projector_config.pbtxt", "model_checkpoint_path: \"nowhere/m\"");
        Write("checkpoint", "");
        ProjectorServer server = Start();

        Assert.Equal(SourceOutcome.CheckpointNotFound, server.Trace.Sources[0].Outcome);
        Assert.Equal("ValueError", server.Trace.TabFailure!.Kind);
    }

    [Theory]
    [InlineData("", 400, "query parameter \"run\" is required")]
    [InlineData("run=.", 400, "query parameter \"name\" is required")]
    [InlineData("run=.&name=x&num_rows=0", 400, "query parameter num_rows must be integer > 0")]
    [InlineData("run=.&name=x&num_rows=-1", 400, "query parameter num_rows must be integer > 0")]
    [InlineData("run=.&name=x&num_rows=1.5", 400, "query parameter num_rows must be integer > 0")]
    [InlineData("run=&name=x", 400, "Unknown run: \"\"")]
    [InlineData("run=other&name=x", 400, "Unknown run: \"other\"")]
    [InlineData("run=.&name=y", 400, "Tensor \"y\" not found in checkpoint dir \"\"")]
    public void Tensor_RefusedQuestions_SayWhy(string query, int status, string text)
    {
        Write("projector_config.pbtxt", Config);
        Write("t", "1\t2\n3\t4\n");
        ServerAnswer answer = Start().Tensor(Query(query));

        Assert.Equal((status, text), (answer.Status, Text(answer)));
    }

    [Theory]
    [InlineData(null, "1\t2\n3\t4\n5\t6\n", 24)]
    [InlineData("2", "1\t2\n3\t4\n5\t6\n", 16)]
    [InlineData("+1_0", "1\t2\n3\t4\n5\t6\n", 24)]
    public void Tensor_NumRows_CutsTheAnswer(string? rows, string text, int bytes)
    {
        Write("projector_config.pbtxt", Config);
        Write("t", text);

        Assert.Equal(bytes, Start().Tensor(new ProjectorQuery(".", "x", rows)).Body.Length);
    }

    [Theory]
    [InlineData("a\nb\nc\n", "2", "a\nb\n")]
    [InlineData("h\th\na\tb\nc\td\ne\tf\n", "2", "h\th\na\tb\nc\td\n")]
    [InlineData("a\n\n\nb\n", "3", "a\n\n\n")]
    [InlineData("a\nb", "5", "a\nb")]
    [InlineData("a\nh\th\nc\n", "1", "a\n")]
    public void Metadata_NumRows_CountsAllLinesAndAHeaderExtra(string text, string rows, string sent)
    {
        Write("projector_config.pbtxt", Config);
        Write("t", "1\t2\n3\t4\n");
        Write("m", text);

        Assert.Equal(sent, Text(Start().Metadata(new ProjectorQuery(".", "x", rows))));
    }

    [Fact]
    public void Metadata_NotUtf8BehindTheRows_FailsOnlyWithoutTensorFlow()
    {
        Write("projector_config.pbtxt", Config);
        Write("t", "1\t2\n3\t4\n");
        File.WriteAllBytes(_folder["log", "m"], [(byte)'a', (byte)'\n', 0xFF, (byte)'\n']);

        Assert.Equal(200, Start().Metadata(new ProjectorQuery(".", "x", "1")).Status);
        Assert.Equal(500, Start(TensorBoardProfile.NoTf).Metadata(new ProjectorQuery(".", "x", "1")).Status);
    }

    // Two runs that begin with a record that is no event: the reload ends at the first, the first update at the second; then all is well.
    [Fact]
    public void Runs_TwoRunsBeginWithBadRecords_OnlyTheDeterminationRaises()
    {
        foreach (string run in (string[])["a", "b"])
        {
            Write($"{run}/projector_config.pbtxt", Config);
            Write($"{run}/t", "1\t2\n3\t4\n");
            WriteRecord(run, [0xFF, 0xFF]);
        }

        ProjectorServer server = Start();

        Assert.Equal("DecodeError", server.Trace.TabFailure!.Kind);
        Assert.Equal("[\"a\",\"b\"]", Text(server.Runs()));
    }

    [Fact]
    public void Runs_OneRunBeginsWithABadRecord_DoesNoHarm()
    {
        Write("a/projector_config.pbtxt", Config);
        Write("a/t", "1\t2\n3\t4\n");
        WriteRecord("a", [0xFF, 0xFF]);

        Assert.True(Start().TabActive);
        Assert.Empty(Start(TensorBoardProfile.Fast).Trace.LoaderRuns);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Runs_DirectoryFirstAmongTheEventFiles_RaisesWithoutTensorFlow(bool tensorFlow, bool raises)
    {
        Write("a/projector_config.pbtxt", Config);
        Write("a/t", "1\t2\n3\t4\n");
        WriteEvent("a");
        Directory.CreateDirectory(_folder["log", "a", "a.tfevents"]);
        ProjectorServer server = Start(new TensorBoardProfile(tensorFlow, TensorBoardLoader.Slow, TensorBoardProfile.NewestVersion));

        Assert.Equal(raises, server.Trace.TabFailure is not null);
        Assert.Equal(raises ? 500 : 200, server.Runs().Status);
    }

    // Lengths with a right checksum that no file has: TensorFlow's reader takes the largest for a cut record and dies of the others.
    [Theory]
    [InlineData(ulong.MaxValue, "OK", "DEAD-500", "NO-RUN")]
    [InlineData(1UL << 46, "ABORT", "DEAD-500", "NO-RUN")]
    [InlineData(1UL << 30, "OK", "OK", "NO-RUN")]
    public void Predict_FirstRecordOfAbsurdLength_EndsAsEachLoaderDoes(ulong length, string tensorFlow, string without, string fast)
    {
        Write("a/projector_config.pbtxt", "embeddings { tensor_name: \"x\" tensor_path: \"t\" }");
        Write("a/t", "1\t2\n3\t4\n");
        byte[] header = new byte[RecordFraming.HeaderSize];
        BinaryPrimitives.WriteUInt64LittleEndian(header, length);
        uint crc = MaskedCrc32C.Compute(header.AsSpan(0, RecordFraming.LengthSize));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(RecordFraming.LengthSize), crc);
        File.WriteAllBytes(_folder["log", "a", "events.out.tfevents.1"], header);

        Assert.Equal(
            [tensorFlow, without, fast],
            TensorBoardProfile.All.Select(p => Predictor.Predict(new LogDirectory(_folder["log"]), p, new ServerFacts(Host())).Outcome));
    }

    [Theory]
    [InlineData("projector_config.pbtxt")]
    [InlineData("t")]
    [InlineData("m")]
    [InlineData("b")]
    [InlineData("s")]
    [InlineData("checkpoint")]
    [InlineData("events.out.tfevents.1")]
    public void Ask_PipeOrLoopInPlaceOfAFile_IsAnswered(string name)
    {
        foreach (Action<string> replace in (Action<string>[])[MakePipe, static path => File.CreateSymbolicLink(path, Path.GetFileName(path)), static path => Directory.CreateDirectory(path)])
        {
            Write("projector_config.pbtxt", Config);
            Write("t", "1\t2\n3\t4\n");
            foreach (string asset in (string[])["m", "b", "s"])
            {
                Write(asset, "a\n");
            }

            WriteEvent(".");
            string path = _folder["log", name];
            File.Delete(path);
            replace(path);
            foreach (TensorBoardProfile profile in TensorBoardProfile.All)
            {
                ProjectorPrediction prediction = Predictor.Predict(new LogDirectory(_folder["log"]), profile, new ServerFacts(Host()));
                Assert.NotEqual("", prediction.Outcome);
            }

            if (Directory.Exists(path))
            {
                Directory.Delete(path);
            }
            else
            {
                File.Delete(path);
            }
        }
    }

    [Theory]
    [InlineData("2.21.0", true)]
    [InlineData("2.20", true)]
    [InlineData("1.15.0", true)]
    [InlineData("2", false)]
    [InlineData("2.x", false)]
    [InlineData("2.-1", false)]
    [InlineData("3.0.0", false)]
    [InlineData("2.21.0.1", false)]
    public void TryParseVersion_ReadsReleases(string text, bool isOne) => Assert.Equal(isOne, TensorBoardProfile.TryParseVersion(text, out _));

    [Fact]
    public void StartError_UnknownScheme_OnlyWithTensorFlow()
    {
        Assert.NotNull(new ProjectorServer(new LogDirectory("s3://bucket/logs"), TensorBoardProfile.Tf, new ServerFacts(Host())).StartError);
        ProjectorServer without = new(new LogDirectory("s3://bucket/logs"), TensorBoardProfile.NoTf, new ServerFacts(Host()));
        Assert.Null(without.StartError);
        Assert.Equal(500, without.Runs().Status);
    }

    private static ProjectorQuery Query(string text)
    {
        string? Value(string name) => text.Split('&').FirstOrDefault(p => p.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];
        return new ProjectorQuery(Value("run"), Value("name"), Value("num_rows"));
    }

    private static string Text(ServerAnswer answer)
    {
        using StreamReader reader = new(answer.Body.Open());
        return reader.ReadToEnd();
    }

    private static ServerAnswer Ask(ProjectorServer server, string name) => server.Tensor(ProjectorQuery.Escaped(".", name, ProjectorQuery.AllThatIsShown));

    private static void MakePipe(string path)
    {
        using System.Diagnostics.Process process = System.Diagnostics.Process.Start("mkfifo", [path]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    private TensorBoardHost Host() => new(FileStore.Disk, _folder.Path, _folder["home"]);

    private ProjectorServer Start(TensorBoardProfile? profile = null) => new(new LogDirectory(_folder["log"]), profile ?? TensorBoardProfile.Tf, new ServerFacts(Host()));

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder["log", path])!);
        File.WriteAllText(_folder["log", path], text, new UTF8Encoding(false));
    }

    // wall_time 1.0
    private void WriteEvent(string run) => WriteRecord(run, [0x09, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F]);

    private void WriteRecord(string run, byte[] payload)
    {
        byte[] frame = new byte[payload.Length + RecordFraming.Overhead];
        payload.CopyTo(frame, RecordFraming.HeaderSize);
        RecordFraming.Seal(frame);
        Directory.CreateDirectory(_folder["log", run]);
        File.WriteAllBytes(_folder["log", run, "events.out.tfevents.1"], frame);
    }
}
