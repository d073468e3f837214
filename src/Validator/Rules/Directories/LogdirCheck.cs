using TensorBoardFormats.Files;
using TensorBoardFormats.Validation.Logdirs;
using TensorBoardFormats.Validation.Rules.Limits;

namespace TensorBoardFormats.Validation.Rules.Directories;

/// <summary>Judges the log directory as it was given, before anything in it is looked at.</summary>
internal static class LogdirCheck
{
    public static void Check(RuleContext context, LogDirectory logDirectory, TensorBoardHost host, FindingSink sink)
    {
        ProfileSet judged = context.Options.Profiles;
        Finding Found(Rule rule, string message) => new(rule, rule.Severity, message) { Holds = judged };
        if (logDirectory.IsSpec)
        {
            sink.Add(Found(DirectoryRules.SpecUnsupported, "The log directory is given by --logdir_spec, which the projector does not"
                + " look at: its tab is never active. Use --logdir."));
            return;
        }

        string text = logDirectory.Text;
        if (LogDirectory.Scheme(text) is string scheme)
        {
            sink.Add(Found(LimitRules.CloudAssets,
                $"The log directory is a URL ({scheme}://): since TensorBoard 2.21 no file of it that a config names can be read, so"
                    + $" metadata, sprites and bookmarks answer 400 and tensor files kill the tab;"
                + " with a scheme that TensorFlow does not know TensorBoard does not start. Copy it to this machine, or use TensorBoard"
                + " 2.20."));
            return;
        }

        if (text.StartsWith('~'))
        {
            sink.Add(Found(DirectoryRules.TildeUnexpanded, $"\"{text}\" starts with a ~ that no shell expanded: the loaders expand it,"
                + $" the projector does not and finds nothing. Write --logdir \"$HOME/…\"."));
        }

        switch (host.Probe(host.ExpandUser(text)))
        {
            case EntryKind.Missing:
                sink.Add(Found(DirectoryRules.Missing, $"The log directory \"{text}\" does not exist: TensorBoard starts, waits for it,"
                    + $" and shows nothing."));
                break;
            case EntryKind.File or EntryKind.Special:
                sink.Add(Found(DirectoryRules.IsFile, $"\"{text}\" is a file, not a directory: TensorBoard finds no runs and the"
                    + $" projector finds nothing. Give the directory that holds it."));
                break;
            case EntryKind.Unreadable:
                sink.Add(Found(DirectoryRules.Unreadable, $"\"{text}\" may not be read: TensorBoard finds nothing.") with { Path = "." });
                break;
        }
    }
}
