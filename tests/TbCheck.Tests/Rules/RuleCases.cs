using System.Globalization;
using System.Text;
using TensorBoardFormats.Validation;

namespace TensorBoardFormats.Tests.Rules;

/// <summary>
/// A failing and a passing directory for the rules of which no recorded directory is: their faults lie in versions, sizes, hosts or times. For all other
/// rules the recorded directories are the cases.
/// </summary>
internal static class RuleCases
{
    private const int PieceLength = 1_000_000;
    private const string EventFile = "run1/events.out.tfevents.1600000000.host";

    public static IReadOnlyDictionary<string, (Action<LogdirBuilder> Failing, Action<LogdirBuilder> Passing)> All { get; } =
        new Dictionary<string, (Action<LogdirBuilder>, Action<LogdirBuilder>)>(StringComparer.Ordinal)
        {
            ["run-dir-unreadable"] = (
                static d => d.Sound().Do(static b => { Directory.CreateDirectory(b["closed"]); b.Closed.Add(b["closed"]); }),
                static d => d.Sound().Do(static b => Directory.CreateDirectory(b["open"]))),
            ["root-ignored-when-runs-exist"] = (
                static d => d.Sound().Bytes(EventFile, []).Judge(Version("2.2.2")),
                static d => d.Sound().Bytes(EventFile, []).Judge(Version("2.3.0"))),
            ["config-misses-tensor-files"] = (
                static d => d.Config("embeddings { tensor_name: \"b\" tensor_path: \"00001/t.tsv\" metadata_path: \"00001/m.tsv\" }")
                    .Rows("00000/t.tsv", 2).Text("00000/m.tsv", "a\nb\n").Rows("00001/t.tsv", 2).Text("00001/m.tsv", "a\nb\n"),
                static d => d.Config("embeddings { tensor_name: \"b\" tensor_path: \"00001/t.tsv\" metadata_path: \"00001/m.tsv\" }")
                    .Rows("00001/t.tsv", 2).Text("00001/m.tsv", "a\nb\n")),
            ["config-edited-while-running"] = (
                static d => d.Sound().Bytes("events.out.tfevents.1600000000.host", []).Do(static b => Age(b, "events.out.tfevents.1600000000.host")),
                static d => d.Sound().Bytes("events.out.tfevents.1600000000.host", []).Do(static b => Age(b, "projector_config.pbtxt"))),
            ["ckpt-key-output-index"] = (static d => d.Checkpoint("m", ("emb:0", [20, 3])), static d => d.Checkpoint("m", ("emb", [20, 3]))),
            ["ckpt-no-listable-tensor"] = (static d => d.Checkpoint("m", ("emb", [1, 3])), static d => d.Checkpoint("m", ("emb", [20, 3]))),
            ["ckpt-stray-shards"] = (
                static d => d.Checkpoint("m", ("emb", [20, 3])).Bytes("m.data-00000-of-00002", [1]),
                static d => d.Checkpoint("m", ("emb", [20, 3]))),
            ["ckpt-big-macos"] = (
                static d => d.Checkpoint("m", ("emb", [20, 3])).Do(static b => Extend(b["m.data-00000-of-00001"])).Judge(static o => o with { HostOs = HostOs.MacOs }),
                static d => d.Checkpoint("m", ("emb", [20, 3])).Do(static b => Extend(b["m.data-00000-of-00001"]))),
            ["tensor-binary-too-old"] = (static d => Binary(d).Judge(Version("2.2.2")), static d => Binary(d).Judge(Version("2.3.0"))),
            ["vectors-on-a-line"] = (
                static d => d.Sound().Text("x.tsv", "1\t2\t3\t5\n2\t4\t6\t10\n3\t6\t9\t15\n"),
                static d => d.Sound().Text("x.tsv", "1\t2\t3\t5\n2\t4\t6\t11\n3\t6\t9\t15\n")),
            ["vectors-wide"] = (
                static d => d.Config("embeddings { tensor_name: \"x\" tensor_path: \"x.bytes\" tensor_shape: [50, 1000000] }").Do(static b => Ones(b["x.bytes"], 50, 1_000_000)),
                static d => d.Sound()),
            ["payload-too-big"] = (
                static d => d.Config("embeddings { tensor_name: \"x\" tensor_path: \"x.bytes\" tensor_shape: [99000, 6000] }").Do(static b => Ones(b["x.bytes"], 99_000, 6_000)),
                static d => d.Sound()),
            ["version-pca-broken"] = (static d => d.Sound().Judge(Version("1.11.0")), static d => d.Sound().Judge(Version("1.12.0"))),
            ["version-projector-broken"] = (static d => d.Sound().Judge(Version("2.10.0")), static d => d.Sound().Judge(Version("2.10.1"))),
            ["version-knn-broken"] = (static d => d.Sound().Judge(Version("2.4.1")), static d => d.Sound().Judge(Version("2.6.0"))),
            ["windows-js-mime"] = (
                static d => d.Sound().Judge(Version("2.1.0")).Judge(static o => o with { HostOs = HostOs.Windows }),
                static d => d.Sound().Judge(Version("2.2.0")).Judge(static o => o with { HostOs = HostOs.Windows })),
            ["cloud-logdir-assets"] = (static d => d.LogDirectory = "gs://bucket/logs", static d => d.Sound()),
            ["asset-path-drive-letter"] = (
                static d => d.Sound(more: "metadata_path: \"D:/logs/metadata.tsv\""),
                static d => d.Sound(2, "metadata_path: \"metadata.tsv\"").Text("metadata.tsv", "a\nb\n")),
            ["asset-unreadable"] = (
                static d => d.Sound(2, "metadata_path: \"metadata.tsv\"").Text("metadata.tsv", "a\nb\n").Do(static b => b.Closed.Add(b["metadata.tsv"])),
                static d => d.Sound(2, "metadata_path: \"metadata.tsv\"").Text("metadata.tsv", "a\nb\n")),
            ["metadata-lost-last-byte"] = (
                static d => d.Sound(2, "metadata_path: \"m.tsv\"").Text("m.tsv", "a\n" + new string('b', PieceLength - 1)),
                static d => d.Sound(2, "metadata_path: \"m.tsv\"").Text("m.tsv", "a\n" + new string('b', PieceLength - 2) + "\n")),
            ["metadata-chunk-splits-character"] = (
                static d => d.Sound(3, "metadata_path: \"m.tsv\"").Text("m.tsv", "a\n" + new string('b', PieceLength - 3) + "ö\nc\n"),
                static d => d.Sound(3, "metadata_path: \"m.tsv\"").Text("m.tsv", "a\n" + new string('b', PieceLength - 2) + "ö\nc\n")),
            ["metadata-shifted-over-100000"] = (
                static d => d.Sound(100_001, "metadata_path: \"m.tsv\"").Text("m.tsv", Lines(100_002)),
                static d => d.Sound(100_001, "metadata_path: \"m.tsv\"").Text("m.tsv", Lines(100_001))),
            ["sprite-ignored-after-isolate"] = (static d => WithSprite(d), static d => d.Sound()),
            ["sprite-without-metadata"] = (static d => WithSprite(d), static d => WithSprite(d, "metadata_path: \"m.tsv\"").Text("m.tsv", Lines(16))),
            ["sprite-all-transparent"] = (static d => WithSprite(d).Sprite("s.png", 64, 64, alpha: 0), static d => WithSprite(d)),
            ["sprite-exif-orientation"] = (
                static d => WithSprite(d).Do(static b => b.Bytes("s.png", WithOrientation(File.ReadAllBytes(b["s.png"]), 6))),
                static d => WithSprite(d).Do(static b => b.Bytes("s.png", WithOrientation(File.ReadAllBytes(b["s.png"]), 1)))),
            ["bookmarks-old-version"] = (
                static d => d.Sound(more: "bookmarks_path: \"b.json\"").Text("b.json", "[]").Judge(Version("2.3.0")),
                static d => d.Sound(more: "bookmarks_path: \"b.json\"").Text("b.json", "[]").Judge(Version("2.5.0"))),
            ["embeddings-not-shown"] = (static d => d.Config("", "projector_config.pbtxt.txt"), static d => d.Sound()),
        };

