using System.Globalization;
using TensorBoardFormats.Projector;

namespace TensorBoardFormats.Validation.Page;

/// <summary>The texts of the page's dialogs and toasts, as a person searches for them (spec/projector.md §10.2 – §10.7).</summary>
internal static class PageMessages
{
    /// <summary>The most messages that stand for ever are those of a step that never ends.</summary>
    public static PageDialog FetchingConfig { get; } = Progress("Fetching projector config...");

    /// <summary>A tensor that never arrives.</summary>
    public static PageDialog FetchingTensor { get; } = Progress("Fetching tensor values...");

    /// <summary>A sprite that never loads.</summary>
    public static PageDialog FetchingSprite { get; } = Progress("Fetching sprite image...");

    /// <summary>Metadata that is read without end.</summary>
    public static PageDialog ParsingMetadata { get; } = Progress("Parsing metadata...");

    /// <summary>The same beside a sprite, whose message goes only when both are there.</summary>
    public static PageDialog ParsingMetadataBesideSprite { get; } = Progress("Fetching sprite image...\nParsing metadata...");

    /// <summary>A projection that never ends (versions that do not show its error).</summary>
    public static PageDialog ComputingPca { get; } = Progress("Computing PCA...");

    /// <summary>The singular value decomposition did not converge: a dialog without text.</summary>
    public static PageDialog ProjectionFailed { get; } = new(true, "Error", "");

    /// <summary>The page that TensorBoard sends with a status of 500.</summary>
    public const string InternalServerError =
        "<!doctype html>\n<html lang=en>\n<title>500 Internal Server Error</title>\n<h1>Internal Server Error</h1>\n"
        + "<p>The server encountered an internal error and was unable to complete your request. Either the server is overloaded or there"
        + " is an error in "
        + "the application.</p>";

    /// <summary>An error dialog.</summary>
    public static PageDialog Error(string task, string text) => new(true, "Error " + task, text);

    /// <summary>Fewer points than <c>tensor_shape</c> states.</summary>
    public static string ShowingTheFirst(double shown, long stated) =>
        $"Showing the first {JsNumber.ToLocaleText(shown)} of {JsNumber.ToLocaleText(stated)} data points";

    /// <summary>Metadata of another length.</summary>
    public static string CountsDiffer(int points, int rows) =>
        string.Create(CultureInfo.InvariantCulture, $"Number of tensors ({points}) do not match the number of lines in metadata ({rows}).");

    /// <summary>One line too many in a file of one column.</summary>
    public static PageDialog HeaderInSingleColumn(int points, int rows) =>
        Error("merging metadata", CountsDiffer(points, rows) + " Single column metadata should not have a header row.");

    /// <summary>One line too few in a file of several columns.</summary>
    public static PageDialog HeaderMissing(int points, int rows) =>
        Error("merging metadata", CountsDiffer(points, rows) + " Multi-column metadata should have a header row with column labels.");

    /// <summary>A circle of sequence cells.</summary>
    public static PageDialog SequenceCycle { get; } = Error("parsing sprite metadata", "Invalid array length");

    /// <summary>A sprite of more than 8192 pixels.</summary>
    public static PageDialog SpriteTooLarge(int width, int height) => Error("parsing sprite images", string.Create(
        CultureInfo.InvariantCulture, $"Error: Sprite image of dimensions {width}px x {height}px exceeds maximum dimensions 8192px x"
            + $" 8192px"));

    private static PageDialog Progress(string text) => new(false, "", text);
}
