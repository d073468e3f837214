using TensorBoardFormats.Events;
using Xunit;

namespace TensorBoardFormats.Tests.Events;

public sealed class EventFileNameTests
{
    [Theory]
    [InlineData("events.out.tfevents.1700000001.goldenhost.4242.46.v2", 1700000001, "goldenhost", 4242, 46, ".v2")]
    [InlineData("events.out.tfevents.1700000001.goldenhost.4242.0", 1700000001, "goldenhost", 4242, 0, "")]
    [InlineData("events.out.tfevents.0000000007.a.b.c.12.3.x.y", 7, "a.b.c", 12, 3, ".x.y")]
    [InlineData("events.out.tfevents.1700000001.10.0.0.1.4242.5", 1700000001, "10.0.0.1", 4242, 5, "")]
    public void TryParse_FullName_GivesItsPartsAndFormatsBack(string name, long seconds, string host, int processId, long counter, string suffix)
    {
        Assert.True(EventFileName.TryParse(name, out EventFileName? parsed));
        Assert.Equal(new EventFileName(seconds, host, processId, counter, suffix), parsed);
        Assert.Equal(name, parsed.ToString());
    }

    [Fact]
    public void TryParse_NameWithoutProcess_HasNone()
    {
        Assert.True(EventFileName.TryParse("events.out.tfevents.1700000002.goldenhost", out EventFileName? parsed));
        Assert.Equal(new EventFileName(1700000002, "goldenhost"), parsed);
    }

    [Theory]
    [InlineData("events.out.tfevents.170000000.h")]
    [InlineData("events.out.tfevents.638400000000000000.h")]
    [InlineData("x.tfevents.1700000001.h")]
    [InlineData("events.out.tfevents.1700000001")]
    public void TryParse_OtherName_IsRefused(string name) => Assert.False(EventFileName.TryParse(name, out _));

    [Theory]
    [InlineData("x.tfevents.bak", true)]
    [InlineData("events.out.TFEVENTS.1", false)]
    public void IsEventFile_LooksForTheInfixOnly(string name, bool expected) => Assert.Equal(expected, EventFileName.IsEventFile(name));

    [Fact]
    public void SafeHost_SeparatorsAndControls_AreReplaced() => Assert.Equal("a_b_c_d_e.f", EventFileName.SafeHost("a/b\\c:d\ne.f"));
}
