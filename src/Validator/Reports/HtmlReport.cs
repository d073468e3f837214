using System.Text;
using TensorBoardFormats.Validation.Logdirs;
using TensorBoardFormats.Validation.Page;
using TensorBoardFormats.Validation.Server;

namespace TensorBoardFormats.Validation.Reports;

/// <summary>The verdict on one log directory in words, for the head of a page.</summary>
/// <param name="Report">What was found.</param>
/// <param name="Sentence">The verdict in one sentence.</param>
public sealed record HtmlSubject(ValidationReport Report, string Sentence);

/// <summary>
/// The report as one self-contained page: verdict, findings, and for each embedding that will be shown its picture, sprite and labels; and the
/// scalars of the runs. It opens without network.
/// </summary>
public static class HtmlReport
{
    private const int MaxEmbeddings = 12;
    private const string Template = "HtmlReport.html";
    private const string DataMark = "{{data}}";

    /// <summary>Writes the page.</summary>
    /// <param name="output">Takes UTF-8.</param>
    /// <param name="subjects">The log directories.</param>
    /// <param name="options">Which findings are listed.</param>
    public static void Write(Stream output, IReadOnlyList<HtmlSubject> subjects, ReportOptions options) => Write(output, subjects, options, TensorBoardHost.Current);

    internal static void Write(Stream output, IReadOnlyList<HtmlSubject> subjects, ReportOptions options, TensorBoardHost host)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(subjects);
        using StreamReader template = new(typeof(HtmlReport).Assembly.GetManifestResourceStream(Template)!);
        string[] parts = template.ReadToEnd().Split(DataMark);
        output.Write(Encoding.UTF8.GetBytes(parts[0]));
        using (HtmlData data = new(output))
        {
            foreach (HtmlSubject subject in subjects)
            {
                IReadOnlyList<ScalarLine> scalars = ScalarSparklines.Load(host.Files, subject.Report.Root, out int total);
                data.Write(subject, options.Listed(subject.Report), Pictures(subject.Report, host), scalars, total);
            }
        }

        output.Write(Encoding.UTF8.GetBytes(parts[1]));
    }

    // Under the judged profile that shows most.
    private static IEnumerable<EmbeddingPicture> Pictures(ValidationReport report, TensorBoardHost host)
    {
        ProfileVerdict? best = report.Verdict.Profiles.MaxBy(static p => p.Shown);
        if (best is null or { Shown: 0 })
        {
            yield break;
        }

        TensorBoardProfile profile = best.Profile switch
        {
            ProfileSet.NoTf => TensorBoardProfile.NoTf,
            ProfileSet.Fast => TensorBoardProfile.Fast,
            _ => TensorBoardProfile.Tf,
        };
        ProjectorServer server = new(new LogDirectory(report.Input), profile, new ServerFacts(host));
        int taken = 0;
        foreach (RunVerdict run in best.Runs)
        {
            ServerAnswer info = server.Info(ProjectorQuery.FromPage(run.Run));
            RunConfig? config = info.IsOk ? RunConfig.Read(info.Body) : null;
            foreach (EmbeddingVerdict shown in run.Embeddings.Where(static e => e.IsShown).DistinctBy(static e => e.Name))
            {
                PageEmbedding? embedding = config?.Embeddings.FirstOrDefault(e => (e.Name ?? "") == shown.Name);
                if (embedding is not null && taken < MaxEmbeddings && EmbeddingPicture.Take(server, run.Run, embedding) is { } picture)
                {
                    taken++;
                    yield return picture;
                }
            }
        }
    }
}
