namespace TensorBoardFormats.Validation.Events.Dashboards;

/// <summary>Why a tensor cannot be had as an array.</summary>
internal enum TensorFault
{
    /// <summary>It can.</summary>
    None,

    /// <summary>Bytes or elements do not fit the shape (Python's <c>ValueError</c>).</summary>
    Size,

    /// <summary>Its type, or the field that it stands in, is not supported.</summary>
    Type,
}
