using TensorBoardFormats.Validation.Server;

namespace TensorBoardFormats.Validation.Page;

/// <summary>The answer of <c>/bookmarks</c> as the page takes it (spec/projector.md §10.8).</summary>
internal static class BookmarkFile
{
    /// <summary>Of longer labels the rest is not kept.</summary>
    public const int LongestLabel = 4096;

    // Nobody has so many; what follows is not listed here.
    private const int MostEntries = 10_000;

    /// <summary>Whether the text is JSON.</summary>
    public static bool IsJson(AnswerBody body)
    {
        using JsJsonReader reader = new(body.Open());
        while (reader.Read() is not (JsToken.End or JsToken.Error))
        {
        }

        return reader.Token == JsToken.End;
    }

    /// <summary>
    /// The entries of the panel in their order: one for each element of the array up to the first that is neither object nor array. Nothing
    /// if the text is not JSON or not an array.
    /// </summary>
    /// <param name="body">The file.</param>
    /// <param name="points">Points of the data set; an entry's own lists are kept no further than they matter for it.</param>
    public static IEnumerable<BookmarkState> Read(AnswerBody body, int points)
    {
        if (!IsJson(body))
        {
            yield break;
        }

        using JsJsonReader reader = new(body.Open());
        if (reader.Read() != JsToken.StartArray)
        {
            yield break;
        }

        for (int entries = 0; entries < MostEntries && reader.Read() is JsToken.StartObject or JsToken.StartArray; entries++)
        {
            if (reader.Token == JsToken.StartObject)
            {
                yield return BookmarkState.Read(reader, points);
            }
            else
            {
                reader.Skip();
                yield return new BookmarkState();
            }
        }
    }
}
