namespace DeepNotes.Insight;

/// <summary>Measures training steps while the tape walks back: every value and every gradient is at hand then, and only what counts is walked.</summary>
internal sealed class Sampler : ITapeWatcher
{
    private readonly (string Name, Tensor Value)[] _parameters;
    private readonly LayerNames _names;
    private readonly int _every;
    private readonly Action<HealthSample> _sampled;
    private readonly Dictionary<Tensor, float[]> _before = [];        // weights of the last sampled step, before its update
    private readonly Dictionary<Tensor, float[]> _gradients = [];     // its gradients
    private readonly Dictionary<string, double> _statistics = [];     // of batch norms, at the last sample
    private SampleDraft? _draft, _pending;
    private int _walks;

    public Sampler(Module model, int every, Action<HealthSample> sampled)
    {
        (_parameters, _names, _every, _sampled) = ([.. model.NamedParameters()], new LayerNames(model), every, sampled);
        foreach (var (_, p) in _parameters)
            p.Watcher = this;
    }

    /// <summary>The loss of every step.</summary>
    public List<double> Loss { get; } = [];

    /// <summary>The labels of every step, read off the gradient.</summary>
    public LabelReader Labels { get; } = new();

    public void Walking(Tensor root)
    {
        if (_pending is not null && _pending.UpdateRatios.Count == 0)
            MeasureUpdate(_pending);
        Loss.Add(root.Length == 1 ? root.Item() : double.NaN);
        _draft = _walks++ % _every == 0 ? new SampleDraft(_walks, Loss[^1]) : null;
        if (_draft is null)
            return;
        _draft.LengthBefore = GradientLength();
        foreach (var node in Autograd.Trace(root))
        {
            // The gradient that reaches x_t shows how far back through time the loss is felt.
            if (IsSequence(node) && !node.Inputs[0].RequiresGrad && node.Inputs[0].Dim(0) > 1)
            {
                node.Inputs[0].RequiresGrad = true;
                _draft.Borrowed.Add((_names.NameOf(node), node.Inputs[0]));
            }
            else if (IsSequence(node) && node.Inputs[0].Dim(0) > 1)
                _draft.Sequences[node.Inputs[0]] = _names.NameOf(node);
        }
    }

    public void Visiting(Node node)
    {
        Labels.Visiting(node);
        if (_draft is null)
            return;
        foreach (var y in node.Outputs)
        {
            if (y.HasGrad && _draft.Sequences.TryGetValue(y, out string? name))
                _draft.Time.Add(new TimeHealth(name, Statistics.Steps(y.Grad, y.Dim(0))));
        }
        if (node.Name is "CrossEntropy" or "NllLoss")
            _draft.Output ??= Statistics.Output(node.Inputs[0], node.Name);
        else if (KindOf(node) is { } kind)
            AddLayer(node, kind);
    }

    public void Walked(Tensor root)
    {
        if (_pending is not null)
            Finish(Agreement());
        if (_draft is null)
            return;
        foreach (var (name, x) in _draft.Borrowed)
        {
            _draft.Time.Add(new TimeHealth(name, Statistics.Steps(x.Grad, x.Dim(0))));
            x.ZeroGrad();
            x.RequiresGrad = false;
        }
        double length = GradientLength();
        _draft.LeftOver = length > 0 ? _draft.LengthBefore / length : 0;
        foreach (var (name, p) in _parameters)
        {
            bool weight = p.Rank >= 2;
            Keep(_before, p, p.Data);
            // Asking for a gradient makes one, and an optimizer steps what has one: where there is none, none is made.
            Keep(_gradients, p, p.HasGrad ? p.Grad : new float[p.Length]);
            _draft.Parameters.Add(new ParameterHealth(name, weight, TensorPrimitives.Norm<float>(p.Data), TensorPrimitives.Norm<float>(_gradients[p]), double.NaN,
                weight && p.Dim(0) > 1 ? Statistics.Spread(p.Data, p.Dim(0)) : double.NaN));
        }
        (_pending, _draft) = (_draft, null);
    }

    /// <summary>Ends the last sample without the next step, which may never come.</summary>
    public void Flush()
    {
        if (_pending is null)
            return;
        if (_pending.UpdateRatios.Count == 0)
            MeasureUpdate(_pending);
        Finish(double.NaN);
    }

    private void Finish(double agreement)
    {
        var sample = _pending!.ToSample(agreement);
        _pending = null;
        _sampled(sample);
    }

