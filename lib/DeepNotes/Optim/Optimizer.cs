using System.Globalization;

namespace DeepNotes;

/// <summary>Parameters that share settings.</summary>
public sealed class ParameterGroup
{
    /// <summary>A group; settings that are not given are the optimizer's.</summary>
    /// <param name="parameters">The tensors to train.</param>
    /// <param name="learningRate">Step size, or null for the optimizer's.</param>
    /// <param name="weightDecay">Factor of the L2 term, or null for the optimizer's.</param>
    public ParameterGroup(IEnumerable<Tensor> parameters, float? learningRate = null, float? weightDecay = null) =>
        (Parameters, Rate, Decay) = ([.. parameters], learningRate, weightDecay);

    /// <summary>The tensors.</summary>
    public IReadOnlyList<Tensor> Parameters { get; }

    /// <summary>Step size.</summary>
    public float LearningRate { get => Rate ?? 0; set => Rate = value; }

    /// <summary>Factor of the L2 term.</summary>
    public float WeightDecay { get => Decay ?? 0; set => Decay = value; }

    internal float? Rate { get; set; }

    internal float? Decay { get; set; }
}

/// <summary>Changes parameters along their gradients.</summary>
public abstract class Optimizer
{
    private readonly Dictionary<(int Parameter, string Name), Tensor> _state = [];
    private readonly List<Tensor> _parameters = [];

