using System.Globalization;
using System.Text;
using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.Images;
using TensorBoardFormats.Tensors;
using TensorBoardFormats.Testing;
using TensorBoardFormats.Validation;
using TensorBoardFormats.Validation.Logdirs;

namespace TensorBoardFormats.Tests.Rules;

/// <summary>Builds a log directory, sound unless told otherwise, and checks it.</summary>
internal sealed class LogdirBuilder : IDisposable
{
    private readonly TempFolder _top = new();

    public LogdirBuilder() => Directory.CreateDirectory(Root);

    public string Root => _top["logs"];

    public string this[string path] => Path.Combine(Root, path);

    public string LogDirectory { get; set; } = "";

    public ValidationOptions Options { get; set; } = ValidationOptions.Default;

    public List<string> Closed { get; } = [];

    /// <summary>A config with one tensor file of so many unit rows of three columns.</summary>
    public LogdirBuilder Sound(int rows = 20, string more = "")
    {
        Config($"embeddings {{ tensor_name: \"x\" tensor_path: \"x.tsv\" {more} }}");
        return Rows("x.tsv", rows);
    }

    public LogdirBuilder Config(string text, string path = "projector_config.pbtxt") => Text(path, text);

    public LogdirBuilder Rows(string path, int rows)
    {
        StringBuilder text = new();
        for (int i = 0; i < rows; i++)
        {
            double angle = i * 0.7;
            text.Append(CultureInfo.InvariantCulture, $"{Math.Cos(angle) * 0.9:F6}\t{Math.Sin(angle) * 0.8:F6}\t{i % 7 * 0.01:F6}\n");
        }

        return Text(path, text.ToString());
    }

    public LogdirBuilder Text(string path, string text) => Bytes(path, Encoding.UTF8.GetBytes(text));

    public LogdirBuilder Bytes(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[path])!);
        File.WriteAllBytes(this[path], bytes);
        return this;
    }

    public LogdirBuilder Floats(string path, params float[] values)
    {
        byte[] bytes = new byte[values.Length * sizeof(float)];
        Buffer.BlockCopy(values, 0, bytes, 0, bytes.Length);
        return Bytes(path, bytes);
    }

    public LogdirBuilder Checkpoint(string name, params (string Tensor, long[] Shape)[] tensors)
    {
        using (CheckpointWriter writer = CheckpointWriter.Create(this[name]))
        {
            foreach ((string tensor, long[] shape) in tensors)
            {
                float[] values = [.. Enumerable.Range(0, (int)shape.Aggregate(1L, static (a, b) => a * b)).Select(static i => MathF.Sin(i) * 0.3f)];
                writer.Add<float>(tensor, new TensorShape(shape), values);
            }

            writer.Complete();
        }

        return Text("checkpoint", $"model_checkpoint_path: \"{name}\"\n");
    }

    public LogdirBuilder Sprite(string path, int width, int height, byte alpha = 255)
    {
        byte[] pixels = new byte[width * height * 4];
        for (int i = 0; i < width * height; i++)
        {
            (pixels[4 * i], pixels[(4 * i) + 3]) = ((byte)i, alpha);
        }

        return Bytes(path, PngWriter.Encode(width, height, 4, pixels));
    }

    public LogdirBuilder Judge(Func<ValidationOptions, ValidationOptions> options)
    {
        Options = options(Options);
        return this;
    }

    public LogdirBuilder Do(Action<LogdirBuilder> action)
    {
        action(this);
        return this;
    }

    public ValidationReport Check() => new LogDirectoryValidator(new TensorBoardHost(new ClosedFileStore(Closed), _top.Path, _top.Path))
        .Validate(LogDirectory.Length > 0 ? LogDirectory : Root, Options);

    public IReadOnlyList<string> Raised() => [.. Check().Findings.Select(static f => f.Rule.Id).Distinct()];

    public void Dispose() => _top.Dispose();
}