    private void AddLayer(Node node, Statistics.Kind kind)
    {
        string name = _names.NameOf(node);
        double squares = 0;
        foreach (var y in node.Outputs)
        {
            if (y.HasGrad)
                squares += TensorPrimitives.SumOfSquares<float>(y.Grad);
        }
        if (_draft!.Again(name, Math.Sqrt(squares)))
            return;   // a part that runs once per time step: the last of them stands for the layer
        var (output, norm) = (node.Outputs[0], _names.ModuleOf(node) as BatchNorm);
        bool channels = output.Rank >= 3 && LayerNames.HasChannels(node);
        int units = Math.Max(1, output.Dim(channels ? 1 : -1)), inner = channels ? output.Length / output.Dim(0) / units : 1;
        var (saturated, dead) = Statistics.Silence(output.Data, units, inner, kind);
        double drift = double.NaN, moved = double.NaN;
        if (node.Name == "BatchNorm" && norm is not null)
        {
            double now = TensorPrimitives.SumOfSquares<float>(norm.RunningMean.Data) + TensorPrimitives.SumOfSquares<float>(norm.RunningVariance.Data);
            drift = Statistics.Drift(node.Inputs[0], norm);
            moved = _statistics.TryGetValue(name, out double before) ? Math.Abs(now - before) / Math.Max(before, 1e-12) : double.NaN;
            _statistics[name] = now;
        }
        _draft.Layers.Add(new LayerHealth(name, node.Name, TensorPrimitives.Average<float>(output.Data), TensorPrimitives.StdDev<float>(output.Data), saturated, dead,
            Math.Sqrt(squares)) { Drift = drift, Moved = moved });
        var x = node.Inputs[0];
        if (x.Node is null && _names.Owns(node) && node.Name != "Embedding")   // the walk ends with the first layer, so the last one met stays
            _draft.Input = new InputHealth(TensorPrimitives.Average<float>(x.Data), TensorPrimitives.StdDev<float>(x.Data), TensorPrimitives.Min<float>(x.Data), TensorPrimitives.Max<float>(x.Data));
    }

    private Statistics.Kind? KindOf(Node node) => node.Name switch
    {
        "Relu" => Statistics.Kind.Rectifier,
        "Sigmoid" => Statistics.Kind.Sigmoid,
        "Tanh" => Statistics.Kind.Tanh,
        "LeakyRelu" or "Elu" or "Softplus" or "Gelu" or "Silu" => Statistics.Kind.Open,
        _ when !_names.Owns(node) => null,
        "BatchNorm" or "Conv1d" or "Conv2d" => Statistics.Kind.Rectifier,   // they may have ReLU in the same pass
        "Linear" or "LayerNorm" or "Embedding" or "MatMul" or "PRelu" or "ConvTranspose1d" or "ConvTranspose2d" or "Lstm" or "Gru" => Statistics.Kind.Open,
        _ => null,
    };

    private bool IsSequence(Node node) => node.Name is "Tanh" or "Relu" or "Lstm" or "Gru" && node.Inputs.Count >= 3 && node.Inputs[0].Rank == 3 && _names.Owns(node);

    private void MeasureUpdate(SampleDraft draft)
    {
        foreach (var (_, p) in _parameters)
        {
            float length = TensorPrimitives.Norm<float>(_before[p]);
            draft.UpdateRatios.Add(length > 0 ? TensorPrimitives.Distance<float>(p.Data, _before[p]) / length : double.NaN);
        }
    }

    // With gradients that were never cleared this is the old gradient's share in the new one.
    private double Agreement()
    {
        double dot = 0, old = 0, now = 0;
        foreach (var (_, p) in _parameters.Where(p => p.Value.HasGrad))
        {
            float[] g = _gradients[p];
            dot += TensorPrimitives.Dot<float>(g, p.Grad);
            old += TensorPrimitives.SumOfSquares<float>(g);
            now += TensorPrimitives.SumOfSquares<float>(p.Grad);
        }
        return old > 0 && now > 0 ? dot / Math.Sqrt(old * now) : double.NaN;
    }

    private double GradientLength() =>
        Math.Sqrt(_parameters.Where(p => p.Value.HasGrad).Sum(p => (double)TensorPrimitives.SumOfSquares<float>(p.Value.Grad)));

    private static void Keep(Dictionary<Tensor, float[]> store, Tensor key, ReadOnlySpan<float> values)
    {
        if (!store.TryGetValue(key, out float[]? kept))
            store[key] = kept = new float[values.Length];
        values.CopyTo(kept);
    }
}

/// <summary>A sample while it is being measured.</summary>
internal sealed class SampleDraft(int step, double loss)
{
    private readonly Dictionary<string, List<double>> _seen = [];

    public List<LayerHealth> Layers { get; } = [];
    public List<ParameterHealth> Parameters { get; } = [];
    public List<double> UpdateRatios { get; } = [];
    public List<TimeHealth> Time { get; } = [];
    public List<(string Name, Tensor X)> Borrowed { get; } = [];
    public Dictionary<Tensor, string> Sequences { get; } = [];
    public InputHealth? Input { get; set; }
    public OutputHealth? Output { get; set; }
    public double LengthBefore { get; set; }
    public double LeftOver { get; set; }

    /// <summary>Notes a visit; true when the name was met before in this walk.</summary>
    public bool Again(string name, double gradient)
    {
        bool again = _seen.TryGetValue(name, out var list);
        if (!again)
            _seen[name] = list = [];
        list!.Add(gradient);
        return again;
    }

    public HealthSample ToSample(double agreement) => new()
    {
        Step = step,
        Loss = loss,
        Layers = [.. Layers.AsEnumerable().Reverse()],
        Parameters = [.. Parameters.Select((p, i) => p with { UpdateRatio = UpdateRatios[i] })],
        Input = Input,
        Output = Output,
        LeftOver = LeftOver,
        Agreement = agreement,
        // The walk goes from the last step to the first.
        Time = [.. Time, .. _seen.Where(s => s.Value.Count > 2).Select(s => new TimeHealth(s.Key, [.. s.Value.AsEnumerable().Reverse()]))],
    };
}
