using System.Globalization;

namespace TensorBoardFormats.Checkpoints;

/// <summary>An object of a TF2 checkpoint: named children, values of its own, slot variables if it is an optimizer. Made by <see cref="ObjectGraphBuilder"/>.</summary>
/// <remarks>The order of calls is the order of children and values in the checkpoint.</remarks>
public sealed class TrackableNode
{
    private readonly List<(string Name, TrackableNode Node)> _children = [];
    private readonly List<TrackableAttribute> _attributes = [];
    private readonly List<(string Slot, TrackableNode Variable, TrackableNode Node)> _slots = [];

    internal TrackableNode()
    {
    }

    internal IReadOnlyList<(string Name, TrackableNode Node)> Children => _children;

    internal IReadOnlyList<TrackableAttribute> Attributes => _attributes;

    internal IReadOnlyList<(string Slot, TrackableNode Variable, TrackableNode Node)> Slots => _slots;

    /// <summary>Adds an object that holds others: a module, a dictionary, a list.</summary>
    /// <param name="name">Attribute name, key or index; any text.</param>
    /// <exception cref="ArgumentException">There is a child of that name.</exception>
    public TrackableNode AddChild(string name) => AddChild(name, new TrackableNode());

    /// <summary>Makes an object that is in the graph already a child of this one, too; cycles are fine.</summary>
    /// <returns><paramref name="node"/>.</returns>
    /// <exception cref="ArgumentException">There is a child of that name.</exception>
    public TrackableNode AddChild(string name, TrackableNode node)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(node);
        if (_children.Exists(c => c.Name == name))
        {
            throw new ArgumentException($"The object has a child '{name}' already.", nameof(name));
        }

        _children.Add((name, node));
        return node;
    }

    /// <summary>Adds a list: children <c>0</c>, <c>1</c>, ….</summary>
    public TrackableNode AddList(string name, params IEnumerable<TrackableNode> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        TrackableNode list = AddChild(name);
        foreach (TrackableNode item in items)
        {
            list.AddChild(list._children.Count.ToString(CultureInfo.InvariantCulture), item);
        }

        return list;
    }

    /// <summary>Adds a variable (<c>tf.Variable</c>).</summary>
    /// <param name="name">Attribute name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="fullName">The variable's own name, by which <c>tf.compat.v1.train.Saver</c> finds it; TensorFlow's default is <c>Variable</c>.</param>
    public TrackableNode AddVariable(string name, TensorValue value, string fullName = "Variable") => AddChild(name, Variable(value, fullName));

    /// <summary>A variable that is nobody's child yet, for <see cref="AddList"/> and <see cref="AddSlot"/>.</summary>
    public static TrackableNode Variable(TensorValue value, string fullName = "Variable") => new TrackableNode().AddValue("VARIABLE_VALUE", value, fullName);

    /// <summary>Gives the object itself a value, as classes of the user's do that serialise to tensors.</summary>
    /// <param name="name">Name of the value; any text.</param>
    /// <param name="value">The value.</param>
    /// <param name="fullName">A TF1 name for it; mostly none.</param>
    /// <returns>This object.</returns>
    public TrackableNode AddValue(string name, TensorValue value, string fullName = "")
    {
        _attributes.Add(new TrackableAttribute(name, fullName, [("", value)], IsPythonState: false));
        return this;
    }

    /// <summary>Adds state that Python code keeps as text (<c>tf.train.experimental.PythonState</c>); it comes after all tensors.</summary>
    /// <param name="name">Attribute name.</param>
    /// <param name="state">The text at the time of saving.</param>
    public TrackableNode AddPythonState(string name, Func<string> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        TrackableNode node = AddChild(name);
        TensorValue value = TensorValue.From((writer, key) => writer.AddStrings(key, [], [state()]));
        node._attributes.Add(new TrackableAttribute("py_state", "", [("", value)], IsPythonState: true));
        return node;
    }

    /// <summary>Adds a lookup table (<c>tf.lookup.experimental.MutableHashTable</c>).</summary>
    public TrackableNode AddTable(string name, TensorValue keys, TensorValue values)
    {
        TrackableNode node = AddChild(name);
        node._attributes.Add(new TrackableAttribute("table", "", [("-keys", keys), ("-values", values)], IsPythonState: false));
        return node;
    }

    /// <summary>Gives a variable a slot in this optimizer, as <c>tf.compat.v1.train.Optimizer</c> and Keras' legacy ones do. Newer optimizers have
    /// ordinary children.</summary>
    /// <param name="slotName">Name of the slot, as <c>m</c> or <c>momentum</c>; slots are given slot by slot, in each variable by variable.</param>
    /// <param name="variable">The variable that is optimized, somewhere in the graph.</param>
    /// <param name="value">The slot's value.</param>
    /// <param name="fullName">The slot variable's own name, as <c>v/Adam</c>.</param>
    public void AddSlot(string slotName, TrackableNode variable, TensorValue value, string fullName)
    {
        ArgumentNullException.ThrowIfNull(slotName);
        ArgumentNullException.ThrowIfNull(variable);
        _slots.Add((slotName, variable, Variable(value, fullName)));
    }
}

/// <summary>A value of an object: one entry of the object graph, and one tensor or several with suffixes.</summary>
internal sealed record TrackableAttribute(string Name, string FullName, IReadOnlyList<(string Suffix, TensorValue Value)> Tensors, bool IsPythonState);
