using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TensorBoardFormats.Events;
using TensorBoardFormats.Messages.HParamsPlugin;

namespace TensorBoardFormats.Tests.Events.Golden;

/// <summary>Hyperparameters as inputs.json has them.</summary>
internal sealed partial class GoldenReplay
{
    private static List<KeyValuePair<string, HParamValue>> HParamValues(JsonNode values) =>
        [.. values.AsObject().Select(pair => KeyValuePair.Create(pair.Key, HParam(pair.Value!)))];

    private static HParamValue HParam(JsonNode value)
    {
        if (value is JsonObject array)
        {
            GoldenArray scalar = GoldenArray.From(array);
            return scalar.DType == "bool" ? scalar.Bytes[0] != 0 : scalar.DType == "int64" ? (HParamValue)scalar.As<long>()[0] : scalar.Doubles()[0];
        }

        return value.GetValueKind() switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.String when (string)value! is "NaN" or "Infinity" => GoldenArray.Number(value),
            JsonValueKind.String => (string)value!,
            _ => value.ToJsonString().Contains('.', StringComparison.Ordinal) ? (HParamValue)(double)value : (long)value,
        };
    }

    private HParamsExperiment Experiment() => new(
        [.. _call["hparams"]!.AsArray().Select(hparam => new HParam(
            (string)hparam!["name"]!, Domain((string)hparam["domain"]!), (string?)hparam["display_name"], (string?)hparam["description"]))],
        [.. _call["metrics"]!.AsArray().Select(Metric)]);

    private static HParamMetric Metric(JsonNode? metric)
    {
        MetricInfo info = MetricInfo.Parser.ParseFrom(Convert.FromBase64String((string)metric!["base64"]!));
        return new HParamMetric(info.Name.Tag, info.Name.Group, info.DisplayName, info.Description, (MetricDataset)info.DatasetType);
    }

    /// <summary>A domain as Python prints it: <c>RealInterval(0.001, 0.1)</c>, <c>Discrete(['adam', 'sgd'])</c>, <c>None</c>.</summary>
    private static HParamDomain? Domain(string printed)
    {
        if (printed == "None")
        {
            return null;
        }

        string[] items = printed[(printed.IndexOf('(', StringComparison.Ordinal) + 1)..^1].Trim('[', ']').Split(", ");
        if (!printed.StartsWith("Discrete", StringComparison.Ordinal))
        {
            return HParamDomain.Interval(double.Parse(items[0], CultureInfo.InvariantCulture), double.Parse(items[1], CultureInfo.InvariantCulture));
        }

        return HParamDomain.Discrete([.. items.Select(item => item switch
        {
            "True" => (HParamValue)true,
            "False" => false,
            ['\'', .. string text, '\''] => text,
            _ => double.Parse(item, CultureInfo.InvariantCulture),
        })]);
    }
}
