using TensorBoardFormats.Files;
using TensorBoardFormats.Validation.Reports;

namespace TensorBoardFormats.Validation.Fixes;

/// <summary>
/// Makes the repairs of a report. A file is written whole beside the original and takes its place at the end; then the log directory is judged again,
/// and again, as long as there is something to repair: one repair may bring the next fault to light.
/// </summary>
internal sealed class Fixer(FileStore files, TimeProvider clock)
{
    private const int MostRounds = 10;
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);

    /// <summary>Repairs what may be repaired and returns the report of what is left.</summary>
    /// <param name="report">The report to start from.</param>
    /// <param name="options">Which findings count.</param>
    /// <param name="allowed">The boldest repairs to make.</param>
    /// <param name="validate">Judges the log directory again.</param>
    /// <param name="tell">Takes a line about each repair.</param>
    public ValidationReport Fix(ValidationReport report, ReportOptions options, FixSafety allowed, Func<ValidationReport> validate, Action<string> tell)
    {
        HashSet<string> made = new(StringComparer.Ordinal);
        for (int round = 0; round < MostRounds; round++)
        {
            Repair[] repairs = [.. Wanted(options.Apply(report), allowed).Where(r => made.Add($"{r.Path}\n{r.Description}\n{(r.Patches is [var patch, ..] ? patch.Offset : 0)}"))];
            if (repairs.Length == 0)
            {
                return report;
            }

            foreach (IGrouping<string, Repair> file in repairs.GroupBy(static r => r.Path))
            {
                Apply([.. file], report.Root, tell);
            }

            report = validate();
        }

        return report;
    }

    /// <summary>What <see cref="Fix"/> would change in its first round, as lines for people.</summary>
    public IEnumerable<string> Diff(ValidationReport report, FixSafety allowed)
    {
        foreach (IGrouping<string, Repair> file in Wanted(report, allowed).GroupBy(static r => r.Path))
        {
            string relative = Rules.FindingPath.Relative(report.Root, file.Key);
            foreach (Repair repair in file)
            {
                yield return $"{relative}: {repair.Description}";
                foreach (string line in repair.Creates || repair.NewName is not null || files.Length(file.Key) is > FileDiff.LongestFile ? [] : FileDiff.Lines(files.ReadAll(file.Key), repair.Patches))
                {
                    yield return line;
                }
            }
        }
    }

    // Repairs that overlap wait for the next round; of several of one place the first counts.
    private static IEnumerable<Repair> Wanted(ValidationReport report, FixSafety allowed)
    {
        Dictionary<string, List<BytePatch>> taken = new(StringComparer.Ordinal);
        foreach (Repair repair in report.Findings.Select(static f => f.Repair).OfType<Repair>().Where(r => r.Safety <= allowed))
        {
            List<BytePatch> patches = taken.TryGetValue(repair.Path, out List<BytePatch>? known) ? known : taken[repair.Path] = [];
            bool isAlone = repair.NewName is not null || repair.Creates;
            if ((isAlone && known is not null) || repair.Patches.Any(p => patches.Any(t => Overlap(p, t))))
            {
                continue;
            }

            patches.AddRange(isAlone ? [new BytePatch(0, long.MaxValue, default)] : repair.Patches);
            yield return repair;
        }
    }

    private static bool Overlap(BytePatch a, BytePatch b) =>
        a.Offset == b.Offset || (a.Offset < b.Offset ? a.Length > b.Offset - a.Offset : b.Length > a.Offset - b.Offset);

    private void Apply(IReadOnlyList<Repair> repairs, string root, Action<string> tell)
    {
        Repair first = repairs[0];
        string relative = Rules.FindingPath.Relative(root, first.Path);
        try
        {
            if (first.NewName is string name)
            {
                string target = first.Path[..(first.Path.LastIndexOf('/') + 1)] + name;
                if (files.Probe(target) != EntryKind.Missing)
                {
                    tell($"{relative}: not renamed, {name} exists");
                    return;
                }

                files.Rename(first.Path, target);
            }
            else
            {
                Rewrite(first.Path, [.. repairs.SelectMany(static r => r.Patches).OrderBy(static p => p.Offset)], first.Creates);
            }

            foreach (Repair repair in repairs)
            {
                tell($"{relative}: {repair.Description}: done");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            tell($"{relative}: not repaired: {e.Message}");
        }
    }

    private void Rewrite(string path, IReadOnlyList<BytePatch> patches, bool creates)
    {
        if (!creates && !IsQuiet(path))
        {
            throw new IOException("the file is being written right now");
        }

        if (patches is [{ Replacement.IsEmpty: true } tail] && IsEventFile(path) && tail.Offset + tail.Length == files.Length(path))
        {
            // Readers have event files open while they grow: a tail is cut in place, so that they keep the file they know.
            using WritableFile cut = files.OpenWrite(path);
            cut.SetLength(tail.Offset);
            cut.Flush();
            return;
        }

        using AtomicFile target = AtomicFile.Create(files, path);
        long written = 0;
        if (creates)
        {
            if (files.Probe(path) != EntryKind.Missing)
            {
                throw new IOException("the file exists");
            }

            target.File.Write(patches[0].Replacement.Span, 0);
        }
        else
        {
            using ReadableFile source = files.OpenRead(path);
            long at = 0;
            foreach (BytePatch patch in patches)
            {
                written += Copy(source, at, patch.Offset - at, target.File, written);
                target.File.Write(patch.Replacement.Span, written);
                written += patch.Replacement.Length;
                at = patch.Offset + patch.Length;
            }

            Copy(source, at, source.Length - at, target.File, written);
        }

        target.Close(flushToDisk: true);
        target.Publish();
    }

    // Event files are appended to while training goes on; one that has just changed is left alone.
    private bool IsQuiet(string path) =>
        !IsEventFile(path) || files.LastWriteTime(path) is not DateTimeOffset time || clock.GetUtcNow() - time >= Quiet;

    private static bool IsEventFile(string path) => path[(path.LastIndexOf('/') + 1)..].Contains("tfevents", StringComparison.Ordinal);

    private static long Copy(ReadableFile source, long offset, long length, WritableFile target, long position)
    {
        byte[] buffer = new byte[1 << 16];
        long copied = 0;
        while (copied < length)
        {
            int got = source.Read(buffer.AsSpan(0, (int)Math.Min(buffer.Length, length - copied)), offset + copied);
            if (got == 0)
            {
                break;
            }

            target.Write(buffer.AsSpan(0, got), position + copied);
            copied += got;
        }

        return copied;
    }
}
