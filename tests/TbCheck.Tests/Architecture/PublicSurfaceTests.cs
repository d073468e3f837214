using System.Reflection;
using System.Text;
using TensorBoardFormats.Testing;
using Xunit;

namespace TensorBoardFormats.Tests.Architecture;

/// <summary>What users can call is a file: <c>docs/public-api.txt</c>. A change shows up in review; nothing is rewritten by a test run.</summary>
public class PublicSurfaceTests
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void PublicApi_IsWhatTheFileSays()
    {
        string expected = File.ReadAllText(Path.Combine(Repository.Root, "docs", "public-api.txt"));

        string found = Describe("TensorBoardFormats", "TensorBoardFormats.Writers", "TensorBoardFormats.Validator");

        string proposal = Path.Combine(Repository.Root, "artifacts", "public-api.txt");
        if (found != expected)
        {
            File.WriteAllText(proposal, found);
        }

        Assert.True(found == expected, $"The public API differs from docs/public-api.txt. If it is meant to, copy {proposal} there.");
    }

    private static string Describe(params string[] assemblies)
    {
        StringBuilder text = new();
        foreach (string assembly in assemblies)
        {
            text.Append("# ").Append(assembly).Append('\n');
            foreach (Type type in Assembly.Load(assembly).GetExportedTypes().OrderBy(static t => t.FullName, StringComparer.Ordinal))
            {
                text.Append(type.FullName).Append('\n');
                foreach (string member in Members(type).Order(StringComparer.Ordinal))
                {
                    text.Append("  ").Append(member).Append('\n');
                }
            }
        }

        return text.ToString();
    }

    // Accessors and the members that the compiler makes for records say nothing that the properties do not.
    private static IEnumerable<string> Members(Type type) =>
        type.GetMembers(Own)
            .Where(static member => member is not Type and not MethodInfo { IsSpecialName: true }
                && member.GetCustomAttribute<System.Runtime.CompilerServices.CompilerGeneratedAttribute>() is null)
            .Select(static member => member.ToString()!)
            .Distinct(StringComparer.Ordinal);
}
