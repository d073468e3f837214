using Parquet;
using Parquet.Schema;
using TensorBoardFormats.Validation.Events;

namespace TensorBoardFormats.TbCheck.Export;

/// <summary>Scalars as Parquet: columns run, tag (UTF-8), step (int64), wall_time, value (double); row groups of 100,000.</summary>
internal static class ScalarParquet
{
    private const int RowsOfAGroup = 100_000;

    private static readonly DataField<string> Run = new("run");
    private static readonly DataField<string> Tag = new("tag");
    private static readonly DataField<long> Step = new("step");
    private static readonly DataField<double> WallTime = new("wall_time");
    private static readonly DataField<double> Value = new("value");

    /// <summary>Writes a file.</summary>
    /// <returns>The number of scalars.</returns>
    public static long Write(Stream target, IEnumerable<ScalarRow> rows) => WriteAsync(target, rows).GetAwaiter().GetResult();

    private static async Task<long> WriteAsync(Stream target, IEnumerable<ScalarRow> rows)
    {
        long count = 0;
        ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(Run, Tag, Step, WallTime, Value), target).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            foreach (ScalarRow[] group in rows.Chunk(RowsOfAGroup))
            {
                using ParquetRowGroupWriter part = writer.CreateRowGroup();
                await part.WriteAsync(Run, (string[])[.. group.Select(static r => r.Run)]).ConfigureAwait(false);
                await part.WriteAsync(Tag, (string[])[.. group.Select(static r => r.Tag)]).ConfigureAwait(false);
                await part.WriteAsync<long>(Step, group.Select(static r => r.Step).ToArray().AsMemory()).ConfigureAwait(false);
                await part.WriteAsync<double>(WallTime, group.Select(static r => r.WallTime).ToArray().AsMemory()).ConfigureAwait(false);
                await part.WriteAsync<double>(Value, group.Select(static r => r.Value).ToArray().AsMemory()).ConfigureAwait(false);
                count += group.Length;
            }
        }

        return count;
    }
}
