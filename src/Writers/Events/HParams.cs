using Google.Protobuf.WellKnownTypes;
using Proto = TensorBoardFormats.Messages.HParamsPlugin;

namespace TensorBoardFormats.Events;

/// <summary>A hyperparameter of an experiment, a column of the HParams tab.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Domain">Values that it takes; null when not said.</param>
/// <param name="DisplayName">Name shown instead.</param>
/// <param name="Description">Markdown shown beside.</param>
public sealed record HParam(string Name, HParamDomain? Domain = null, string? DisplayName = null, string? Description = null)
{
    /// <summary>The message.</summary>
    internal Proto.HParamInfo ToMessage()
    {
        Proto.HParamInfo info = new() { Name = Name, DisplayName = DisplayName ?? "", Description = Description ?? "" };
        Domain?.Describe(info);
        return info;
    }
}

/// <summary>Values that a hyperparameter takes.</summary>
public sealed class HParamDomain
{
    private readonly HParamType _type;
    private readonly Proto.Interval? _interval;
    private readonly HParamValue[] _values;

    private HParamDomain(HParamType type, Proto.Interval? interval, params HParamValue[] values)
    {
        _type = type;
        _interval = interval;
        _values = values;
    }

    /// <summary>Any value of a type.</summary>
    public static HParamDomain Any(HParamType type) => new(type, null);

    /// <summary>All numbers from one to another.</summary>
    /// <exception cref="ArgumentException">The bounds are not ascending.</exception>
    public static HParamDomain Interval(double min, double max) => min <= max
        ? new HParamDomain(HParamType.Number, new Proto.Interval { MinValue = min, MaxValue = max })
        : throw new ArgumentException($"An interval from {min} to {max} holds nothing.", nameof(max));

    /// <summary>Some values, all of one type; they are put in order.</summary>
    /// <exception cref="ArgumentException">There is none, or their types differ.</exception>
    public static HParamDomain Discrete(params HParamValue[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length == 0 || Array.Exists(values, value => value.Type != values[0].Type))
        {
            throw new ArgumentException("At least one value, and all of one type.", nameof(values));
        }

        HParamValue[] sorted = [.. values];
        Array.Sort(sorted, HParamValue.Compare);
        return new HParamDomain(values[0].Type, null, sorted);
    }

    /// <summary>Fills in type and domain.</summary>
    internal void Describe(Proto.HParamInfo info)
    {
        info.Type = (Proto.DataType)_type;
        if (_interval is not null)
        {
            info.DomainInterval = _interval;
        }
        else if (_values.Length > 0)
        {
            info.DomainDiscrete = new ListValue();
            info.DomainDiscrete.Values.AddRange(_values.Select(static value => value.ToMessage()));
        }
    }
}

/// <summary>Which data a metric was measured on.</summary>
public enum MetricDataset
{
    /// <summary>Not said.</summary>
    Unspecified = 0,

    /// <summary>Training data.</summary>
    Training = 1,

    /// <summary>Validation data.</summary>
    Validation = 2,
}

/// <summary>A metric of an experiment: the last scalar of a tag in every session's run.</summary>
/// <param name="Tag">Tag of the scalars.</param>
/// <param name="Group">Sub-directory of the session's run that holds them; empty for the run itself.</param>
/// <param name="DisplayName">Name shown instead.</param>
/// <param name="Description">Markdown shown beside.</param>
/// <param name="Dataset">Which data it was measured on.</param>
public sealed record HParamMetric(
    string Tag, string Group = "", string? DisplayName = null, string? Description = null, MetricDataset Dataset = MetricDataset.Unspecified)
{
    /// <summary>The message.</summary>
    internal Proto.MetricInfo ToMessage() => new()
    {
        Name = new Proto.MetricName { Group = Group, Tag = Tag },
        DisplayName = DisplayName ?? "",
        Description = Description ?? "",
        DatasetType = (Proto.DatasetType)Dataset,
    };
}

/// <summary>How a session ended.</summary>
public enum SessionResult
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>It succeeded.</summary>
    Success = 1,

    /// <summary>It failed.</summary>
    Failure = 2,

    /// <summary>It is still going on.</summary>
    Running = 3,
}

/// <summary>An experiment: the columns of the HParams tab. Write exactly one a log directory, in its root run: TensorBoard uses one, and not a certain one.</summary>
/// <param name="HParams">Hyperparameters.</param>
/// <param name="Metrics">Metrics.</param>
/// <param name="Description">Markdown.</param>
/// <param name="User">Who.</param>
/// <param name="Created">When; null leaves it out.</param>
public sealed record HParamsExperiment(
    IReadOnlyList<HParam> HParams, IReadOnlyList<HParamMetric> Metrics, string Description = "", string User = "", WallTime? Created = null)
{
    /// <summary>The message.</summary>
    internal Proto.Experiment ToMessage()
    {
        Proto.Experiment experiment = new() { Description = Description, User = User, TimeCreatedSecs = Created?.Seconds ?? 0 };
        experiment.HparamInfos.AddRange(HParams.Select(static hparam => hparam.ToMessage()));
        experiment.MetricInfos.AddRange(Metrics.Select(static metric => metric.ToMessage()));
        return experiment;
    }
}
