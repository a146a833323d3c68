namespace DeepNotes;

/// <summary>A part of a network: named parameters, buffers and children, with PyTorch's state-dict keys.</summary>
/// <remarks>Registration is by explicit key, so renaming a C# member cannot break a checkpoint.</remarks>
public abstract class Module
{
    private readonly List<(string Name, Tensor Value)> _parameters = [];
    private readonly List<(string Name, Tensor Value)> _buffers = [];
    private readonly List<(string Name, Module Value)> _children = [];
    private (Module Module, string Name)? _parent;

    /// <summary>Whether the module trains (dropout drops, batch norm uses the batch) or evaluates.</summary>
    public bool Training { get; private set; } = true;

    /// <summary>Switches this module and all below it between training and evaluation.</summary>
    /// <param name="on">True to train.</param>
    public void Train(bool on = true)
    {
        Training = on;
        foreach (var (_, child) in _children)
            child.Train(on);
    }

    /// <summary>Evaluation mode: <c>Train(false)</c>.</summary>
    public void Eval() => Train(false);

    /// <summary>The key under which the outermost module knows this one, such as <c>layer1.0.conv1</c>; empty for itself.</summary>
    public string Path => _parent is var (module, name) ? Join(module.Path, name) : "";

    /// <summary>The same error with this module's <see cref="Path"/> before it, unless a module below has put its own.</summary>
    /// <param name="error">What an operation refused.</param>
    public ShapeException At(ShapeException error) => error.Path is not null || Path.Length == 0 ? error
        : new ShapeException($"{Path}: {error.Message}", error) { Path = Path };

    /// <summary>The direct children with their keys.</summary>
    public IReadOnlyList<(string Name, Module Value)> Children => _children;

    /// <summary>This module's own parameters, without those of its children.</summary>
    public IReadOnlyList<(string Name, Tensor Value)> OwnParameters => _parameters;

    /// <summary>This module's own buffers, without those of its children.</summary>
    public IReadOnlyList<(string Name, Tensor Value)> OwnBuffers => _buffers;

    /// <summary>Registers a trainable tensor.</summary>
    /// <param name="name">Its key within this module, such as <c>weight</c>.</param>
    /// <param name="value">The tensor; it will require a gradient.</param>
    /// <returns>The tensor.</returns>
    protected Tensor Parameter(string name, Tensor value)
    {
        value.RequiresGrad = true;
        _parameters.Add((Fresh(name), Tensor.Keep(value)));
        return value;
    }

    /// <summary>Registers a tensor that is saved but not trained (running statistics).</summary>
    /// <param name="name">Its key within this module.</param>
    /// <param name="value">The tensor.</param>
    /// <returns>The tensor.</returns>
    protected Tensor Buffer(string name, Tensor value)
    {
        _buffers.Add((Fresh(name), Tensor.Keep(value)));
        return value;
    }

    /// <summary>Registers a module below this one.</summary>
    /// <param name="name">Its key within this module.</param>
    /// <param name="module">The child.</param>
    /// <typeparam name="T">The child's type.</typeparam>
    /// <returns>The child.</returns>
    protected T Child<T>(string name, T module) where T : Module
    {
        _children.Add((Fresh(name), module));
        module._parent = (this, name);
        return module;
    }

    /// <summary>Every parameter of this module and those below, with its dotted key.</summary>
    /// <param name="prefix">Put before every key.</param>
    public IEnumerable<(string Name, Tensor Value)> NamedParameters(string prefix = "") => Collect(prefix, static m => m._parameters);

    /// <summary>Every buffer of this module and those below, with its dotted key.</summary>
    /// <param name="prefix">Put before every key.</param>
    public IEnumerable<(string Name, Tensor Value)> NamedBuffers(string prefix = "") => Collect(prefix, static m => m._buffers);

    /// <summary>This module (key <paramref name="prefix"/>) and every module below, parents first.</summary>
    /// <param name="prefix">Put before every key.</param>
    public IEnumerable<(string Name, Module Value)> NamedModules(string prefix = "")
    {
        yield return (prefix, this);
        foreach (var (name, child) in _children)
        {
            foreach (var item in child.NamedModules(Join(prefix, name)))
                yield return item;
        }
    }

    /// <summary>Every parameter, in registration order.</summary>
    public IEnumerable<Tensor> Parameters() => NamedParameters().Select(p => p.Value);

