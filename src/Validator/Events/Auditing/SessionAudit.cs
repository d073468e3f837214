using Google.Protobuf.WellKnownTypes;
using TensorBoardFormats.Messages.HParamsPlugin;
using TensorBoardFormats.Validation.Rules;
using TensorBoardFormats.Validation.Rules.Events;

namespace TensorBoardFormats.Validation.Events.Auditing;

/// <summary>Hyperparameters over all runs: which experiment is used, and whether the sessions fit it.</summary>
internal static class SessionAudit
{
    /// <summary>Compares what the runs say.</summary>
    public static void Compare(RuleContext context, FindingSink sink, IReadOnlyList<SessionFacts> runs)
    {
        SessionFacts[] experiments = [.. runs.Where(static r => r.Experiment is not null)];
        SessionFacts[] sessions = [.. runs.Where(static r => r.HasSession)];
        foreach (SessionFacts other in experiments.Skip(1).Where(r => !Same(r.Experiment!.Value.Message, experiments[0].Experiment!.Value.Message)))
        {
            Report(
                context, sink, other.Run, SessionRules.MultipleExperiments, other.Experiment!.Value.Place, "experiment",
                $"another one in run '{experiments[0].Run}'", "one in the log directory");
        }

        foreach (SessionFacts session in sessions)
        {
            if (!session.HasEnd)
            {
                Report(context, sink, session.Run, SessionRules.HParamsNoSessionEnd, session.Start!.Value.Place, "session", "no session_end_info", "an end with a status");
            }

            if (experiments.Length == 1)
            {
                LookAt(context, sink, session, experiments[0].Experiment!.Value.Message, runs);
            }
        }
    }

    private static void LookAt(RuleContext context, FindingSink sink, SessionFacts session, Experiment experiment, IReadOnlyList<SessionFacts> runs)
    {
        (SessionStartInfo start, Place place) = session.Start!.Value;
        foreach (HParamInfo info in experiment.HparamInfos)
        {
            if (start.Hparams.TryGetValue(info.Name, out Value? value) && !Fits(info, value))
            {
                Report(context, sink, session.Run, SessionRules.HParamsType, place, $"hyperparameter '{info.Name}'", value.ToString(), $"a value of its {info.Type} and domain");
            }
        }

        foreach (MetricInfo metric in experiment.MetricInfos.Where(static m => m.Name is not null))
        {
            string run = metric.Name.Group.Length == 0 ? session.Run : session.Run == "." ? metric.Name.Group : $"{session.Run}/{metric.Name.Group}";
            bool isThere = runs.Any(r => r.Run == run && r.Scalars.Contains(metric.Name.Tag));
            if (!isThere)
            {
                Report(context, sink, session.Run, SessionRules.HParamsMetricMissing, place, $"metric '{metric.Name.Tag}'", $"no such scalar in run '{run}'", "that scalar");
            }
        }
    }

    private static bool Fits(HParamInfo info, Value value)
    {
        bool isType = info.Type switch
        {
            DataType.String => value.KindCase == Value.KindOneofCase.StringValue,
            DataType.Bool => value.KindCase == Value.KindOneofCase.BoolValue,
            DataType.Float64 => value.KindCase == Value.KindOneofCase.NumberValue,
            _ => true,
        };
        return isType && info.DomainCase switch
        {
            HParamInfo.DomainOneofCase.DomainDiscrete => info.DomainDiscrete.Values.Contains(value),
            HParamInfo.DomainOneofCase.DomainInterval => value.NumberValue >= info.DomainInterval.MinValue && value.NumberValue <= info.DomainInterval.MaxValue,
            _ => true,
        };
    }

    private static bool Same(Experiment a, Experiment b) => a.HparamInfos.Equals(b.HparamInfos) && a.MetricInfos.Equals(b.MetricInfos);

    private static void Report(
        RuleContext context, FindingSink sink, string run, Rule rule, Place place, string subject, string found, string expected)
    {
        FindingLog log = new(context, sink, run);
        log.Report(rule, place, subject, found, expected);
        log.Flush();
    }
}
