using System.Globalization;
using TensorBoardFormats.Events;
using TensorBoardFormats.Validation.Rules.Events;

namespace TensorBoardFormats.Validation.Events.Auditing;

/// <summary>Values: steps, tags, metadata; the values themselves are looked at by the audits of their plugins.</summary>
internal sealed partial class RunAudit
{
    private const int LongestTag = 250;
    private const long MostTensorBytes = 100L << 20;

    private int FileNumber => _files.Count - 1;

    // The hot path: one more scalar of a tag whose metadata were looked at.
    private bool TakeScalar(in RecordView record, Place place)
    {
        ref readonly ScalarEvent scalar = ref record.Scalar;
        TagAudit? tag = _tags.Find(scalar.Tag(record.Payload));
        if (tag is not { Plugin: Plugins.Scalars } || scalar.HasMetadata && !scalar.Metadata(record.Payload).SequenceEqual(tag.KnownMetadata))
        {
            return false;
        }

        TakeStep(tag, scalar.Step, place, hasPayload: true);
        if (!float.IsFinite(scalar.Value))
        {
            Report(TensorRules.ScalarNonFinite, place, tag.Subject, scalar.Value.ToString(CultureInfo.InvariantCulture), "a finite value");
        }

        return true;
    }

    private void TakeSummary(in RecordView record, in EventHeader header, Place place)
    {
        SummaryValues values = new(header.Body(record.Payload));
        while (values.MoveNext())
        {
            SummaryValue value = SummaryValue.Parse(values.Current);
            TagAudit tag = _tags.Find(value.Tag) ?? AddTag(value.Tag, place);
            TakeMetadata(tag, value.Kind, value.HasMetadata, value.Metadata, place);
            if (!value.NodeName.IsEmpty)
            {
                Report(TagRules.NodeNameUsed, place, tag.Subject, $"node_name '{Series.TagText(value.NodeName)}'", "a tag alone");
            }

            bool hasPayload = value.Kind != ValueKind.None;
            if (tag.Plugin == Plugins.HParams)
            {
                _session.Take(tag, value.HasMetadata ? SeriesMetadata.Parse(value.Metadata) : SeriesMetadata.Empty, place, _log);
            }
            else if (!Plugins.IsGraphValue(tag.Plugin) || hasPayload)
            {
                TakeStep(tag, header.Step, place, hasPayload);
            }

            if (!hasPayload && tag.Plugin != Plugins.HParams)
            {
                tag.WithoutPayload ??= place;
            }

            TakeContent(tag, value, header.Step, place);
        }
    }

    private TagAudit AddTag(ReadOnlySpan<byte> name, Place place)
    {
        TagAudit tag = _tags.Add(name, new TagAudit(Series.TagText(name), place) { FirstFile = FileNumber });
        if (tag.Tag.Length == 0)
        {
            Report(TagRules.EmptyTag, place, "value", "an empty tag", "a tag");
        }
        else if (tag.Tag.Length > LongestTag || tag.Tag[0] == '/' || tag.Tag.AsSpan().ContainsAny(" \\") || tag.Tag.Any(char.IsControl))
        {
            string shown = tag.Tag.Length > LongestTag ? string.Create(CultureInfo.InvariantCulture, $"{tag.Tag.Length} characters") : "characters that other writers replace";
            Report(TagRules.TagCharacters, place, tag.Tag.Length > LongestTag ? "tag" : tag.Subject, shown, "letters, digits, '_', '-', '.' and '/' inside");
        }

        return tag;
    }

    private void TakeStep(TagAudit tag, long step, Place place, bool hasPayload)
    {
        if (step < 0)
        {
            Report(StepRules.NegativeStep, place, tag.Subject, string.Create(CultureInfo.InvariantCulture, $"step {step}"), "steps from 0");
        }
        else if (step > int.MaxValue && tag.Plugin == Plugins.Scalars)
        {
            tag.LargeStep ??= (place, step);
        }

        if (tag.Count > 0)
        {
            tag.IsConstant &= step == tag.LastStep;
            if (step == tag.LastStep)
            {
                tag.Duplicate ??= (place, step);
            }
            else if (step < tag.GreatestStep && tag.Restarts == _starts)
            {
                Report(
                    StepRules.StepDecreasing, place, tag.Subject,
                    string.Create(CultureInfo.InvariantCulture, $"step {step} behind step {tag.GreatestStep}"), "ascending steps, or a START");
            }
        }

        if (tag.Restarts != _starts)
        {
            tag.Restarts = _starts;
            tag.GreatestStep = long.MinValue;
        }

        tag.File = FileNumber;
        tag.Count++;
        tag.Payloads += hasPayload ? 1 : 0;
        tag.LastStep = step;
        tag.GreatestStep = Math.Max(tag.GreatestStep, step);
    }

    private void FinishTag(TagAudit tag)
    {
        if (tag.WithoutPayload is Place place)
        {
            Report(
                TagRules.ValueWithoutPayload, place, tag.Subject, "a value with nothing in it", "simple_value, a tensor or the like",
                tag.Payloads == 0 && tag.Plugin.Length > 0 ? Severity.Error : null);
        }

        if (tag.Duplicate is (Place at, long step))
        {
            if (tag.IsConstant)
            {
                Report(
                    StepRules.ConstantStep, at, tag.Subject, string.Create(CultureInfo.InvariantCulture, $"{tag.Count} values at step {step}"), "a step for each");
            }
            else
            {
                Report(StepRules.StepDuplicate, at, tag.Subject, string.Create(CultureInfo.InvariantCulture, $"step {step} twice"), "one value a step");
            }
        }

        if (tag.LargeStep is (Place large, long number) && _session.HasSession)
        {
            Report(StepRules.StepOverInt32, large, tag.Subject, string.Create(CultureInfo.InvariantCulture, $"step {number}"), "steps below 2147483648");
        }

        long kept = tag.Plugin.Length == 0 ? long.MaxValue : SlowCapacity.Of(tag.Plugin, LoaderFlags.Default);
        if (tag.Payloads > kept)
        {
            Report(
                TagRules.OverSampling, tag.First, tag.Subject, string.Create(CultureInfo.InvariantCulture, $"{tag.Payloads} points"),
                string.Create(CultureInfo.InvariantCulture, $"{kept} or fewer"));
        }

        if (tag.Payloads > 0 && tag.Bytes / tag.Payloads * Math.Min(tag.Payloads, kept) > MostTensorBytes && Plugins.InferredClass(tag.Plugin) == DataClass.Tensor)
        {
            Report(TagRules.HugeTensorSeries, tag.First, tag.Subject, string.Create(CultureInfo.InvariantCulture, $"{tag.Bytes} bytes"), "100 MiB or less that are kept");
        }

        if (tag.Blobs is (long least, long most) && least != most)
        {
            string found = string.Create(CultureInfo.InvariantCulture, $"{least} to {most} a step");
            Report(tag.Plugin == Plugins.Images ? MediaRules.ImageSamplesVary : MediaRules.AudioCountVaries, tag.First, tag.Subject, found, "the same number");
        }

        if (tag.Plugin == Plugins.Scalars)
        {
            _session.Scalars.Add(tag.Tag);
        }
    }
}
