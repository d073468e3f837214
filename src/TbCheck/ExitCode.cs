namespace TensorBoardFormats.TbCheck;

/// <summary>What the process says when it ends; an interface for scripts.</summary>
internal static class ExitCode
{
    /// <summary>Clean.</summary>
    public const int Clean = 0;

    /// <summary>Findings at or above the level asked for, or something of what was asked for is damaged.</summary>
    public const int Findings = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>It exists and could not be read, or an internal fault.</summary>
    public const int Failure = 3;
}
