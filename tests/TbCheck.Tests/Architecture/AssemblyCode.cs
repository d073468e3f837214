using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace TensorBoardFormats.Tests.Architecture;

/// <summary>Reads from a compiled assembly which types each of its types uses: in signatures of what it calls, and in code.</summary>
internal sealed class AssemblyCode : IDisposable
{
    private static readonly Dictionary<int, OpCode> OpCodesByValue = typeof(OpCodes).GetFields()
        .Select(static field => (OpCode)field.GetValue(null)!)
        .ToDictionary(static code => code.Value & 0xFFFF);

    private readonly PEReader _file;
    private readonly MetadataReader _reader;

    public AssemblyCode(System.Reflection.Assembly assembly)
    {
        _file = new PEReader(File.OpenRead(assembly.Location));
        _reader = _file.GetMetadataReader();
    }

    public IEnumerable<string> ReferencedAssemblies =>
        _reader.AssemblyReferences.Select(handle => _reader.GetString(_reader.GetAssemblyReference(handle).Name));

    /// <summary>Pairs (full name of the outermost type that has the code, full name of the outermost type it uses).</summary>
    public IEnumerable<(string User, string Used)> Uses()
    {
        foreach (TypeDefinitionHandle handle in _reader.TypeDefinitions)
        {
            string user = Name(handle);
            foreach (MethodDefinitionHandle method in _reader.GetTypeDefinition(handle).GetMethods())
            {
                int address = _reader.GetMethodDefinition(method).RelativeVirtualAddress;
                if (address == 0)
                {
                    continue;
                }

                foreach (EntityHandle token in Tokens(_file.GetMethodBody(address).GetILReader()))
                {
                    if (Declaring(token) is string used)
                    {
                        yield return (user, used);
                    }
                }
            }
        }
    }

    public void Dispose() => _file.Dispose();

    private static List<EntityHandle> Tokens(BlobReader il)
    {
        List<EntityHandle> tokens = [];
        while (il.RemainingBytes > 0)
        {
            int value = il.ReadByte();
            if (value == 0xFE)
            {
                value = 0xFE00 | il.ReadByte();
            }

            switch (OpCodesByValue[value].OperandType)
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType:
                    tokens.Add(MetadataTokens.EntityHandle(il.ReadInt32()));
                    break;
                case OperandType.InlineNone:
                    break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    il.Offset += 1;
                    break;
                case OperandType.InlineVar:
                    il.Offset += 2;
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    il.Offset += 8;
                    break;
                case OperandType.InlineSwitch:
                    int targets = il.ReadInt32();
                    il.Offset += 4 * targets;
                    break;
                default:
                    il.Offset += 4;
                    break;
            }
        }

        return tokens;
    }

    private string? Declaring(EntityHandle token) => token.Kind switch
    {
        HandleKind.TypeDefinition => Name((TypeDefinitionHandle)token),
        HandleKind.TypeReference => Name((TypeReferenceHandle)token),
        HandleKind.MethodDefinition => Name(_reader.GetMethodDefinition((MethodDefinitionHandle)token).GetDeclaringType()),
        HandleKind.FieldDefinition => Name(_reader.GetFieldDefinition((FieldDefinitionHandle)token).GetDeclaringType()),
        HandleKind.MemberReference => Declaring(_reader.GetMemberReference((MemberReferenceHandle)token).Parent),
        HandleKind.MethodSpecification => Declaring(_reader.GetMethodSpecification((MethodSpecificationHandle)token).Method),
        _ => null,
    };

    private string Name(TypeDefinitionHandle handle)
    {
        TypeDefinition type = _reader.GetTypeDefinition(handle);
        while (!type.GetDeclaringType().IsNil)
        {
            type = _reader.GetTypeDefinition(type.GetDeclaringType());
        }

        return $"{_reader.GetString(type.Namespace)}.{_reader.GetString(type.Name)}";
    }

    private string Name(TypeReferenceHandle handle)
    {
        TypeReference type = _reader.GetTypeReference(handle);
        while (type.ResolutionScope.Kind == HandleKind.TypeReference)
        {
            type = _reader.GetTypeReference((TypeReferenceHandle)type.ResolutionScope);
        }

        return $"{_reader.GetString(type.Namespace)}.{_reader.GetString(type.Name)}";
    }
}
