namespace TensorBoardFormats.Events;

/// <summary>What a session log tells (<c>SessionLog.SessionStatus</c>, spec/tfevents.md §3, §6).</summary>
public enum SessionStatus
{
    /// <summary>Nothing.</summary>
    Unspecified = 0,

    /// <summary>Training began or went on; TensorBoard drops the run's points from this step on, from the second START of a run.</summary>
    Start = 1,

    /// <summary>Training ended.</summary>
    Stop = 2,

    /// <summary>A checkpoint was written.</summary>
    Checkpoint = 3,
}
