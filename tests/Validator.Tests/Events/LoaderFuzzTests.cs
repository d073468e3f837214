using System.Text.Json;
using TensorBoardFormats.Events;
using TensorBoardFormats.Files;
using TensorBoardFormats.Records;
using TensorBoardFormats.Testing;
using TensorBoardFormats.Validation;
using TensorBoardFormats.Validation.Events;
using TensorBoardFormats.Validation.Events.Auditing;
using TensorBoardFormats.Validation.Events.Dashboards;
using TensorBoardFormats.Validation.Logdirs;
using TensorBoardFormats.Validation.Reading;
using TensorBoardFormats.Validation.Rules;
using Xunit;

namespace TensorBoardFormats.Tests.Events;

/// <summary>Damaged event files of every kind, through both loaders' models, the dashboards and the rules.</summary>
public class LoaderFuzzTests
{
    private const int Mutations = 2000;

    [Fact]
    public void Load_MutatedFiles_NeverThrowsAndAlwaysAnswers()
    {
        byte[][] seeds = [.. Directory.EnumerateFiles(Repository.GoldenSuite("event_verdicts"), "*tfevents*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).Select(File.ReadAllBytes).Where(static b => b.Length is > 0 and < 20_000)];
        Random random = new(7);
        for (int i = 0; i < Mutations; i++)
        {
            InMemoryFileStore files = new();
            byte[] bytes = Mutate(seeds[random.Next(seeds.Length)], random);
            files["/log/events.out.tfevents.1700000000.h.1.0"] = bytes;

            Exception? fault = Record.Exception(() => Look(files));

            Assert.True(fault is null, $"mutation {i}: {fault}");
        }
    }

    private static void Look(FileStore files)
    {
        foreach (LoaderKind kind in new[] { LoaderKind.Slow, LoaderKind.Fast })
        {
            LoaderView view = new LogDirectoryLoader(files, LoaderFlags.Default).Load(kind, "/log");
            using MemoryStream stream = new();
            using (Utf8JsonWriter json = new(stream))
            {
                new LoaderViewJson(json, view, files).Write();
            }

            using JsonDocument answer = JsonDocument.Parse(stream.ToArray());
            Assert.Equal(JsonValueKind.Object, answer.RootElement.ValueKind);
        }

        FindingSink sink = new();
        EventAudit.Run(new RuleContext(new FileReads(new TensorBoardHost(files, "/", "/"), CancellationToken.None), "/log", ValidationOptions.Default, CancellationToken.None), sink, TimeProvider.System);
        Assert.All(sink.Sorted(), static f => Assert.NotEmpty(f.Message));
    }

    // Payloads are changed and sealed again, so that more than the framing is met.
    private static byte[] Mutate(byte[] seed, Random random)
    {
        using EventFileReader reader = EventFileReader.Open(new MemoryStream(seed));
        using MemoryStream stream = new();
        RecordWriter writer = new(stream);
        while (reader.TryRead(out EventRecord record) is ReadStatus.Record or ReadStatus.NotAnEvent or ReadStatus.BadPayloadChecksum)
        {
            List<byte> payload = [.. record.Payload.ToArray()];
            for (int changes = random.Next(3); changes > 0 && payload.Count > 0; changes--)
            {
                int at = random.Next(payload.Count);
                switch (random.Next(4))
                {
                    case 0:
                        payload[at] ^= (byte)(1 << random.Next(8));
                        break;
                    case 1:
                        payload[at] = (byte)random.Next(256);
                        break;
                    case 2:
                        payload.RemoveAt(at);
                        break;
                    default:
                        payload.Insert(at, (byte)random.Next(256));
                        break;
                }
            }

            writer.Write([.. payload]);
        }

        byte[] bytes = stream.ToArray();
        return random.Next(8) == 0 ? bytes[..random.Next(bytes.Length + 1)] : bytes;
    }
}
