namespace TensorBoardFormats.Validation.Rules.Limits;

/// <summary>Judges the version of TensorBoard that was asked about.</summary>
internal static class VersionCheck
{
    public static void Check(RuleContext context, FindingSink sink)
    {
        if (context.Options.TensorBoardVersion is not Version version)
        {
            return;
        }

        void Add(Rule rule, string message) => sink.Add(new Finding(rule, rule.Severity, message) { Holds = context.Options.Profiles });
        bool Since(int major, int minor, int patch = 0) => version >= new Version(major, minor, patch);
        if (Since(1, 11) && !Since(1, 12))
        {
            Add(LimitRules.VersionPca, $"TensorBoard {version} stays at \"Computing PCA...\" for ever, whatever the data. Use 1.12 or"
                + $" later.");
        }

        if (Since(2, 10) && !Since(2, 10, 1))
        {
            Add(LimitRules.VersionProjector, "The projector of TensorBoard 2.10.0 does not work. Use 2.10.1 or later.");
        }

        if (Since(2, 4) && !Since(2, 6))
        {
            Add(LimitRules.VersionKnn, $"TensorBoard {version} finds wrong nearest neighbours: t-SNE and UMAP are wrong. Use 2.6 or"
                + $" later.");
        }

        if (context.Options.HostOs == HostOs.Windows && Since(1, 15) && !Since(2, 2))
        {
            Add(LimitRules.WindowsMime, $"TensorBoard {version} on Windows shows a blank projector page when the registry maps .js"
                + $" wrongly. Use 2.2 or later.");
        }
    }
}
