namespace TensorBoardFormats.Validation.Rules;

/// <summary>Names of upstream files that the rules' pages refer to.</summary>
internal static class Sources
{
    public const string Plugin = "tensorboard/plugins/projector/projector_plugin.py";
    public const string ConfigProto = "tensorboard/plugins/projector/projector_config.proto";
    public const string Loader = "tensorboard/backend/event_processing/plugin_event_multiplexer.py";
    public const string FastLoader = "tensorboard/data/server/logdir.rs";
    public const string TextFormat = "google/protobuf/text_format.py";
    public const string Assets = "tensorboard/backend/event_processing/plugin_asset_util.py";
    public const string DataPanel = "vz_projector/vz-projector-data-panel.ts";
    public const string DataProvider = "vz_projector/data-provider.ts";
    public const string Server = "vz_projector/data-provider-server.ts";
    public const string Data = "vz_projector/data.ts";
    public const string Projections = "vz_projector/vz-projector-projections-panel.ts";
    public const string Sprites = "vz_projector/scatterPlotVisualizerSprites.ts";
    public const string Bookmarks = "vz_projector/vz-projector-bookmark-panel.ts";
    public const string State = "tensorflow/python/checkpoint/checkpoint_management.py";
    public const string Reader = "tensorflow/c/checkpoint_reader.cc";
    public const string Bundle = "tensorflow/core/util/tensor_bundle/tensor_bundle.cc";
    public const string FileLayer = "tensorflow/python/lib/io/file_io.py";
    public const string Stub = "tensorboard/compat/tensorflow_stub/io/gfile.py";
}
