using System.Text.RegularExpressions;
using Google.Protobuf;
using TensorBoardFormats.Messages.CustomScalarPlugin;
using TensorBoardFormats.Tensors;
using TensorBoardFormats.Validation.Events.Dashboards;

namespace TensorBoardFormats.Validation.Events.Auditing;

/// <summary>Whether a layout of custom scalars can be drawn.</summary>
internal static class LayoutAudit
{
    /// <summary>What is wrong with it, or null.</summary>
    public static string? Fault(NdArray value)
    {
        if (!value.IsString || value.Count != 1)
        {
            return value.IsString ? $"{value.Count} strings" : value.DType.Name();
        }

        Layout layout;
        try
        {
            layout = Layout.Parser.ParseFrom(value.Bytes(0).Span);
        }
        catch (InvalidProtocolBufferException)
        {
            return $"{value.Bytes(0).Length} bytes that are no Layout";
        }

        string? invalid = layout.Category.SelectMany(static c => c.Chart).SelectMany(static c => c.Multiline?.Tag ?? []).FirstOrDefault(static t => !IsExpression(t));
        return invalid is null ? null : $"the expression '{invalid}', which does not compile";
    }

    // .NET's grammar is close to Python's; where they differ the expression gets the benefit of the doubt by being parsed only.
    private static bool IsExpression(string text)
    {
        try
        {
            _ = new Regex(text.Replace("(?P<", "(?<", StringComparison.Ordinal), RegexOptions.CultureInvariant);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
