namespace DeepNotes.Insight;

/// <summary>Finds the module that a node of the tape belongs to: by its parameter, or by what feeds it.</summary>
internal sealed class LayerNames
{
    private readonly List<(string Path, Module Module)> _modules;
    private readonly Dictionary<Tensor, int> _owner = [];

    public LayerNames(Module model)
    {
        _modules = [.. model.NamedModules()];
        for (int i = 0; i < _modules.Count; i++)
        {
            foreach (var (_, p) in _modules[i].Module.OwnParameters)
                _owner.TryAdd(p, i);
        }
    }

    /// <summary>Whether a node uses a parameter of the model.</summary>
    public bool Owns(Node node) => OwnerOf(node) >= 0;

    /// <summary>The module whose parameter the node uses, or null.</summary>
    public Module? ModuleOf(Node node) => OwnerOf(node) is var i and >= 0 ? _modules[i].Module : null;

    /// <summary>The module's key and the operation.</summary>
    public string NameOf(Node node)
    {
        int i = OwnerOf(node);
        if (i >= 0)
            return Join(i, node.Name);
        Node? below = Below(node);
        for (int hops = 0; below is not null && hops < 8; hops++, below = Below(below))
        {
            if ((i = OwnerOf(below)) >= 0)
                break;
        }
        if (i < 0)
            return node.Name;
        // An activation is a module of its own in a chain, without parameters and after the one that feeds it.
        for (int j = i + 1; j < _modules.Count && !_modules[j].Module.NamedParameters().Any(); j++)
        {
            if (_modules[j].Module.GetType().Name.Equals(node.Name, StringComparison.OrdinalIgnoreCase))
                return Join(j, node.Name);
        }
        return Join(i, node.Name);
    }

    /// <summary>Whether the units of a node's output are its second axis, as channels are, rather than the last.</summary>
    public static bool HasChannels(Node node)
    {
        Node? at = node;
        for (int hops = 0; at is not null && hops < 8; hops++, at = Below(at))
        {
            if (at.Name.StartsWith("Conv", StringComparison.Ordinal) || at.Name == "BatchNorm" || at.Name.Contains("Pool", StringComparison.Ordinal))
                return true;
            if (at.Name is "Linear" or "LayerNorm" or "MatMul" or "Embedding")
                return false;
        }
        return false;
    }

    private static Node? Below(Node node) => node.Inputs.Count > 0 ? node.Inputs[0].Node : null;

    private int OwnerOf(Node node)
    {
        foreach (var x in node.Inputs)
        {
            if (x.Node is null && _owner.TryGetValue(x, out int i))
                return i;
        }
        return -1;
    }

    private string Join(int module, string op) => _modules[module].Path.Length == 0 ? op : $"{_modules[module].Path} {op}";
}
