using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Google.Protobuf;
using TensorBoardFormats.Checkpoints;
using TensorBoardFormats.Files;
using TensorBoardFormats.Messages;
using TensorBoardFormats.Tables;
using TensorBoardFormats.TbCheck.Console;

namespace TensorBoardFormats.TbCheck.Commands;

/// <summary>Prints the entries of a checkpoint's index, or of a V1 checkpoint, one JSON object a line.</summary>
internal static class IndexDump
{
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithPreserveProtoFieldNames(true));

    /// <summary>Does the file end as a table does?</summary>
    public static bool IsTable(string path)
    {
        if (FileStore.Disk.Probe(path) != EntryKind.File)
        {
            return false;
        }

        using ReadableFile file = FileStore.Disk.OpenRead(path);
        return TableReader.TryReadFooter(file, out _, out _);
    }

    /// <summary>Dumps <paramref name="path"/>.</summary>
    /// <returns><see cref="ExitCode.Findings"/> when an entry is none or out of order, or the table is damaged behind its first
    /// entries.</returns>
    public static int Run(Host host, string path)
    {
        using ReadableFile file = FileStore.Disk.OpenRead(path);
        TableReader table = TableReader.Open(file, ordered: false);
        ArrayBufferWriter<byte> lines = new(1 << 16);
        bool sound = true;
        bool isV1 = false;
        while (TryMoveNext(table, lines, ref sound))
        {
            isV1 |= table.EntryCount == 1 && IsListOfV1(table.Value);
            using (Utf8JsonWriter json = JsonReport.OpenLine(lines))
            {
                sound &= WriteLine(json, table, isV1);
            }

            JsonReport.EndLine(host, lines);
        }

        JsonReport.EndLine(host, lines, isLast: true);
        return sound ? ExitCode.Clean : ExitCode.Findings;
    }

    // Where the table is damaged the dump ends, with a line that says so.
    private static bool TryMoveNext(TableReader table, ArrayBufferWriter<byte> lines, ref bool sound)
    {
        try
        {
            return table.MoveNext();
        }
        catch (MalformedFileException e)
        {
            using (Utf8JsonWriter json = JsonReport.OpenLine(lines))
            {
                json.WriteStartObject();
                json.WriteNumber("offset", e.Offset ?? 0);
                json.WriteString("error", e.Message);
                json.WriteEndObject();
            }

            lines.Write("\n"u8);
            sound = false;
            return false;
        }
    }

    private static bool WriteLine(Utf8JsonWriter json, TableReader table, bool isV1)
    {
        json.WriteStartObject();
        if (Utf8.IsValid(table.Key))
        {
            json.WriteString("key", table.Key);
        }
        else
        {
            json.WriteBase64String("key_base64", table.Key);
        }

        string? error = table.OrderFault is { } fault ? $"expected {fault.Expected}, found {fault.Found}" : null;
        try
        {
            IMessage entry = isV1 ? SavedTensorSlices.Parser.ParseFrom(table.Value)
                : table.Key.SequenceEqual(BundleFormat.HeaderKey) ? BundleHeaderProto.Parser.ParseFrom(table.Value)
                : BundleEntryProto.Parser.ParseFrom(table.Value);
            json.WritePropertyName("entry");
            json.WriteRawValue(Encoding.UTF8.GetBytes(Formatter.Format(entry)), skipInputValidation: true);
        }
        catch (InvalidProtocolBufferException e)
        {
            error = e.Message;
        }

        json.WriteNumber("block", table.Block);
        json.WriteNumber("offset", table.Offset);
        if (error is not null)
        {
            json.WriteString("error", error);
        }

        json.WriteEndObject();
        return error is null;
    }

    private static bool IsListOfV1(ReadOnlySpan<byte> value)
    {
        try
        {
            return SavedTensorSlices.Parser.ParseFrom(value).Meta is not null;
        }
        catch (InvalidProtocolBufferException)
        {
            return false;
        }
    }
}
