namespace TensorBoardFormats.Validation.Page;

/// <summary>Why an embedding, a run or the page is not shown as it was meant.</summary>
internal enum PageCause
{
    /// <summary>Nothing is in the way.</summary>
    None,

    /// <summary>The process ended before it answered.</summary>
    ProcessEnded,

    /// <summary>The page of this version does not work at all (§13).</summary>
    PageBroken,

    /// <summary><c>/runs</c> answered an error.</summary>
    RunsFailed,

    /// <summary><c>/runs</c> is empty.</summary>
    NoRuns,

    /// <summary><c>/info</c> of the run answered an error.</summary>
    ConfigFailed,

    /// <summary>No embedding of the run has two dimensions above 1.</summary>
    NothingListed,

    /// <summary>The embedding has no name.</summary>
    Unnamed,

    /// <summary><c>/tensor</c> answered an error.</summary>
    TensorFailed,

    /// <summary><c>/tensor</c> answered no bytes.</summary>
    TensorEmpty,

    /// <summary>The tensor is larger than what a browser hands to a page.</summary>
    TensorTooLarge,

    /// <summary>The bytes are not whole float32 values.</summary>
    TensorBytes,

    /// <summary>The values do not fill whole rows of the stated width; the last row is short.</summary>
    ShortLastRow,

    /// <summary>NaN or infinity among the values, or a mean or difference that overflows.</summary>
    ValuesNotFinite,

    /// <summary>The principal projection of a row is beyond float32.</summary>
    ValuesOverflow,

    /// <summary>The rows lie on a line and the page's singular value decomposition gives NaN.</summary>
    OnALine,

    /// <summary>Two columns: there is no third principal component.</summary>
    TwoColumns,

    /// <summary><c>/metadata</c> answered an error.</summary>
    MetadataFailed,

    /// <summary>The metadata's text makes the page's reader go on for ever.</summary>
    MetadataEndless,

    /// <summary>One column and one line more than points.</summary>
    MetadataHasHeader,

    /// <summary>Several columns and one line less than points.</summary>
    MetadataLacksHeader,

    /// <summary>Metadata shorter than the tensor, in a version that throws then.</summary>
    MetadataShort,

    /// <summary>The sequence column leads round in a circle.</summary>
    SequenceCycle,

    /// <summary><c>/sprite_image</c> answered an error.</summary>
    SpriteFailed,

    /// <summary>The browser does not decode the sprite.</summary>
    SpriteUndecodable,

    /// <summary>The sprite is wider or higher than 8192 pixels.</summary>
    SpriteTooLarge,

    /// <summary><c>single_image_dim</c> is missing.</summary>
    SpriteWithoutSize,

    /// <summary>The sprite's pixel data is damaged: it counts as loaded, nothing is drawn.</summary>
    SpriteDamaged,

    /// <summary>All pixels of the sprite are transparent.</summary>
    SpriteTransparent,
}
