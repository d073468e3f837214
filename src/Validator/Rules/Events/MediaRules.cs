namespace TensorBoardFormats.Validation.Rules.Events;

/// <summary>Pictures, audio clips and meshes. See spec/tfevents.md §10.2, §10.3 and §10.8.</summary>
internal static class MediaRules
{
    private const string References = "tensorboard/plugins/image; tensorboard/plugins/audio; tensorboard/plugins/mesh";

    public static readonly Rule ImageShape = new(
        "image-shape", Severity.Error,
        what: "An image tensor is not a list of two strings and pictures.",
        why: "The tag shows -1 or -2 samples or fails; the data server may hide it.",
        failing: "DT_STRING []",
        corrected: "DT_STRING [3]: width, height, PNG",
        references: References);

    public static readonly Rule ImageDimensionsText = new(
        "image-dims-text", Severity.Warning,
        what: "Width and height of an image are no decimal numbers, or not those of the picture.",
        why: "Nobody reads them today.",
        failing: "\"wide\", \"2\"",
        corrected: "\"28\", \"28\"",
        references: References);

    public static readonly Rule ImageUndecodable = new(
        "image-undecodable", Severity.Warning,
        what: "The bytes of an image begin like no picture that TensorBoard knows, or its header cannot be read.",
        why: "It is served as application/octet-stream and shows as a broken image.",
        failing: "text in the place of a PNG",
        corrected: "a whole PNG, JPEG, GIF or BMP",
        references: References);

    public static readonly Rule ImageMime = new(
        "image-mime", Severity.Warning,
        what: "The picture is of a kind that TensorBoard has no type for.",
        why: "It is served as application/octet-stream; a browser may not show it.",
        failing: "WebP, TIFF",
        corrected: "PNG",
        references: References);

    public static readonly Rule ImageSamplesVary = new(
        "image-samples-vary", Severity.Info,
        what: "Steps of an image tag have different numbers of pictures.",
        why: "Steps with fewer are left out for the later pictures.",
        failing: "3 pictures at step 0, 1 at step 1",
        corrected: "the same number at every step",
        references: References);

    public static readonly Rule AudioShape = new(
        "audio-shape", Severity.Error,
        what: "An audio tensor is no list of strings, or of pairs of clip and label.",
        why: "The slow loader answers 500 for the clip, or ends the load of all runs (no columns); the data server drops it.",
        failing: "DT_STRING [2,3]",
        corrected: "DT_STRING [k] or [k,2]",
        references: References);

    public static readonly Rule AudioEncoding = new(
        "audio-encoding", Severity.Warning,
        what: "The metadata of an audio tag do not say WAV.",
        why: "Clips are served as application/octet-stream.",
        failing: "encoding: UNKNOWN",
        corrected: "encoding: WAV",
        references: References);

    public static readonly Rule AudioNotWav = new(
        "audio-not-wav", Severity.Warning,
        what: "A clip is no RIFF/WAVE file, or its sizes are wrong.",
        why: "It does not play.",
        failing: "MP3 bytes",
        corrected: "a WAV file of 16-bit samples",
        references: References);

    public static readonly Rule AudioCountVaries = new(
        "audio-k-varies", Severity.Error,
        what: "Steps of an audio tag have different numbers of clips.",
        why: "The request for clip i answers 500 when some step has exactly i.",
        failing: "3 clips at step 0, 1 at step 1",
        corrected: "the same number at every step",
        references: References);

    public static readonly Rule MeshParts = new(
        "mesh-parts", Severity.Error,
        what: "The mask of a mesh names a part that has no value at a step.",
        why: "The page asks for it and the request fails.",
        failing: "components: 14 with vertices alone",
        corrected: "components: 2",
        references: References);

    public static readonly Rule MeshShape = new(
        "mesh-shape", Severity.Error,
        what: "A mesh tensor is not [batch, points, 3], or its metadata state another shape.",
        why: "The drawing is wrong or fails; metadata without a shape fail the list of tags.",
        failing: "shape [9]",
        corrected: "shape [1,3,3]",
        references: References);

    public static readonly Rule MeshIndex = new(
        "mesh-index", Severity.Error,
        what: "A face of a mesh names a vertex that is not there, or one above 65535.",
        why: "The page keeps indexes in 16 bits: the face is drawn elsewhere.",
        failing: "face [0, 1, 70000]",
        corrected: "several meshes of fewer vertices",
        references: References);

    public static readonly Rule MeshConfig = new(
        "mesh-config", Severity.Warning,
        what: "The configuration of a mesh is no JSON, or names no class.",
        why: "The viewer fails or takes its defaults.",
        failing: "json_config: \"{camera}\"",
        corrected: "json_config: \"{}\"",
        references: References);

    public static IReadOnlyList<Rule> All { get; } =
    [
        ImageShape, ImageDimensionsText, ImageUndecodable, ImageMime, ImageSamplesVary, AudioShape, AudioEncoding, AudioNotWav,
        AudioCountVaries, MeshParts, MeshShape, MeshIndex, MeshConfig,
    ];
}
