namespace TensorBoardFormats.Validation.Page;

/// <summary>A dialog on the page.</summary>
/// <param name="IsError">An error with a CLOSE button; otherwise a progress message.</param>
/// <param name="Title">Empty for progress.</param>
/// <param name="Text">Several messages with a line feed between them.</param>
internal sealed record PageDialog(bool IsError, string Title, string Text);
