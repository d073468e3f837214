using System.Buffers;
using System.CommandLine;
using TensorBoardFormats.Validation;
using TensorBoardFormats.Validation.Logdirs;
using TensorBoardFormats.Validation.Server;

namespace TensorBoardFormats.TbCheck.Commands;

/// <summary><c>tbcheck predict LOGDIR --json</c>: what the server answers and the page shows, for one profile.</summary>
internal static class PredictCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(Host host)
    {
        Argument<string?> logdir = new("LOGDIR")
        {
            Description = "The log directory, as TensorBoard would get it in --logdir=.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string?> spec = new("--logdir-spec") { Description = "What TensorBoard would get in --logdir_spec=, in place of LOGDIR." };
        Option<bool> json = new("--json") { Description = "Print one JSON object (there is no other form)." };
        Option<string> tensorFlow = new("--tensorflow") { Description = "Whether TensorFlow is installed beside TensorBoard.", DefaultValueFactory = _ => "yes" };
        tensorFlow.AcceptOnlyFromAmong("yes", "no");
        Option<string> loader = new("--loader") { Description = "Which loader finds the runs.", DefaultValueFactory = _ => "slow" };
        loader.AcceptOnlyFromAmong("slow", "fast");
        Option<Version> version = new("--tensorboard-version")
        {
            Description = "TensorBoard's version, with the TensorFlow of the same number.",
            DefaultValueFactory = _ => TensorBoardProfile.NewestVersion,
            CustomParser = static result =>
            {
                if (!TensorBoardProfile.TryParseVersion(result.Tokens[0].Value, out Version parsed))
                {
                    result.AddError($"'{result.Tokens[0].Value}' is no version of TensorBoard: expected a number like 2.21.0.");
                }

                return parsed;
            },
        };
        Command command = new("predict", "Says what TensorBoard's server will answer about a log directory and what its projector page will show.")
        {
            logdir, spec, json, tensorFlow, loader, version,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(logdir) is null == result.GetValue(spec) is null)
            {
                result.AddError("Give either LOGDIR or --logdir-spec.");
            }
        });
        command.SetAction(parsed =>
        {
            string? specValue = parsed.GetValue(spec);
            LogDirectory logDirectory = new(TensorBoardHost.WithSlashes(specValue ?? parsed.GetValue(logdir)!), specValue is not null);
            TensorBoardProfile profile = new(
                parsed.GetValue(tensorFlow) == "yes", parsed.GetValue(loader) == "fast" ? TensorBoardLoader.Fast : TensorBoardLoader.Slow, parsed.GetValue(version)!);
            return Run(host, logDirectory, profile);
        });
        return command;
    }

    private static int Run(Host host, LogDirectory logDirectory, TensorBoardProfile profile)
    {
        ProjectorPrediction prediction = Predictor.PredictAll(logDirectory, profile, new ServerFacts(TensorBoardHost.Current));
        ArrayBufferWriter<byte> json = new();
        prediction.WriteTo(json);
        host.Output.Write(json.WrittenSpan);
        host.Output.Write("\n"u8);
        host.Output.Flush();
        return ExitCode.Clean;
    }
}
