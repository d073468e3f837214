using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using TensorBoardFormats.Messages.HParamsPlugin;
using TensorBoardFormats.Validation.Rules.Events;

namespace TensorBoardFormats.Validation.Events.Auditing;

/// <summary>What a run says about hyperparameters, to be compared with other runs.</summary>
internal sealed class SessionFacts(string run)
{
    /// <summary>Name of the run.</summary>
    public string Run { get; } = run;

    /// <summary>The experiment that it holds, and where.</summary>
    public (Experiment Message, Place Place)? Experiment { get; private set; }

    /// <summary>The session that starts in it, and where.</summary>
    public (SessionStartInfo Message, Place Place)? Start { get; private set; }

    /// <summary>Whether the session ends.</summary>
    public bool HasEnd { get; private set; }

    /// <summary>Whether it is a session.</summary>
    public bool HasSession => Start is not null;

    /// <summary>Tags of its scalars.</summary>
    public HashSet<string> Scalars { get; } = new(StringComparer.Ordinal);

    /// <summary>Looks at a value of the plugin.</summary>
    public void Take(TagAudit tag, SeriesMetadata metadata, Place place, FindingLog log)
    {
        HParamsPluginData content;
        try
        {
            content = HParamsPluginData.Parser.ParseFrom(metadata.Content.Span);
        }
        catch (InvalidProtocolBufferException)
        {
            log.Report(TagRules.PluginContentUnparsable, place, tag.Subject, $"{metadata.Content.Length} bytes that are no message of hparams", "HParamsPluginData");
            return;
        }

        if (content.Version != 0)
        {
            log.Report(TagRules.PluginVersion, place, tag.Subject, $"version {content.Version}", "version 0");
        }

        switch (content.DataCase)
        {
            case HParamsPluginData.DataOneofCase.Experiment:
                Experiment ??= (content.Experiment, place);
                break;
            case HParamsPluginData.DataOneofCase.SessionStartInfo when Start is not null:
                log.Report(SessionRules.HParamsRepeated, place, tag.Subject, "a second session_start_info", "one a run");
                break;
            case HParamsPluginData.DataOneofCase.SessionStartInfo:
                Start = (content.SessionStartInfo, place);
                LookAtValues(content.SessionStartInfo, place, log);
                break;
            case HParamsPluginData.DataOneofCase.SessionEndInfo:
                HasEnd = true;
                break;
        }
    }

    private static void LookAtValues(SessionStartInfo start, Place place, FindingLog log)
    {
        foreach ((string name, Value value) in start.Hparams)
        {
            bool isSound = value.KindCase switch
            {
                Value.KindOneofCase.NumberValue => double.IsFinite(value.NumberValue),
                Value.KindOneofCase.StringValue or Value.KindOneofCase.BoolValue => true,
                _ => false,
            };
            if (!isSound)
            {
                string found = value.KindCase == Value.KindOneofCase.NumberValue ? "a number that is not finite" : value.KindCase.ToString();
                log.Report(SessionRules.HParamsValue, place, $"hyperparameter '{name}'", found, "a number, text or truth value");
            }
        }
    }
}
