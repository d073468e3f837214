using TensorBoardFormats.Messages.ProjectorPlugin;
using TensorBoardFormats.Validation.Rules.Config;
using TensorBoardFormats.Validation.Server;

namespace TensorBoardFormats.Validation.Rules;

/// <summary>One source of configs under one profile, as the rules look at it: a directory with or without a config, and what became of it.</summary>
/// <param name="Judgement">The profile.</param>
/// <param name="Trace">What the server made of it.</param>
/// <param name="Config">The text of its config; null when it has none.</param>
/// <param name="Run">Its run as evaluated; null when the source was dropped, replaced or never reached.</param>
internal sealed record SourceSubject(ProfileJudgement Judgement, SourceTrace Trace, ConfigText? Config, RunTrace? Run)
{
    /// <summary>The config; null when there is none or it does not parse.</summary>
    public ProjectorConfig? Message => Trace.Config?.Message;

    /// <summary>The name of its run.</summary>
    public string RunName => Trace.Source.Run;

    /// <summary>The config's path as findings write it.</summary>
    public string ConfigPath => Judgement.Context.Relative(Judgement.Reads.OnDisk(Trace.Source.ConfigPath));

    /// <summary>Its directory, as the disk is asked for it.</summary>
    public string Directory => Judgement.Reads.OnDisk(Trace.Source.Directory);

    /// <summary>A finding of its run.</summary>
    public Finding Found(Rule rule, string message) => Judgement.Found(rule, message) with { Run = RunName };

    /// <summary>A finding at its config as a whole.</summary>
    public Finding AtConfig(Rule rule, string message) => Found(rule, message) with { Path = ConfigPath };

    /// <summary>A finding at a field of its config.</summary>
    public Finding AtField(Rule rule, string field, string message) => Config?.Locate(Found(rule, message), field) ?? AtConfig(rule, message);

    /// <summary>A finding in another file.</summary>
    public Finding InFile(Rule rule, string onDisk, string message) => Found(rule, message) with { Path = Judgement.Context.Relative(onDisk) };

    /// <summary>The run in messages.</summary>
    public string DisplayRun => RunName == "." ? "the log directory itself (run .)" : $"run {RunName}";
}
