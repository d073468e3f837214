using System.Buffers;
using System.Text.Json;
using Google.Protobuf.Collections;
using TensorBoardFormats.Messages.ProjectorPlugin;

namespace TensorBoardFormats.Validation.Server;

/// <summary>The answers of <c>/runs</c> and <c>/info</c>: protobuf's JSON form, camel case, empty fields left out.</summary>
internal static class InfoJson
{
    /// <summary><c>/runs</c>.</summary>
    public static byte[] Names(IEnumerable<string> runs) => Write(writer =>
    {
        writer.WriteStartArray();
        foreach (string run in runs)
        {
            writer.WriteStringValue(run);
        }

        writer.WriteEndArray();
    });

    /// <summary><c>/info</c>.</summary>
    public static byte[] Config(ProjectorConfig config) => Write(writer =>
    {
        writer.WriteStartObject();
        WriteText(writer, "modelCheckpointPath", config.ModelCheckpointPath);
        if (config.Embeddings.Count > 0)
        {
            writer.WriteStartArray("embeddings");
            foreach (EmbeddingInfo embedding in config.Embeddings)
            {
                WriteEmbedding(writer, embedding);
            }

            writer.WriteEndArray();
        }

        WriteText(writer, "modelCheckpointDir", config.ModelCheckpointDir);
        writer.WriteEndObject();
    });

    private static void WriteEmbedding(Utf8JsonWriter writer, EmbeddingInfo embedding)
    {
        writer.WriteStartObject();
        WriteText(writer, "tensorName", embedding.TensorName);
        WriteText(writer, "metadataPath", embedding.MetadataPath);
        WriteText(writer, "bookmarksPath", embedding.BookmarksPath);
        WriteNumbers(writer, "tensorShape", embedding.TensorShape);
        if (embedding.Sprite is SpriteMetadata sprite)
        {
            writer.WriteStartObject("sprite");
            WriteText(writer, "imagePath", sprite.ImagePath);
            WriteNumbers(writer, "singleImageDim", sprite.SingleImageDim);
            writer.WriteEndObject();
        }

        WriteText(writer, "tensorPath", embedding.TensorPath);
        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string value)
    {
        if (value.Length > 0)
        {
            writer.WriteString(name, value);
        }
    }

    private static void WriteNumbers(Utf8JsonWriter writer, string name, RepeatedField<uint> values)
    {
        if (values.Count > 0)
        {
            writer.WriteStartArray(name);
            foreach (uint value in values)
            {
                writer.WriteNumberValue(value);
            }

            writer.WriteEndArray();
        }
    }

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            write(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
