using TensorBoardFormats.Events;
using TensorBoardFormats.Files;
using TensorBoardFormats.Messages;
using TensorBoardFormats.Records;

namespace TensorBoardFormats.Validation.Events;

/// <summary>One scalar of a log directory.</summary>
/// <param name="Run">Name of the run.</param>
/// <param name="Tag">The tag.</param>
/// <param name="Step">Step.</param>
/// <param name="WallTime">Seconds since 1970.</param>
/// <param name="Value">The value.</param>
internal readonly record struct ScalarRow(string Run, string Tag, long Step, double WallTime, double Value);

/// <summary>
/// Every scalar of a log directory as it stands in the files: no sampling, no purge, runs by name, files by name, records in order.
/// Damaged records are left out and told.
/// </summary>
/// <param name="files">The disk.</param>
/// <param name="root">The log directory.</param>
/// <param name="tell">Takes a line about each damage.</param>
internal sealed class ScalarExport(FileStore files, string root, Action<string> tell)
{
    /// <summary>Reads them, one at a time.</summary>
    public IEnumerable<ScalarRow> Rows(CancellationToken cancellation)
    {
        foreach (EventDirectory directory in EventDirectory.Find(files, root, cancellation).OrderBy(static d => d.Name, StringComparer.Ordinal))
        {
            HashSet<string> scalarTags = new(StringComparer.Ordinal);
            foreach (DirectoryEntry entry in directory.Entries.Where(static e => e.Kind == EntryKind.File))
            {
                foreach (ScalarRow row in File(directory.Name, directory.PathOf(entry), scalarTags, cancellation))
                {
                    yield return row;
                }
            }
        }
    }

    private IEnumerable<ScalarRow> File(string run, string path, HashSet<string> scalarTags, CancellationToken cancellation)
    {
        using EventFileReader reader = EventFileReader.Open(files, path);
        List<ScalarRow> rows = [];
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            ReadStatus status = reader.TryRead(out EventRecord record);
            if (reader.Fault is string fault)
            {
                tell(FormattableString.Invariant($"{path}@0x{reader.Offset:x}: {fault}"));
            }

            if (status is ReadStatus.End or ReadStatus.Truncated or ReadStatus.BadLengthChecksum)
            {
                yield break;
            }

            if (status == ReadStatus.Record)
            {
                rows.Clear();
                Take(run, record, scalarTags, rows);
                foreach (ScalarRow row in rows)
                {
                    yield return row;
                }
            }
        }
    }

    private static void Take(string run, in EventRecord record, HashSet<string> scalarTags, List<ScalarRow> rows)
    {
        if (record.Kind != EventKind.Summary)
        {
            return;
        }

        foreach (Summary.Types.Value value in record.ToMessage().Summary.Value)
        {
            if (value.Metadata?.PluginData?.PluginName == Plugins.Scalars)
            {
                scalarTags.Add(value.Tag);
            }

            if (value.ValueCase == Summary.Types.Value.ValueOneofCase.SimpleValue)
            {
                rows.Add(new ScalarRow(run, value.Tag, record.Step, record.WallTime, value.SimpleValue));
            }
            else if (value.Tensor is TensorProto tensor && scalarTags.Contains(value.Tag)
                && Dashboards.NdArray.TryMake(tensor, out Dashboards.NdArray array) == Dashboards.TensorFault.None
                && array.Count == 1 && !array.IsString && !array.IsComplex)
            {
                rows.Add(new ScalarRow(run, value.Tag, record.Step, record.WallTime, array.Number(0)));
            }
        }
    }
}
