using System.CommandLine;
using TensorBoardFormats.Validation;
using TensorBoardFormats.Validation.Reports;
using TensorBoardFormats.Validation.Rules;

namespace TensorBoardFormats.TbCheck.Commands;

/// <summary>The arguments and options of <c>check</c>.</summary>
internal sealed class CheckOptions
{
    private const char Separator = ',';

    private readonly Argument<string[]> _logdirs = new("LOGDIR")
    {
        Description = "The log directories, each as TensorBoard would get it in --logdir=.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _spec = new("--logdir-spec")
    {
        Description = "What TensorBoard would get in --logdir_spec=, in place of LOGDIR."
    };
    private readonly Option<string> _format = new("--format")
    {
        Description = "Form of the report: console, json, sarif, github or html.",
        DefaultValueFactory = _ => "console"
    };
    private readonly Option<string?> _output = new("--output", "-o") { Description = "Write the report to this file." };
    private readonly Option<string[]> _select = new("--select")
    {
        Description = "Only these rules (ids, * matches any part; several by commas).",
        AllowMultipleArgumentsPerToken = false
    };
    private readonly Option<string[]> _ignore = new("--ignore") { Description = "Not these rules.", AllowMultipleArgumentsPerToken = false };
    private readonly Option<string[]> _severity = new("--severity")
    {
        Description = "ID=error, ID=warning or ID=info: the severity of a rule."
    };
    private readonly Option<string> _failOn = new("--fail-on")
    {
        Description = "The severity from which on the exit code is 1.",
        DefaultValueFactory = _ => "error"
    };
    private readonly Option<string?> _require = new("--require")
    {
        Description = "embeddings: it is an error when none is shown, whatever the directory holds."
    };
    private readonly Option<int?> _maxFindings = new("--max-findings") { Description = "The most findings to list; the worst stay." };
    private readonly Option<bool> _fix = new("--fix") { Description = "Repair what can be repaired without a change of meaning." };
    private readonly Option<bool> _unsafeFixes = new("--unsafe-fixes")
    {
        Description = "Repair also where the meaning may change. Implies --fix."
    };
    private readonly Option<bool> _diff = new("--diff") { Description = "Show what would be repaired, and change nothing." };
    private readonly Option<string?> _tensorFlow = new("--tensorflow")
    {
        Description = "Judge only with (yes) or only without (no) TensorFlow beside TensorBoard."
    };
    private readonly Option<string?> _loader = new("--loader") { Description = "Judge only the slow or only the fast loader." };
    private readonly Option<Version?> _version = new("--tensorboard-version")
    {
        Description = "TensorBoard's version, with the TensorFlow of the same number.",
        CustomParser = static result =>
        {
            if (!TensorBoardProfile.TryParseVersion(result.Tokens[0].Value, out Version parsed))
            {
                result.AddError($"'{result.Tokens[0].Value}' is no version of TensorBoard: expected a number like 2.21.0.");
            }

            return parsed;
        },
    };

    private readonly Option<string> _hostOs = new("--host-os")
    {
        Description = "Where TensorBoard runs: linux, macos or windows.",
        DefaultValueFactory = _ => "linux"
    };
    private readonly Option<bool> _deep = new("--deep")
    {
        Description = "Verify every byte of every checkpoint, not only what the verdict needs."
    };
    private readonly Option<bool> _noColor = new("--no-color") { Description = "No colours on the terminal." };
    private readonly Option<bool> _noProgress = new("--no-progress") { Description = "No progress on the terminal." };

    /// <summary>Gives them to the command.</summary>
    public void AddTo(Command command)
    {
        _format.AcceptOnlyFromAmong("console", "json", "sarif", "github", "html");
        _failOn.AcceptOnlyFromAmong("error", "warning", "info");
        _require.AcceptOnlyFromAmong("embeddings");
        _tensorFlow.AcceptOnlyFromAmong("yes", "no");
        _loader.AcceptOnlyFromAmong("slow", "fast");
        _hostOs.AcceptOnlyFromAmong("linux", "macos", "windows");
        command.Arguments.Add(_logdirs);
        foreach (Option option in (Option[])
        [
            _spec, _format, _output, _select, _ignore, _severity, _failOn, _require, _maxFindings, _fix, _unsafeFixes, _diff, _tensorFlow, _loader, _version,
            _hostOs, _deep, _noColor, _noProgress,
        ])
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetValue(_logdirs) is not { Length: > 0 } == result.GetValue(_spec) is null)
            {
                result.AddError("Give either LOGDIR or --logdir-spec.");
            }

            foreach (string unknown in Words(result.GetValue(_select)).Concat(Words(result.GetValue(_ignore))).Where(static w => !ReportOptions.IsKnown(w)))
            {
                result.AddError($"'{unknown}' is no rule; 'tbcheck rules' lists them.");
            }

            foreach (string assignment in Words(result.GetValue(_severity)).Where(static a => !TryParseSeverity(a, out _, out _)))
            {
                result.AddError($"'{assignment}' is no ID=error, ID=warning or ID=info of a known rule.");
            }

            if (result.GetValue(_maxFindings) < 0)
            {
                result.AddError("--max-findings must not be negative.");
            }

            if (result.GetValue(_tensorFlow) == "no" && result.GetValue(_loader) == "fast")
            {
                result.AddError("--loader fast is judged with TensorFlow only.");
            }
        });
    }

    /// <summary>Reads them.</summary>
    public CheckRequest Read(ParseResult parsed)
    {
        Dictionary<string, Severity> severities = new(StringComparer.Ordinal);
        foreach (string assignment in Words(parsed.GetValue(_severity)))
        {
            _ = TryParseSeverity(assignment, out string id, out Severity severity);
            severities[id] = severity;
        }

        string? spec = parsed.GetValue(_spec);
        _ = SeverityNames.TryParse(parsed.GetValue(_failOn)!, out Severity failOn);
        ReportOptions report = new()
        {
            Select = [.. Words(parsed.GetValue(_select))],
            Ignore = [.. Words(parsed.GetValue(_ignore))],
            Severities = severities,
            MaxFindings = parsed.GetValue(_maxFindings),
        };
        return new CheckRequest(spec is null ? parsed.GetValue(_logdirs)! : [spec], ReadValidation(parsed, spec is not null), report)
        {
            Format = parsed.GetValue(_format)!,
            Output = parsed.GetValue(_output),
            FailOn = failOn,
            Fix = parsed.GetValue(_unsafeFixes) ? FixSafety.Unsafe : parsed.GetValue(_fix) ? FixSafety.Safe : FixSafety.None,
            Diff = parsed.GetValue(_diff),
            Colour = !parsed.GetValue(_noColor),
            Progress = !parsed.GetValue(_noProgress),
        };
    }

    private ValidationOptions ReadValidation(ParseResult parsed, bool isSpec) => new()
    {
        Profiles = Profiles(parsed.GetValue(_tensorFlow), parsed.GetValue(_loader), parsed.GetValue(_version)),
        TensorBoardVersion = parsed.GetValue(_version),
        HostOs = parsed.GetValue(_hostOs) switch { "macos" => HostOs.MacOs, "windows" => HostOs.Windows, _ => HostOs.Linux },
        IsLogDirectorySpec = isSpec,
        Deep = parsed.GetValue(_deep),
        RequireEmbeddings = parsed.GetValue(_require) is not null,
    };

    // There was no fast loader before 2.5.
    private static ProfileSet Profiles(string? tensorFlow, string? loader, Version? version)
    {
        ProfileSet set = tensorFlow switch { "yes" => ProfileSet.WithTensorFlow, "no" => ProfileSet.NoTf, _ => ProfileSet.All };
        set &= loader switch { "slow" => ProfileSet.Slow, "fast" => ProfileSet.Fast, _ => ProfileSet.All };
        return version is not null && version < new Version(2, 5) && set != ProfileSet.Fast ? set & ProfileSet.Slow : set;
    }

    private static IEnumerable<string> Words(string[]? values) =>
        (values ?? []).SelectMany(static v => v.Split(Separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private static bool TryParseSeverity(string assignment, out string id, out Severity severity)
    {
        int equals = assignment.IndexOf('=', StringComparison.Ordinal);
        id = equals > 0 ? assignment[..equals] : "";
        severity = default;
        return equals > 0 && RuleCatalog.Find(id) is not null && SeverityNames.TryParse(assignment[(equals + 1)..], out severity);
    }
}