    private static Func<ValidationOptions, ValidationOptions> Version(string version) =>
        options => options with { TensorBoardVersion = System.Version.Parse(version), Profiles = options.Profiles & ProfileSet.Slow };

    private static LogdirBuilder Binary(LogdirBuilder directory) =>
        directory.Config("embeddings { tensor_name: \"x\" tensor_path: \"x.bytes\" tensor_shape: [2, 3] }").Floats("x.bytes", 1, 0.5f, 0.25f, -1, -0.5f, 0.75f);

    private static LogdirBuilder WithSprite(LogdirBuilder directory, string more = "") =>
        directory.Sound(16, $"sprite {{ image_path: \"s.png\" single_image_dim: [16, 16] }} {more}").Sprite("s.png", 64, 64);

    private static string Lines(int count)
    {
        StringBuilder text = new();
        for (int i = 0; i < count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"label {i % 5}\n");
        }

        return text.ToString();
    }

    private static void Age(LogdirBuilder directory, string path) => File.SetLastWriteTimeUtc(directory[path], new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

    // A hole in the file: no disk is needed for it.
    private static void Extend(string path)
    {
        using FileStream file = File.OpenWrite(path);
        file.SetLength((2L << 30) + 1);
    }

    // Mostly zeros, but no UTF-8: it begins with 1.0.
    private static void Ones(string path, long rows, long columns)
    {
        using FileStream file = File.Create(path);
        file.Write([0x00, 0x00, 0x80, 0x3F]);
        file.SetLength(rows * columns * sizeof(float));
    }

    private static byte[] WithOrientation(byte[] png, byte orientation)
    {
        byte[] exif = [(byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
        byte[] body = [.. "eXIf"u8, .. exif];
        byte[] chunk = [0, 0, 0, (byte)exif.Length, .. body, .. Crc32(body)];
        const int AfterHeader = 33;
        return [.. png.AsSpan(0, AfterHeader), .. chunk, .. png.AsSpan(AfterHeader)];
    }

    // The checksum of PNG: reflected polynomial 0xEDB88320, most significant byte first.
    private static byte[] Crc32(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        crc = ~crc;
        return [(byte)(crc >> 24), (byte)(crc >> 16), (byte)(crc >> 8), (byte)crc];
    }
}
