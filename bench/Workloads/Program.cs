using System.Diagnostics;
using System.Globalization;

namespace TensorBoardFormats.Workloads;

/// <summary>One workload a call: <c>workloads NAME ARGUMENT…</c> prints what it did and, as its last word, its own seconds.</summary>
internal static class Program
{
    private static readonly Dictionary<string, Func<string[], string>> Workloads = new(StringComparer.Ordinal)
    {
        ["checkpoint-write"] = CheckpointWriteWorkloads.Large,
        ["checkpoint-small"] = CheckpointWriteWorkloads.Small,
        ["checkpoint-read"] = CheckpointReadWorkloads.Read,
        ["checkpoint-verify"] = CheckpointReadWorkloads.Verify,
        ["checkpoint-list"] = CheckpointReadWorkloads.List,
        ["events-write"] = EventWorkloads.Write,
        ["histogram-write"] = EventWorkloads.WriteHistograms,
        ["events-read"] = EventReadWorkloads.Read,
        ["events-view"] = EventReadWorkloads.View,
    };

    private static int Main(string[] args)
    {
        if (args.Length == 0 || !Workloads.TryGetValue(args[0], out Func<string[], string>? workload))
        {
            Console.Error.WriteLine("usage: workloads " + string.Join(" | ", Workloads.Keys) + " ARGUMENT…");
            return 2;
        }

        Stopwatch clock = Stopwatch.StartNew();
        string done = workload(args[1..]);
        double seconds = clock.Elapsed.TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done} in {seconds:F6}"));
        return 0;
    }
}