    /// <summary>An optimizer for groups of parameters.</summary>
    /// <param name="groups">At least one parameter in all; none twice; each with a gradient.</param>
    /// <param name="learningRate">Step size of groups that have none.</param>
    /// <param name="weightDecay">L2 factor of groups that have none.</param>
    /// <exception cref="ArgumentException">There are no parameters, or one is there twice or needs no gradient.</exception>
    protected Optimizer(IEnumerable<ParameterGroup> groups, float learningRate, float weightDecay)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(learningRate);
        ArgumentOutOfRangeException.ThrowIfNegative(weightDecay);
        Groups = [.. groups];
        foreach (var group in Groups)
        {
            group.Rate ??= learningRate;
            group.Decay ??= weightDecay;
            _parameters.AddRange(group.Parameters);
        }
        string name = GetType().Name;
        if (_parameters.Count == 0)
            throw new ArgumentException($"{name}: there are no parameters; pass model.Parameters().", nameof(groups));
        if (_parameters.Distinct().Count() != _parameters.Count)
            throw new ArgumentException($"{name}: a parameter is given twice; it would be stepped twice.", nameof(groups));
        if (_parameters.Find(p => !p.RequiresGrad) is { } fixedOne)
            throw new ArgumentException($"{name}: a tensor of shape {Shape.Text(fixedOne.Shape)} has RequiresGrad = false; it would never change.", nameof(groups));
    }

    /// <summary>The groups.</summary>
    public IReadOnlyList<ParameterGroup> Groups { get; }

    /// <summary>The first group's step size; setting it sets every group's.</summary>
    public float LearningRate
    {
        get => Groups[0].LearningRate;
        set
        {
            foreach (var group in Groups)
                group.LearningRate = value;
        }
    }

    /// <summary>Whether to climb instead of descend: every rule then sees −g.</summary>
    public bool Maximize { get; init; }

    /// <summary>How many steps were taken.</summary>
    public int StepCount { get; private set; }

    /// <summary>One update of every parameter that has a gradient.</summary>
    public virtual void Step()
    {
        StepCount++;
        int index = 0;
        foreach (var group in Groups)
        {
            foreach (var p in group.Parameters)
            {
                if (p.HasGrad)
                {
                    FlipIfClimbing(p);
                    Update(index, p, group);
                    FlipIfClimbing(p);   // the gradient itself stays as it was
                }
                index++;
            }
        }
    }

    /// <summary>Sets every gradient to zero.</summary>
    public void ZeroGrad()
    {
        foreach (var p in _parameters)
            p.ZeroGrad();
    }

    /// <summary>What must be saved to go on later: the state of every parameter, the step count and the learning rates. The tensors are the live ones.</summary>
    public IReadOnlyDictionary<string, Tensor> StateDict()
    {
        var all = new Dictionary<string, Tensor> { ["step"] = CountToTensor(StepCount) };
        for (int i = 0; i < Groups.Count; i++)
            all[$"group.{Text(i)}.learning_rate"] = Tensor.Keep(Tensor.Scalar(Groups[i].LearningRate));
        foreach (var ((parameter, name), value) in _state)
            all[$"state.{Text(parameter)}.{name}"] = value;
        return all;
    }

    /// <summary>Takes a state that an optimizer of the same kind and parameters has saved.</summary>
    /// <param name="source">From <see cref="StateDict"/>; the values are copied.</param>
    /// <exception cref="KeyNotFoundException">A key is missing or unknown; nothing is changed then.</exception>
    /// <exception cref="ShapeException">A tensor does not have its parameter's shape; nothing is changed then.</exception>
    public void LoadStateDict(IReadOnlyDictionary<string, Tensor> source)
    {
        string op = $"{GetType().Name}.LoadStateDict";
        var loaded = new Dictionary<(int, string), Tensor>();
        for (int i = -1; i < Groups.Count; i++)
        {
            string key = i < 0 ? "step" : $"group.{Text(i)}.learning_rate";
            if (!source.ContainsKey(key))
                throw new KeyNotFoundException($"{op}: the key '{key}' is missing; the state must come from an optimizer with {Groups.Count} groups.");
        }
        foreach (var (key, value) in source)
        {
            if (key == "step" || key.StartsWith("group.", StringComparison.Ordinal))
                continue;
            string[] parts = key.Split('.', 3);
            if (parts.Length != 3 || parts[0] != "state" || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int index)
                || index >= _parameters.Count || !StateNames.Contains(parts[2]))
                throw new KeyNotFoundException($"{op}: the key '{key}' is unknown; keys are state.I.NAME with I below {_parameters.Count} and NAME one of {string.Join(", ", StateNames)}.");
            if (!value.Shape.SequenceEqual(_parameters[index].Shape))
                throw new ShapeException($"{op}: {key} is {Shape.Text(value.Shape)}; its parameter is {Shape.Text(_parameters[index].Shape)}, both must be the same.");
            loaded[(index, parts[2])] = value.Clone();
        }
        StepCount = TensorToCount(source["step"]);
        for (int i = 0; i < Groups.Count; i++)
            Groups[i].LearningRate = source[$"group.{Text(i)}.learning_rate"].Item();
        _state.Clear();
        foreach (var (key, value) in loaded)
            _state[key] = value;
    }

    /// <summary>The names of the tensors that this optimizer keeps for a parameter.</summary>
    protected abstract IReadOnlyList<string> StateNames { get; }

    /// <summary>Updates one parameter.</summary>
    /// <param name="index">Its number, for <see cref="State"/>.</param>
    /// <param name="parameter">The tensor, which has a gradient.</param>
    /// <param name="group">Its settings.</param>
    protected abstract void Update(int index, Tensor parameter, ParameterGroup group);

    /// <summary>Whether a tensor is kept for a parameter already.</summary>
    /// <param name="index">The parameter's number.</param>
    /// <param name="name">One of <see cref="StateNames"/>.</param>
    protected bool HasState(int index, string name) => _state.ContainsKey((index, name));

    /// <summary>A tensor kept for a parameter.</summary>
    /// <param name="index">The parameter's number.</param>
    /// <param name="name">One of <see cref="StateNames"/>.</param>
    /// <param name="initial">Its elements on first use.</param>
    protected Tensor State(int index, string name, float initial = 0)
    {
        if (!_state.TryGetValue((index, name), out var value))
        {
            _state[(index, name)] = value = Tensor.Keep(Tensor.Zeros(_parameters[index].Shape));
            value.Data.Fill(initial);
        }
        return value;
    }

    /// <summary>Throws unless a setting lies in [0, 1).</summary>
    /// <param name="value">The setting.</param>
    /// <param name="name">Its name.</param>
    protected static void RequireFraction(float value, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(value))] string name = "")
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(value, 1, name);
    }

    private void FlipIfClimbing(Tensor parameter)
    {
        if (Maximize)
            TensorPrimitives.Negate(parameter.Grad, parameter.Grad);
    }

    // Two floats, 2^20 apart: one float counts only to 2^24.
    private static Tensor CountToTensor(int count) => Tensor.Keep(Tensor.From([count >> 20, count & 0xFFFFF]));

    private static int TensorToCount(Tensor t) => ((int)t.Data[0] << 20) + (int)t.Data[1];

    private static string Text(int i) => i.ToString(CultureInfo.InvariantCulture);
}
