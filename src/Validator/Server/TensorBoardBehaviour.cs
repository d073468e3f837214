namespace TensorBoardFormats.Validation.Server;

/// <summary>
/// What changed between the versions: one member a change, true from the version on that is named beside it. The one place where
/// versions are compared (spec/projector.md §13, oracle/VERSIONS.md).
/// </summary>
internal sealed record TensorBoardBehaviour
{
    /// <summary>Asset and tensor paths must resolve inside the directory of the config.</summary>
    public required bool AssetPathsConfined { get; init; }

    /// <summary>The type of a sprite is what Pillow says; before, its leading bytes say it.</summary>
    public required bool SpriteTypedByPillow { get; init; }

    /// <summary>Octal escapes above <c>\377</c> and lone surrogates are errors (protobuf 5.26, of the time of 2.18).</summary>
    public required bool WideEscapesAreErrors { get; init; }

    /// <summary>int4 and uint4 variables are served; before, selecting one kills the process (TensorFlow).</summary>
    public required bool FourBitIntegersKnown { get; init; }

    /// <summary>A singular field given twice in the config is an error; before, the last one wins and messages are merged.</summary>
    public required bool DuplicateFieldsAreErrors { get; init; }

    /// <summary>float8 variables are served; before, selecting one kills the process (TensorFlow).</summary>
    public required bool Float8Known { get; init; }

    /// <summary>The directory of a run is LOGDIR joined with its name; before, it is the loader's own path.</summary>
    public required bool RunPathsFromNames { get; init; }

    /// <summary>There is a fast loader.</summary>
    public required bool HasFastLoader { get; init; }

    /// <summary>A glob below a directory that does not exist matches nothing; before, it raises NotFoundError (TensorFlow).</summary>
    public required bool GlobForgivesMissingDirectory { get; init; }

    /// <summary>LOGDIR itself is always looked at; before, only when there is no run.</summary>
    public required bool RootAlwaysLookedAt { get; init; }

    /// <summary>Tensor files that are not UTF-8 are read as raw float32.</summary>
    public required bool BinaryTensorFiles { get; init; }

    /// <summary>Tensor files are read in the evaluation even if their shape is stated.</summary>
    public required bool StatedTensorsRead { get; init; }

    /// <summary>Variables with <c>.OPTIMIZER_SLOT</c> in their name are not listed.</summary>
    public required bool OptimizerSlotsSkipped { get; init; }

    /// <summary>A tensor summary of the plugin <c>projector</c> switches the tab on.</summary>
    public required bool PluginSummaryActivates { get; init; }

    /// <summary>The reading of text without TensorFlow goes on where it stopped; before, at the byte whose number is the count of characters read.</summary>
    public required bool StubCountsBytes { get; init; }

    /// <summary>Every error of the checkpoint reader is a 500; before, "invalid argument" is a 400 with the reader's text (TensorFlow).</summary>
    public required bool ReaderErrorsAre500 { get; init; }

    /// <summary><c>--logdir_spec</c> is a flag, and <c>--logdir</c> names one directory.</summary>
    public required bool HasLogdirSpec { get; init; }

    /// <summary>What the version does.</summary>
    public static TensorBoardBehaviour Of(Version version)
    {
        bool Since(int major, int minor, int patch = 0) => version >= new Version(major, minor, patch);
        return new TensorBoardBehaviour
        {
            AssetPathsConfined = Since(2, 21),
            SpriteTypedByPillow = Since(2, 20),
            WideEscapesAreErrors = Since(2, 18),
            FourBitIntegersKnown = Since(2, 16),
            DuplicateFieldsAreErrors = Since(2, 12),
            Float8Known = Since(2, 12),
            RunPathsFromNames = Since(2, 5),
            HasFastLoader = Since(2, 5),
            GlobForgivesMissingDirectory = Since(2, 3), // TensorBoard 2.3 was measured with TensorFlow 2.4.4, where this begins.
            RootAlwaysLookedAt = Since(2, 3),
            BinaryTensorFiles = Since(2, 3),
            StatedTensorsRead = Since(2, 3),
            OptimizerSlotsSkipped = Since(2, 3),
            PluginSummaryActivates = Since(2, 2),
            StubCountsBytes = Since(2, 1, 1),
            ReaderErrorsAre500 = Since(2, 1),
            HasLogdirSpec = Since(2, 0),
        };
    }
}
