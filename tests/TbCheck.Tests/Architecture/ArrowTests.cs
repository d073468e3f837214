using System.Reflection;
using Xunit;

namespace TensorBoardFormats.Tests.Architecture;

/// <summary>The arrows of the house: who may use whom, and who may touch the disk.</summary>
public class ArrowTests
{
    private static readonly Assembly Formats = typeof(MalformedFileException).Assembly;
    private static readonly Assembly Writers = Assembly.Load("TensorBoardFormats.Writers");
    private static readonly Assembly Validator = Assembly.Load("TensorBoardFormats.Validator");
    private static readonly Assembly Command = Assembly.Load("tbcheck");

    private static readonly string[] DiskTypes =
    [
        "System.IO.File", "System.IO.Directory", "System.IO.FileStream", "System.IO.RandomAccess",
        "System.IO.FileInfo", "System.IO.DirectoryInfo", "System.IO.FileSystemInfo", "System.IO.MemoryMappedFiles.MemoryMappedFile",
    ];

    private static readonly string[] HouseAssemblies = ["TensorBoardFormats", "TensorBoardFormats.Writers", "TensorBoardFormats.Validator", "tbcheck"];

    [Theory]
    [InlineData("TensorBoardFormats", "")]
    [InlineData("TensorBoardFormats.Writers", "TensorBoardFormats")]
    [InlineData("TensorBoardFormats.Validator", "TensorBoardFormats")]
    public void Assembly_References_OnlyWhatItsArrowAllows(string assembly, string allowed)
    {
        using AssemblyCode code = new(Assembly.Load(assembly));

        IEnumerable<string> ours = code.ReferencedAssemblies.Where(HouseAssemblies.Contains);

        Assert.Empty(ours.Except(allowed.Split(' ')));
    }

    [Fact]
    public void Disk_IsTouched_OnlyByFormatsFiles()
    {
        List<string> offenders = [];
        foreach (Assembly assembly in new[] { Formats, Writers, Validator, Command })
        {
            using AssemblyCode code = new(assembly);
            offenders.AddRange(code.Uses()
                .Where(static use => DiskTypes.Contains(use.Used) && !use.User.StartsWith("TensorBoardFormats.Files.", StringComparison.Ordinal))
                .Select(static use => $"{use.User} uses {use.Used}"));
        }

        Assert.Empty(offenders.Distinct());
    }

    [Fact]
    public void FileSeam_TouchesTheDisk_SoTheTestAboveCanFail()
    {
        using AssemblyCode code = new(Formats);

        Assert.Contains(code.Uses(), static use => use.User == "TensorBoardFormats.Files.DiskFileStore" && use.Used == "System.IO.RandomAccess"
            || use.User.StartsWith("TensorBoardFormats.Files.", StringComparison.Ordinal) && use.Used == "System.IO.File");
    }

    [Fact]
    public void Page_SeesOfTheServer_OnlyQuestionsAndAnswers()
    {
        string[] answers = ["IProjectorServer", "ProjectorQuery", "ServerAnswer", "AnswerBody", "ProcessEnd"];
        using AssemblyCode code = new(Validator);

        IEnumerable<string> offenders = code.Uses()
            .Where(static use => use.User.StartsWith("TensorBoardFormats.Validation.Page.", StringComparison.Ordinal))
            .Where(use => use.Used.StartsWith("TensorBoardFormats.Validation.Server.", StringComparison.Ordinal)
                && !answers.Contains(use.Used["TensorBoardFormats.Validation.Server.".Length..]))
            .Select(static use => $"{use.User} uses {use.Used}");

        Assert.Empty(offenders.Distinct());
    }

    [Theory]
    [InlineData("TensorBoardFormats.Validation.Page.")]
    [InlineData("TensorBoardFormats.Validation.Rules.")]
    public void PageAndRules_DoNoIo(string user)
    {
        using AssemblyCode code = new(Validator);

        IEnumerable<string> offenders = code.Uses()
            .Where(use => use.User.StartsWith(user, StringComparison.Ordinal) && use.Used == "TensorBoardFormats.Files.FileStore")
            .Select(static use => $"{use.User} uses {use.Used}");

        Assert.Empty(offenders.Distinct());
    }
}
