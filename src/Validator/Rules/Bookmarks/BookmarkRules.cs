namespace TensorBoardFormats.Validation.Rules.Bookmarks;

/// <summary>What can be wrong with a bookmarks file.</summary>
internal static class BookmarkRules
{
    private const string Silent = "The plot works; the bookmark panel stays empty, and only the browser's console says why.";

    public static readonly Rule Missing = new(
        "bookmarks-missing", Severity.Warning,
        what: "The bookmarks file does not exist.",
        why: Silent,
        failing: "bookmarks_path: \"bookmark.json\"",
        corrected: "bookmarks_path: \"bookmarks.json\"",
        references: $"{Sources.Plugin}; tensorflow/tensorboard#4688", fix: FixSafety.Unsafe);

    public static readonly Rule NotJson = new(
        "bookmarks-not-json", Severity.Warning,
        what: "The bookmarks file is no JSON.",
        why: Silent,
        failing: "[ { \"label\": \"a\", } ]",
        corrected: "[ { \"label\": \"a\" } ]",
        references: Sources.Bookmarks);

    public static readonly Rule NotArray = new(
        "bookmarks-not-array", Severity.Warning,
        what: "The bookmarks file holds no array.",
        why: "No bookmark is added.",
        failing: "{ \"label\": \"a\" }",
        corrected: "[ { \"label\": \"a\" } ]",
        references: Sources.Bookmarks, fix: FixSafety.Unsafe);

    public static readonly Rule WrongShape = new(
        "bookmarks-wrong-shape", Severity.Warning,
        what: "dataSetDimensions of a bookmark is not the shape of the embedding.",
        why: "It is loaded all the same; its positions belong to other data.",
        failing: "\"dataSetDimensions\": [500, 784] for 20 points",
        corrected: "bookmarks saved from this embedding",
        references: Sources.Bookmarks);

    public static readonly Rule TooManyProjections = new(
        "bookmarks-too-many-projections", Severity.Error,
        what: "A bookmark has more projections than there are points.",
        why: "Clicking it raises a script error and leaves the view half restored.",
        failing: "\"projections\": 21 entries for 20 points",
        corrected: "\"projections\": 20 entries",
        references: Sources.Bookmarks);

    public static readonly Rule RequiredKey = new(
        "bookmarks-required-key", Severity.Error,
        what: "A bookmark lacks a key that the page needs, or it has the wrong type.",
        why: "Clicking it raises a script error and does nothing useful.",
        failing: "{ \"label\": \"a\" }",
        corrected: "all keys that \"Save\" of the bookmark panel writes",
        references: Sources.Bookmarks);

    public static readonly Rule IndexRange = new(
        "bookmarks-index-range", Severity.Error,
        what: "A bookmark selects or filters a point that does not exist.",
        why: "Clicking it raises a script error.",
        failing: "\"selectedPoints\": [20] for 20 points",
        corrected: "\"selectedPoints\": [19]",
        references: Sources.Bookmarks);

    public static readonly Rule OldVersion = new(
        "bookmarks-old-version", Severity.Info,
        what: "TensorBoard 2.3 cannot open bookmarks.",
        why: "Clicking one fails.",
        failing: "--tensorboard-version 2.3.0, bookmarks_path",
        corrected: "--tensorboard-version 2.5.0",
        references: "tensorflow/tensorboard#4159, #4688", versions: "2.3");

    public static IReadOnlyList<Rule> All { get; } =
    [
        Missing, NotJson, NotArray, WrongShape, TooManyProjections, RequiredKey, IndexRange, OldVersion,
    ];
}
