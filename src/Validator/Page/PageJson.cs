using System.Text.Json;

namespace TensorBoardFormats.Validation.Page;

/// <summary>Writes a page as the member <c>browser</c> of <c>predict --json</c> (contracts.md §1, spec/projector.md §10.10).</summary>
internal static partial class PageJson
{
    /// <summary>Writes the object.</summary>
    public static void Write(Utf8JsonWriter json, PageView page)
    {
        json.WriteStartObject();
        json.WriteString("outcome", page.Outcome.Word());
        json.WriteString("tab", page.TabInBar ? "bar" : "inactive");
        if (page.First is { } first)
        {
            WriteTexts(json, "runs", page.Runs.Select(run => run.Run));
            if (first.Embeddings is { } embeddings)
            {
                WriteTensors(json, embeddings);
            }

            WriteTexts(json, "menus", page.Menus);
            json.WritePropertyName("view");
            EmbeddingView? view = first.Embeddings is [var opened, ..] ? opened : null;
            WriteSelection(json, first, view, isFirst: true);
            WriteOthers(json, page);
            if (view is { Bookmarks.Count: > 0 })
            {
                WriteOpened(json, view);
            }
        }

        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void WriteTensors(Utf8JsonWriter json, IReadOnlyList<EmbeddingView> embeddings)
    {
        json.WriteStartArray("tensors");
        foreach (EmbeddingView embedding in embeddings)
        {
            json.WriteStartObject();
            json.WriteString("name", embedding.Name);
            json.WriteStartArray("shape");
            foreach (long size in embedding.Shape)
            {
                json.WriteNumberValue(size);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // The other entries of the first run's menu, then each other run with what it opens with.
    private static void WriteOthers(Utf8JsonWriter json, PageView page)
    {
        RunView first = page.Runs[0];
        if (page.Runs.Count == 1 && first.Embeddings is not { Count: > 1 })
        {
            return;
        }

        json.WriteStartArray("others");
        foreach (EmbeddingView embedding in first.Embeddings?.Skip(1) ?? [])
        {
            WriteSelection(json, first, embedding, isFirst: false);
        }

        foreach (RunView run in page.Runs.Skip(1))
        {
            WriteSelection(json, run, run.Embeddings is [var opened, ..] ? opened : null, isFirst: false, withTensors: true);
        }

        json.WriteEndArray();
    }

    private static void WriteSelection(Utf8JsonWriter json, RunView run, EmbeddingView? view, bool isFirst, bool withTensors = false)
    {
        json.WriteStartObject();
        if (!isFirst)
        {
            json.WriteString("outcome", (view?.Outcome ?? run.Outcome).Word());
        }

        json.WriteString("run", run.Run);
        if (withTensors && run.Embeddings is not null)
        {
            WriteTensors(json, run.Embeddings);
        }

        if (view is not null)
        {
            WriteView(json, view, isFirst);
        }
        else if (run.Embeddings is not null)
        {
            json.WriteNumber("points", 0);
            json.WriteNumber("dimension", 0);
        }
        else
        {
            WriteDialog(json, run.Dialog);
        }

        json.WriteEndObject();
    }

    private static void WriteOpened(Utf8JsonWriter json, EmbeddingView view)
    {
        json.WriteStartArray("bookmarks_opened");
        for (int i = 0; i < view.Bookmarks.Count; i++)
        {
            BookmarkClick click = view.Bookmarks[i].Opened;
            json.WriteStartObject();
            json.WriteNumber("index", i);
            json.WriteString("error", click.Error);
            json.WriteString("projection", click.Projection);
            json.WriteNumber("placed", click.Placed);
            json.WriteNumber("points", click.Points);
            if (view.Dialog is { } dialog)
            {
                json.WriteStartObject("dialog");
                json.WriteString("title", dialog.Title);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
