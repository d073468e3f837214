using Google.Protobuf;
using TensorBoardFormats.Files;
using TensorBoardFormats.Messages;

namespace TensorBoardFormats.Checkpoints;

/// <summary>
/// The smallest <c>MetaGraphDef</c> from which <c>import_meta_graph</c> and <c>restore</c> read a checkpoint (spec/tensor-bundle.md §1; what can be
/// left out was tried on TensorFlow 2.21): a variable a tensor, and the nodes that restore them.
/// </summary>
internal static class MetaGraph
{
    private const string Cpu = "/device:CPU:0";

    /// <summary>Writes <c>PREFIX.meta</c> beside a checkpoint.</summary>
    public static void Write(FileStore files, string prefix, bool flushToDisk)
    {
        MergePart index = MergePart.Read(files, prefix);
        HashSet<string> sliceKeys = index.SliceKeys();
        MetaGraphDef graph = Create([.. index.Entries
            .Where(e => !sliceKeys.Contains(Convert.ToHexString(e.Key)))
            .Select(static e => (ByteString.CopyFrom(e.Key), e.Entry))]);
        AtomicFile.Write(files, CheckpointFileNames.MetaGraph(prefix), graph.ToByteArray(), flushToDisk);
    }

    /// <summary>The graph for tensors of these names, types and shapes.</summary>
    public static MetaGraphDef Create(IReadOnlyList<(ByteString Name, BundleEntryProto Entry)> tensors)
    {
        GraphDef graph = new();
        string[] names = NodeNames(tensors);
        for (int i = 0; i < names.Length; i++)
        {
            AttrValue none = new() { S = ByteString.Empty };
            NodeDef variable = Node(graph, names[i], "VariableV2");
            variable.Attr.Add("shape", new AttrValue { Shape = tensors[i].Entry.Shape });
            variable.Attr.Add("dtype", new AttrValue { Type = tensors[i].Entry.Dtype });
            variable.Attr.Add("container", none);
            variable.Attr.Add("shared_name", none);
        }

        Constant(graph, "save/filename/input", new TensorShapeProto(), [ByteString.CopyFromUtf8("model")]);
        Placeholder(graph, "save/filename", "save/filename/input");
        Placeholder(graph, "save/Const", "save/filename");
        Node(graph, "save/control_dependency", "Identity", "save/Const").Attr.Add("T", new AttrValue { Type = DataType.DtString });
        TensorShapeProto vector = new() { Dim = { new TensorShapeProto.Types.Dim { Size = names.Length } } };
        Constant(graph, "save/RestoreV2/tensor_names", vector, tensors.Select(static t => t.Name)).Device = Cpu;
        Constant(graph, "save/RestoreV2/shape_and_slices", vector, names.Select(static _ => ByteString.Empty)).Device = Cpu;
        NodeDef restore = Node(graph, "save/RestoreV2", "RestoreV2", "save/Const", "save/RestoreV2/tensor_names", "save/RestoreV2/shape_and_slices");
        restore.Device = Cpu;
        restore.Attr.Add("dtypes", new AttrValue { List = new AttrValue.Types.ListValue { Type = { tensors.Select(static t => t.Entry.Dtype) } } });
        AddAssignments(graph, tensors, names);
        return new MetaGraphDef
        {
            GraphDef = graph,
            SaverDef = new SaverDef
            {
                FilenameTensorName = "save/Const:0",
                SaveTensorName = "save/control_dependency:0",
                RestoreOpName = "save/restore_all",
                Version = SaverDef.Types.CheckpointFormatVersion.V2,
            },
        };
    }

    private static void AddAssignments(GraphDef graph, IReadOnlyList<(ByteString Name, BundleEntryProto Entry)> tensors, string[] names)
    {
        List<string> assigned = [];
        for (int i = 0; i < names.Length; i++)
        {
            string name = i == 0 ? "save/Assign" : $"save/Assign_{i}";
            NodeDef assign = Node(graph, name, "Assign", names[i], i == 0 ? "save/RestoreV2" : $"save/RestoreV2:{i}");
            assign.Attr.Add("T", new AttrValue { Type = tensors[i].Entry.Dtype });
            assign.Attr.Add("use_locking", new AttrValue { B = true });
            assign.Attr.Add("validate_shape", new AttrValue { B = true });
            assigned.Add("^" + name);
        }

        Node(graph, "save/restore_all", "NoOp", [.. assigned]);
    }

    private static NodeDef Node(GraphDef graph, string name, string op, params IEnumerable<string> inputs)
    {
        NodeDef node = new() { Name = name, Op = op };
        node.Input.AddRange(inputs);
        graph.Node.Add(node);
        return node;
    }

    private static NodeDef Constant(GraphDef graph, string name, TensorShapeProto shape, IEnumerable<ByteString> values)
    {
        NodeDef node = Node(graph, name, "Const");
        TensorProto tensor = new() { Dtype = DataType.DtString, TensorShape = shape };
        tensor.StringVal.AddRange(values);
        node.Attr.Add("value", new AttrValue { Tensor = tensor });
        node.Attr.Add("dtype", new AttrValue { Type = DataType.DtString });
        return node;
    }

    private static void Placeholder(GraphDef graph, string name, string input)
    {
        NodeDef node = Node(graph, name, "PlaceholderWithDefault", input);
        node.Attr.Add("shape", new AttrValue { Shape = new TensorShapeProto() });
        node.Attr.Add("dtype", new AttrValue { Type = DataType.DtString });
    }

    // Names of nodes are narrower than names of tensors: [A-Za-z0-9.][A-Za-z0-9_./>-]*. Others are bent to that; the tensor is found by its own name.
    private static string[] NodeNames(IReadOnlyList<(ByteString Name, BundleEntryProto Entry)> tensors)
    {
        HashSet<string> taken = [];
        return [.. tensors.Select(tensor =>
        {
            char[] name = [.. tensor.Name.ToByteArray().Select(static b => IsOfNodeName((char)b) ? (char)b : '_')];
            string text = char.IsAsciiLetterOrDigit(name[0]) || name[0] == '.' ? new string(name) : "." + new string(name);
            string unique = text;
            for (int i = 1; !taken.Add(unique); i++)
            {
                unique = $"{text}_{i}";
            }

            return unique;
        })];
    }

    private static bool IsOfNodeName(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '/' or '-' or '>';
}
