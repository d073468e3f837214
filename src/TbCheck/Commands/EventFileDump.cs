using System.Globalization;
using System.Text.Json;
using TensorBoardFormats.Events;
using TensorBoardFormats.Records;

namespace TensorBoardFormats.TbCheck.Commands;

/// <summary>Prints the records of an event file; goes on behind a damaged one where the framing allows.</summary>
internal static class EventFileDump
{
    private static readonly JsonWriterOptions Plain = new() { SkipValidation = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Dumps <paramref name="path"/>.</summary>
    /// <returns><see cref="ExitCode.Findings"/> when something in it is damaged or missing.</returns>
    public static int Run(Host host, string path, bool withPayload)
    {
        using EventFileReader reader = EventFileReader.Open(path);
        bool damaged = false;
        while (true)
        {
            ReadStatus status = reader.TryRead(out EventRecord record);
            if (status == ReadStatus.End)
            {
                return damaged ? ExitCode.Findings : ExitCode.Clean;
            }

            damaged |= status != ReadStatus.Record;
            using (Utf8JsonWriter json = new(host.Output, Plain))
            {
                WriteLine(json, reader, status, record, withPayload);
            }

            host.Output.WriteByte((byte)'\n');
            if (status is ReadStatus.Truncated or ReadStatus.BadLengthChecksum)
            {
                return ExitCode.Findings;
            }
        }
    }

    private static void WriteLine(Utf8JsonWriter json, EventFileReader reader, ReadStatus status, in EventRecord record, bool withPayload)
    {
        json.WriteStartObject();
        json.WriteNumber("offset", reader.Offset);
        if (status is not (ReadStatus.Truncated or ReadStatus.BadLengthChecksum or ReadStatus.TooLong))
        {
            json.WriteNumber("length", record.Payload.Length);
            json.WriteString("length_crc", record.LengthChecksum.ToString("x8", CultureInfo.InvariantCulture));
            json.WriteString("data_crc", record.PayloadChecksum.ToString("x8", CultureInfo.InvariantCulture));
            json.WriteBoolean("data_crc_ok", status != ReadStatus.BadPayloadChecksum);
            if (withPayload)
            {
                json.WriteBase64String("payload", record.Payload.Span);
            }
        }

        if (status == ReadStatus.Record)
        {
            json.WritePropertyName("event");
            json.WriteRawValue(record.ToJson(), skipInputValidation: true);
        }
        else
        {
            json.WriteString("error", reader.Fault);
        }

        json.WriteEndObject();
    }
}
