using System.Globalization;
using DeepNotes.Plotting;

namespace DeepNotes.Insight;

/// <summary>
/// The health dashboard: watches a model while it trains and says what is wrong, in numbers, in words and as a figure.
/// <code>
/// var health = Health.Watch(model, every: 20);
/// trainer.Fit(loader, epochs: 5);
/// health.Figure();
/// </code>
/// </summary>
/// <remarks>
/// It listens to the tape, so it works with <see cref="Trainer"/> and with a loop written by hand, and knows nothing of the data:
/// every backward pass from a loss that depends on the model is one step. Sampling every 20 steps costs less than a tenth of the
/// training time; evaluation without recording is not seen. Only the last model that watches a parameter hears of it.
/// </remarks>
public sealed partial class Health : IDisposable
{
    private readonly List<HealthSample> _samples = [];
    private readonly Module _model;
    private readonly Sampler _sampler;

    private Health(Module model, int every, Action<string>? log)
    {
        _model = model;
        _sampler = new Sampler(model, every, sample =>
        {
            _samples.Add(sample);
            log?.Invoke(Line(sample));
        });
    }

    /// <summary>Starts to watch a model.</summary>
    /// <param name="model">Any module with parameters.</param>
    /// <param name="every">Measure the first step and then every so many.</param>
    /// <param name="log">Gets a line per sample, such as <c>Console.WriteLine</c>.</param>
    /// <exception cref="ArgumentException">The model has no parameters.</exception>
    public static Health Watch(Module model, int every = 20, Action<string>? log = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        return model.ParameterCount() > 0 ? new Health(model, every, log)
            : throw new ArgumentException("Watch: the model has no parameters; there must be something that trains.", nameof(model));
    }

    /// <summary>What was measured, oldest first.</summary>
    public IReadOnlyList<HealthSample> Samples
    {
        get
        {
            _sampler.Flush();
            return _samples;
        }
    }

    /// <summary>The loss of every step.</summary>
    public IReadOnlyList<double> StepLoss => _sampler.Loss;

    /// <summary>The training accuracy of every step, for a loss over classes; empty otherwise.</summary>
    public IReadOnlyList<double> StepAccuracy => _sampler.Labels.Accuracy;

    /// <summary>The run in a few numbers.</summary>
    /// <exception cref="InvalidOperationException">No step was seen yet.</exception>
    public Vitals Vitals => Vitals.Of(Seen(), _sampler.Loss, _sampler.Labels);

    /// <summary>The curvature and the slice measured last; null before <see cref="Probe"/>.</summary>
    public Curvature? Curvature { get; private set; }

    /// <summary>Measures the curvature of a loss at the present weights, for the figure and the findings; the model comes back unchanged.</summary>
    /// <param name="loss">Runs the model on one batch and gives a scalar, the same for the same weights.</param>
    /// <param name="eigenvalues">How many of the largest.</param>
    /// <param name="iterations">Hessian-vector products, two gradients each.</param>
    public Curvature Probe(Func<Tensor> loss, int eigenvalues = 3, int iterations = 12)
    {
        bool training = _model.Training;
        _model.Eval();   // or the running statistics of batch norm would move, and dropout would change the function
        try
        {
            var hessian = new Hessian(_model.Parameters(), loss);
            return Curvature = new Curvature(hessian.Top(eigenvalues, iterations), hessian.Slice());
        }
        finally
        {
            _model.Train(training);
        }
    }

    /// <summary>What is wrong, the likely root first; empty when nothing is.</summary>
    public IReadOnlyList<Finding> Findings() => Doctor.Examine(Seen(), Vitals);

    /// <summary>The numbers of <see cref="Vitals"/> that are known, with what is usual.</summary>
    public Table Table() => DeepNotes.Plotting.Table.Of(["number", "value", "usual"], Readings.Of(Vitals).Select(r => new object?[] { r.Name, r.Text, r.Usual }))
        .Caption($"Vital signs after {Vitals.Steps.ToString(CultureInfo.InvariantCulture)} steps");

    /// <summary>The findings and the vital signs as text.</summary>
    public override string ToString()
    {
        if (Samples.Count == 0)
            return "Health: no step was seen yet.";
        var found = Findings();
        return $"{(found.Count == 0 ? "nothing found" : string.Join("\n", found))}\n{Table()}";
    }

    /// <summary>Stops watching; what was measured stays.</summary>
    public void Dispose()
    {
        _sampler.Flush();
        foreach (var p in _model.Parameters().Where(p => ReferenceEquals(p.Watcher, _sampler)))
            p.Watcher = null;
    }

    private IReadOnlyList<HealthSample> Seen() => Samples.Count > 0 ? Samples
        : throw new InvalidOperationException("Health: no step was seen yet; train the model that is watched, with recording on.");

    private static string Line(HealthSample s)
    {
        var worst = s.Layers.MaxBy(l => Math.Max(l.Dead, l.Saturated));
        double ratio = Statistics.Median(s.Parameters.Where(p => p.IsWeight).Select(p => p.UpdateRatio));
        string lost = worst is not null && Math.Max(worst.Dead, worst.Saturated) > 0.2
            ? string.Create(CultureInfo.InvariantCulture, $" · {worst.Name}: {worst.Dead:P0} dead, {worst.Saturated:P0} saturated") : "";
        return string.Create(CultureInfo.InvariantCulture, $"step {s.Step} · loss {s.Loss:0.0000} · gradient {s.GradientNorm:0.0e+0} · update/weight {ratio:0.0e+0}{lost}");
    }
}

/// <summary>The shape of the loss around the weights.</summary>
/// <param name="Eigenvalues">Of the Hessian, the largest in size first.</param>
/// <param name="Slice">The loss along the gradient.</param>
public sealed record Curvature(double[] Eigenvalues, LossSlice Slice)
{
    /// <summary>Gradient descent with a larger step than this grows instead of shrinking: 2 / λ.</summary>
    public double LargestStableRate => 2 / Math.Max(Eigenvalues.DefaultIfEmpty(0).Max(), 1e-12);
}
