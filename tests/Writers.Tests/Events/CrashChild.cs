using System.Runtime.CompilerServices;
using TensorBoardFormats.Events;

namespace TensorBoardFormats.Tests.Events;

/// <summary>This program as the child of <see cref="EventCrashTests"/>: it writes until it is killed, and notes how far it has flushed.</summary>
internal static class CrashChild
{
    public const string DirectoryVariable = "EVENT_CRASH_DIRECTORY";

    private const int FlushEvery = 50;

    [ModuleInitializer]
    internal static void WriteUntilKilled()
    {
        if (Environment.GetEnvironmentVariable(DirectoryVariable) is not string directory)
        {
            return;
        }

        using EventFileWriter writer = EventFileWriter.Create(Path.Combine(directory, "run"), new EventFileWriterOptions { QueueBytes = 4096 });
        using FileStream notes = new(Path.Combine(directory, "flushed"), FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        for (long step = 0; ; step++)
        {
            writer.Write(step, Summary.Scalar("loss", step));
            if (step % FlushEvery == FlushEvery - 1)
            {
                writer.Flush();
                notes.Write(BitConverter.GetBytes(step));
            }
        }
    }
}
