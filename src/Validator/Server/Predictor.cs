using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TensorBoardFormats.Validation.Logdirs;
using TensorBoardFormats.Validation.Page;

namespace TensorBoardFormats.Validation.Server;

/// <summary>Asks a server all that can be asked about a log directory, in the order in which verdicts are recorded, and puts the answers together.</summary>
internal static class Predictor
{
    private const string Unnamed = "undefined"; // What the page asks for when an embedding has no name.
    private const string Unsafe = "&#+%";
    private const string InfoKey = "/info";

    /// <summary>Predicts one profile: the server's answers, and what the page makes of them.</summary>
    public static ProjectorPrediction PredictAll(LogDirectory logDirectory, TensorBoardProfile profile, ServerFacts facts) =>
        Predict(logDirectory, profile, facts) with { Page = ProjectorPage.Look(new ProjectorServer(logDirectory, profile, facts), profile.Version) };

    /// <summary>Predicts the server's answers under one profile.</summary>
    public static ProjectorPrediction Predict(LogDirectory logDirectory, TensorBoardProfile profile, ServerFacts facts)
    {
        ProjectorServer server = new(logDirectory, profile, facts);
        if (server.StartError is not null)
        {
            return new ProjectorPrediction { Profile = profile, StartError = server.StartError, Outcome = "NOT-STARTED" };
        }

        ProjectorPrediction prediction = server.Ended is null ? Ask(server, profile) : new ProjectorPrediction { Profile = profile, Outcome = "" };
        return server.Ended is ProcessEnd end
            ? new ProjectorPrediction { Profile = profile, ProcessEnded = end.Signal, During = end.During, Outcome = "ABORT" }
            : prediction with { Outcome = OutcomeWords.Of(prediction, server, logDirectory, facts.Host) };
    }

    private static ProjectorPrediction Ask(ProjectorServer server, TensorBoardProfile profile)
    {
        PredictedAnswer? loaderFailure = server.LoaderRuns(out IReadOnlyList<string> loaderRuns);
        ServerAnswer runsAnswer = server.Runs();
        server.Runs();
        List<string> runs = runsAnswer.IsOk ? Names(runsAnswer) : [];
        List<(string Run, ReadOnlyMemory<byte> Json)> infos = [];
        List<(string Run, PredictedAnswer Answer)> failures = [];
        foreach (string run in runsAnswer.IsOk ? runs : loaderRuns.Append(".").Distinct())
        {
            ServerAnswer answer = server.Info(ProjectorQuery.Escaped(run));
            if (answer.IsOk)
            {
                infos.Add((run, Bytes(answer)));
            }
            else
            {
                failures.Add((run, Describe(answer)));
            }
        }

        ProjectorPrediction prediction = new()
        {
            Profile = profile,
            FirstListing = server.FirstListing,
            TabActive = server.TabActive,
            LoaderRuns = loaderRuns,
            LoaderRunsFailure = loaderFailure,
            Runs = runs,
            RunsFailure = runsAnswer.IsOk ? null : Describe(runsAnswer),
            Info = infos,
            InfoFailures = failures,
            Outcome = "",
        };
        foreach ((string run, ReadOnlyMemory<byte> json) in infos)
        {
            AskAboutRun(server, prediction, run, json);
        }

        return prediction;
    }

    private static void AskAboutRun(ProjectorServer server, ProjectorPrediction prediction, string run, ReadOnlyMemory<byte> json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        bool runIsUnsafe = run.AsSpan().IndexOfAny(Unsafe) >= 0;
        List<string> names = [];
        foreach (JsonElement embedding in InfoReader.Embeddings(document.RootElement))
        {
            string name = InfoReader.Name(embedding) is { Length: > 0 } given ? given : Unnamed;
            names.Add(name);
            ProjectorQuery query = ProjectorQuery.Escaped(run, name, ProjectorQuery.AllThatIsShown);
            prediction.Tensors.Add(run, name, Describe(server.Tensor(query)));
            if (embedding.TryGetProperty("metadataPath", out _))
            {
                prediction.Metadata.Add(run, name, Describe(server.Metadata(query)));
            }

            if (embedding.TryGetProperty("sprite", out JsonElement sprite) && sprite.TryGetProperty("imagePath", out _))
            {
                prediction.Sprites.Add(run, name, Describe(server.Sprite(query), withType: true));
            }

            if (embedding.TryGetProperty("bookmarksPath", out _))
            {
                prediction.Bookmarks.Add(run, name, Describe(server.Bookmarks(query)));
            }
        }

        foreach (string name in names.Distinct().Where(n => runIsUnsafe || n.AsSpan().IndexOfAny(Unsafe) >= 0))
        {
            ServerAnswer answer = server.Tensor(ProjectorQuery.FromPage(run, name, ProjectorQuery.AllThatIsShown));
            prediction.AsBrowserSends.Add(run, name, Describe(answer));
        }

        if (runIsUnsafe)
        {
            ServerAnswer info = server.Info(ProjectorQuery.FromPage(run));
            prediction.AsBrowserSends.Add(run, InfoKey, info.IsOk ? new PredictedAnswer(info.Status) : Describe(info));
        }
    }

    internal static PredictedAnswer Describe(ServerAnswer answer, bool withType = false)
    {
        if (!answer.IsOk)
        {
            return new PredictedAnswer(answer.Status, Error: Encoding.UTF8.GetString(Bytes(answer)));
        }

        using Stream body = answer.Body.Open();
        return new PredictedAnswer(
            answer.Status, answer.Body.Length, Convert.ToHexStringLower(SHA256.HashData(body)), withType ? answer.ContentType : null);
    }

    private static byte[] Bytes(ServerAnswer answer)
    {
        byte[] bytes = new byte[answer.Body.Length];
        using Stream body = answer.Body.Open();
        body.ReadExactly(bytes);
        return bytes;
    }

    private static List<string> Names(ServerAnswer answer)
    {
        using JsonDocument document = JsonDocument.Parse(Bytes(answer));
        return [.. document.RootElement.EnumerateArray().Select(static e => e.GetString()!)];
    }
}
