using System.Globalization;
using TensorBoardFormats.Files;

namespace TensorBoardFormats.Validation.Server;

/// <summary>Why a tensor file cannot be read as one.</summary>
internal enum TensorFileProblem
{
    /// <summary>It can.</summary>
    None,

    /// <summary>There is no such file.</summary>
    Missing,

    /// <summary>It is a directory.</summary>
    IsDirectory,

    /// <summary>It may not be read, or is a pipe or device.</summary>
    Unreadable,

    /// <summary>A cell is no number.</summary>
    NotNumeric,

    /// <summary>Rows of different lengths.</summary>
    Ragged,

    /// <summary>No rows and no stated shape.</summary>
    Empty,

    /// <summary>Raw numbers, but <c>tensor_shape</c> has not two entries.</summary>
    BinaryWithoutShape,

    /// <summary>Raw numbers, but not as many as <c>tensor_shape</c> says.</summary>
    BinarySizeMismatch,

    /// <summary>Not UTF-8, and this version reads only text.</summary>
    BinaryNotSupported,
}

/// <summary>What a read of a tensor file as text gives, whatever its embedding says of it.</summary>
/// <param name="IsText">False when it is not UTF-8 in the way its file layer finds out; then it is raw numbers.</param>
/// <param name="Rows">Rows; empty lines are none.</param>
/// <param name="Columns">Cells of the first row.</param>
/// <param name="Bytes">Length of the file.</param>
/// <param name="Problem">Why it fails as text.</param>
/// <param name="Fault">The exception that this is, or null.</param>
/// <param name="Line">1-based line of the problem, 0 for none.</param>
/// <param name="Cell">1-based cell in that line; for ragged rows the number of cells of that line.</param>
/// <param name="CellText">The cell that is no number, cut short.</param>
internal sealed record TensorFileFacts(
    bool IsText, long Rows, long Columns, long Bytes, TensorFileProblem Problem = TensorFileProblem.None, ServerFault? Fault = null,
    long Line = 0, long Cell = 0, string? CellText = null);

/// <summary>A <c>tensor_path</c> file: text if it decodes, else raw float32 (spec/projector.md §9).</summary>
internal static class TensorFile
{
    /// <summary>Reads it through once, keeping nothing but what it is.</summary>
    public static TensorFileFacts Look(FileLayer layer, string path)
    {
        LayerText text;
        try
        {
            text = layer.OpenText(path);
        }
        catch (ServerFault fault)
        {
            TensorFileProblem problem = layer.Kind(path) switch
            {
                EntryKind.Missing => TensorFileProblem.Missing,
                EntryKind.Directory => TensorFileProblem.IsDirectory,
                _ => TensorFileProblem.Unreadable,
            };
            return new TensorFileFacts(true, 0, 0, 0, problem, fault);
        }

        using TensorTextReader reader = new(text);
        try
        {
            return Count(reader, layer.IsDirectory(path) ? 0 : text.FileLength);
        }
        catch (ServerFault fault) when (fault.Kind == FileLayer.NotUtf8)
        {
            return new TensorFileFacts(false, 0, 0, text.FileLength, TensorFileProblem.None, fault, reader.Line);
        }
        catch (ServerFault fault)
        {
            return new TensorFileFacts(
                true, 0, 0, text.FileLength, TensorFileProblem.NotNumeric, fault, reader.Line, reader.BadCell?.Cell ?? 0, reader.BadCell?.Text);
        }
    }

    /// <summary>The tensor as NumPy has it after the file was read for one embedding.</summary>
    /// <param name="layer">The file layer.</param>
    /// <param name="path">The file as the plugin names it.</param>
    /// <param name="facts">What <see cref="Look"/> said.</param>
    /// <param name="shape">The embedding's <c>tensor_shape</c>.</param>
    /// <param name="binaryFiles">False for versions that read only text.</param>
    /// <exception cref="ServerFault">What the read raises.</exception>
    public static ServedTensor Load(FileLayer layer, string path, TensorFileFacts facts, IReadOnlyList<uint> shape, bool binaryFiles)
    {
        if (facts.IsText)
        {
            return facts.Fault is null ? new TextTensor(layer, path, facts) : throw facts.Fault;
        }

        return ProblemAsBinary(facts, shape, binaryFiles) switch
        {
            TensorFileProblem.BinaryNotSupported => throw facts.Fault!,
            TensorFileProblem.BinaryWithoutShape => throw new ServerFault("ValueError", $"Tensor must be 2D, got shape"
                + $" [{string.Join(", ", shape)}]"),
            TensorFileProblem.BinarySizeMismatch => throw new ServerFault("ValueError", string.Create(
                CultureInfo.InvariantCulture, $"cannot reshape array of size {facts.Bytes / sizeof(float)} into shape"
                    + $" ({shape[0]},{shape[1]})")),
            _ => new RawTensor(layer, path, shape[0], shape[1]),
        };
    }

    /// <summary>Why a file that is not text fails for an embedding.</summary>
    public static TensorFileProblem ProblemAsBinary(TensorFileFacts facts, IReadOnlyList<uint> shape, bool binaryFiles) =>
        !binaryFiles ? TensorFileProblem.BinaryNotSupported
        : shape.Count != 2 ? TensorFileProblem.BinaryWithoutShape
        : (ulong)shape[0] * shape[1] != (ulong)(facts.Bytes / sizeof(float)) ? TensorFileProblem.BinarySizeMismatch
        : TensorFileProblem.None;

    private static TensorFileFacts Count(TensorTextReader reader, long bytes)
    {
        long rows = 0, columns = 0, raggedLine = 0, raggedCells = 0;
        TensorToken token;
        while ((token = reader.Next(out _)) != TensorToken.End)
        {
            if (token != TensorToken.Row)
            {
                continue;
            }

            columns = rows++ == 0 ? reader.Cells : columns;
            if (reader.Cells != columns && raggedLine == 0)
            {
                (raggedLine, raggedCells) = (reader.Line - 1, reader.Cells);
            }
        }

        return raggedLine == 0
            ? new TensorFileFacts(true, rows, columns, bytes)
            : new TensorFileFacts(
                true, rows, columns, bytes, TensorFileProblem.Ragged,
                new ServerFault("ValueError", $"setting an array element with a sequence. The requested array has an inhomogeneous shape"
                    + $" after 1 dimensions. The detected shape was ({rows},) + inhomogeneous part."),
                raggedLine, raggedCells);
    }
}
