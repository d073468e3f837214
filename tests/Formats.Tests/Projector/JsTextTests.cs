using TensorBoardFormats.Projector;
using Xunit;

namespace TensorBoardFormats.Tests.Projector;

public class JsTextTests
{
    [Fact]
    public void IsBlank_EveryCharacter_IsTheSetOfTheSpecification()
    {
        int[] blanks =
        [
            0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x20, 0xA0, 0x1680, .. Enumerable.Range(0x2000, 11), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF,
        ];

        Assert.Equal(blanks, Enumerable.Range(0, 0x10000).Where(c => JsText.IsBlank((char)c)));
    }

    [Theory]
    [InlineData(" \t\u00a0", "")]
    [InlineData("\ufeff a b \r", "a b")]
    [InlineData("\u0085", "\u0085")]
    [InlineData("\u180e", "\u180e")]
    [InlineData("\u200b", "\u200b")]
    public void Trim_BothEnds_IsAsTheLanguageDoes(string text, string trimmed) => Assert.Equal(trimmed, JsText.Trim(text).ToString());
}