    /// <summary>The number of trainable numbers.</summary>
    public long ParameterCount() => Parameters().Sum(p => (long)p.Length);

    /// <summary>Sets every parameter's gradient to zero.</summary>
    public void ZeroGrad()
    {
        foreach (var p in Parameters())
            p.ZeroGrad();
    }

    /// <summary>All parameters and buffers by key. The tensors are the live ones, not copies.</summary>
    public IReadOnlyDictionary<string, Tensor> StateDict() =>
        NamedParameters().Concat(NamedBuffers()).ToDictionary(p => p.Name, p => p.Value);

    /// <summary>Copies values into the parameters and buffers of the same keys.</summary>
    /// <param name="source">Tensors by key.</param>
    /// <param name="strict">Whether keys missing from, or unknown to, this module are an error.</param>
    /// <returns>Which keys were loaded, missing, and not expected.</returns>
    /// <exception cref="ShapeException">A tensor's shape differs; nothing is copied then.</exception>
    /// <exception cref="KeyNotFoundException">Strict, and the keys differ; nothing is copied then.</exception>
    public LoadReport LoadStateDict(IReadOnlyDictionary<string, Tensor> source, bool strict = true)
    {
        var own = StateDict();
        var report = new LoadReport(
            [.. own.Keys.Where(source.ContainsKey)], [.. own.Keys.Where(k => !source.ContainsKey(k))], [.. source.Keys.Where(k => !own.ContainsKey(k) && !k.EndsWith("num_batches_tracked", StringComparison.Ordinal))]);   // PyTorch's batch norms count batches; nothing reads it
        if (strict && !report.IsComplete)
            throw new KeyNotFoundException($"LoadStateDict: {report}. Pass strict: false to load the keys that match.");
        foreach (string key in report.Loaded)
        {
            if (!own[key].Shape.SequenceEqual(source[key].Shape))
                throw new ShapeException($"LoadStateDict: {key} is {Shape.Text(source[key].Shape)} in the source and {Shape.Text(own[key].Shape)} in this {GetType().Name}; both must be the same.");
        }
        foreach (string key in report.Loaded)
            source[key].Data.CopyTo(own[key].Data);
        return report;
    }

    private IEnumerable<(string Name, Tensor Value)> Collect(string prefix, Func<Module, List<(string Name, Tensor Value)>> pick)
    {
        foreach (var (path, module) in NamedModules(prefix))
        {
            foreach (var (name, value) in pick(module))
                yield return (Join(path, name), value);
        }
    }

    private string Fresh(string name)
    {
        if (name.Length == 0 || name.Contains('.', StringComparison.Ordinal))
            throw new ArgumentException($"{GetType().Name}: '{name}' cannot be a key; a key is not empty and has no dot.", nameof(name));
        if (_parameters.Exists(p => p.Name == name) || _buffers.Exists(p => p.Name == name) || _children.Exists(p => p.Name == name))
            throw new ArgumentException($"{GetType().Name}: the key '{name}' is registered twice; every key of a module is its own.", nameof(name));
        return name;
    }

    private static string Join(string prefix, string name) => prefix.Length == 0 ? name : $"{prefix}.{name}";
}

/// <summary>A module that maps one tensor to one tensor.</summary>
public abstract class Layer : Module
{
    /// <summary>The layer's function.</summary>
    /// <param name="x">The input.</param>
    public abstract Tensor Forward(Tensor x);
}

/// <summary>What <see cref="Module.LoadStateDict"/> did.</summary>
/// <param name="Loaded">Keys whose values were copied.</param>
/// <param name="Missing">Keys of the module that the source lacks.</param>
/// <param name="Unexpected">Keys of the source that the module lacks.</param>
public sealed record LoadReport(IReadOnlyList<string> Loaded, IReadOnlyList<string> Missing, IReadOnlyList<string> Unexpected)
{
    /// <summary>Whether the keys were exactly the module's.</summary>
    public bool IsComplete => Missing.Count == 0 && Unexpected.Count == 0;

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Loaded.Count} keys loaded, {Missing.Count} missing{Few(Missing)}, {Unexpected.Count} unexpected{Few(Unexpected)}";

    private static string Few(IReadOnlyList<string> keys) =>
        keys.Count == 0 ? "" : $" ({string.Join(", ", keys.Take(5))}{(keys.Count > 5 ? ", …" : "")})";
}
