using System.Reflection;
using Google.Protobuf.Reflection;
using TensorBoardFormats.Messages;
using TensorBoardFormats.Testing;
using Xunit;

namespace TensorBoardFormats.Tests.Protobuf;

public class DescriptorTests
{
    private static readonly SortedDictionary<string, FileDescriptorProto> Upstream = ReadUpstream();
    private static readonly SortedDictionary<string, FileDescriptorProto> Ours = ReadOurs();

    public static IEnumerable<TheoryDataRow<string>> UpstreamFiles() => Upstream.Keys.Select(static name => new TheoryDataRow<string>(name));

    [Theory]
    [MemberData(nameof(UpstreamFiles))]
    public void Descriptor_OfEachFile_SaysWhatUpstreamSays(string name)
    {
        Assert.True(Ours.TryGetValue(name, out FileDescriptorProto? ours), $"protos/{name} is missing.");
        Assert.Equal(Describe(Upstream[name]), Describe(ours));
    }

    [Fact]
    public void Descriptors_AllTogether_AreThoseOfUpstreamAndNoMore()
    {
        Assert.Equal(36, Upstream.Count);
        Assert.Equal(Upstream.Keys, Ours.Keys);
    }

    private static SortedDictionary<string, FileDescriptorProto> ReadUpstream()
    {
        FileDescriptorSet set = FileDescriptorSet.Parser.ParseFrom(File.ReadAllBytes(Repository.Golden("descriptors.binpb")));
        return new(set.File.Where(static f => !f.Name.StartsWith("google/", StringComparison.Ordinal)).ToDictionary(static f => f.Name), StringComparer.Ordinal);
    }

    private static SortedDictionary<string, FileDescriptorProto> ReadOurs()
    {
        IEnumerable<FileDescriptorProto> files = typeof(Event).Assembly.GetTypes()
            .Where(static t => t.Name.EndsWith("Reflection", StringComparison.Ordinal))
            .Select(static t => t.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null))
            .OfType<FileDescriptor>()
            .Select(static d => d.ToProto());
        return new(files.ToDictionary(static f => f.Name), StringComparer.Ordinal);
    }

    // One fact a line, so that a difference reads as what it is. Comments, order of declarations and options of other languages are no facts.
    private static List<string> Describe(FileDescriptorProto file)
    {
        List<string> facts = [$"package {file.Package}", $"syntax {(file.Syntax.Length == 0 ? "proto2" : file.Syntax)}"];
        foreach (DescriptorProto message in file.MessageType)
        {
            Describe(message, "." + file.Package, facts);
        }

        foreach (EnumDescriptorProto type in file.EnumType)
        {
            Describe(type, "." + file.Package, facts);
        }

        facts.Sort(StringComparer.Ordinal);
        return facts;
    }

    private static void Describe(DescriptorProto message, string scope, List<string> facts)
    {
        string name = $"{scope}.{message.Name}";
        facts.Add($"{name} message{(message.Options?.MapEntry == true ? " map entry" : "")}");
        facts.AddRange(message.Field.Select(field => $"{name} {Describe(field, message)}"));
        facts.AddRange(message.ReservedRange.Select(range => $"{name} reserved {range.Start}..{range.End}"));
        facts.AddRange(message.ReservedName.Select(reserved => $"{name} reserved '{reserved}'"));
        facts.AddRange(message.OneofDecl.Select(oneof => $"{name} oneof {oneof.Name}"));
        facts.AddRange(message.ExtensionRange.Select(range => $"{name} extensions {range.Start}..{range.End}"));
        foreach (DescriptorProto nested in message.NestedType)
        {
            Describe(nested, name, facts);
        }

        foreach (EnumDescriptorProto type in message.EnumType)
        {
            Describe(type, name, facts);
        }
    }

    private static string Describe(FieldDescriptorProto field, DescriptorProto message)
    {
        string packed = field.Options?.HasPacked == true ? $" packed={field.Options.Packed}" : "";
        string deprecated = field.Options?.Deprecated == true ? " deprecated" : "";
        string oneof = field.HasOneofIndex ? $" in {message.OneofDecl[field.OneofIndex].Name}" : "";
        string optional = field.Proto3Optional ? " explicit" : "";
        string initial = field.HasDefaultValue ? $" ={field.DefaultValue}" : "";
        return $"{field.Number} {field.Name} {field.Label} {field.Type} {field.TypeName}{packed}{deprecated}{oneof}{optional}{initial}";
    }

    private static void Describe(EnumDescriptorProto type, string scope, List<string> facts)
    {
        string name = $"{scope}.{type.Name}";
        facts.Add($"{name} enum{(type.Options?.AllowAlias == true ? " with aliases" : "")}");
        facts.AddRange(type.Value.Select(value => $"{name} {value.Number} {value.Name}"));
        facts.AddRange(type.ReservedRange.Select(range => $"{name} reserved {range.Start}..{range.End}"));
        facts.AddRange(type.ReservedName.Select(reserved => $"{name} reserved '{reserved}'"));
    }
}
