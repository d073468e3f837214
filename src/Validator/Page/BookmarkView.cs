namespace TensorBoardFormats.Validation.Page;

/// <summary>One entry of the bookmark panel.</summary>
/// <param name="Label">Its label as it stands in the file: text, number, boolean, or nothing.</param>
/// <param name="Opened">What happens when all entries are clicked one after the other and this one's turn comes.</param>
internal sealed record BookmarkView(JsValue Label, BookmarkClick Opened);

/// <summary>What a click on a bookmark does.</summary>
/// <param name="Error">The script error; null if it worked.</param>
/// <param name="Projection">The projection that is on afterwards; null if none.</param>
/// <param name="Points">Points afterwards.</param>
/// <param name="Placed">Points with three finite places afterwards.</param>
internal sealed record BookmarkClick(string? Error, string? Projection, int Points, int Placed);
