using System.Globalization;
using DeepNotes.Plotting;

namespace DeepNotes.Insight;

public sealed partial class Health
{
    private const int MostLines = 5;

    /// <summary>The dashboard as one figure: loss, activations, lost units, gradients, update ratios, vital signs, and what the model has besides.</summary>
    /// <param name="title">A heading for the first panel.</param>
    /// <exception cref="InvalidOperationException">No step was seen yet.</exception>
    public Figure Figure(string title = "")
    {
        var samples = Seen();
        List<Figure> panels = [LossPanel(title), Activations(samples), Lost(samples), Gradients(samples), Updates(samples),
            Curvature is { } c ? SlicePanel(c) : Weights(samples)];
        if (samples.Any(s => s.Time.Count > 0))
            panels.Add(ThroughTime(samples));
        if (samples[^1].Layers.Any(l => double.IsFinite(l.Drift)))
            panels.Add(Drifts(samples));
        if (panels.Count == 6 && StepAccuracy.Count > 0)
            panels.Add(New("Training accuracy").XAxis("step").YAxis("share right", min: 0, max: 1).Line(Series.Index(StepAccuracy.Count, 1), Series.Of(StepAccuracy), width: 1.4));
        panels.AddRange([Directions(samples), Signs()]);
        return DeepNotes.Plotting.Figure.Grid(3, [.. panels]).Describe($"Health dashboard: {string.Join(", ", panels.Select(p => p.Title))}.");
    }

    private Figure LossPanel(string title)
    {
        double[] loss = [.. StepLoss];
        double guess = Vitals.Guess;
        double roof = double.IsNaN(guess) ? double.PositiveInfinity : 6 * guess;   // a loss that explodes would hide all that came before
        var figure = New(title.Length > 0 ? title : "Loss").XAxis("step").YAxis("loss", min: 0).Line(Series.Index(loss.Length, 1), Array.ConvertAll(loss, l => Math.Min(l, roof)), width: 1.4);
        return double.IsNaN(guess) ? figure : figure.HLine(guess, "guessing");
    }

    private static Figure Activations(IReadOnlyList<HealthSample> samples)
    {
        var layers = samples[^1].Layers;
        return New("Outputs: mean ± deviation").YAxis("value")
            .Scatter(Names(layers), Of(layers, l => l.Mean), error: Of(layers, l => l.Std));
    }

    private static Figure Lost(IReadOnlyList<HealthSample> samples)
    {
        var layers = samples[^1].Layers;
        return New("Lost units").YAxis("share", min: 0, max: 1).HLine(0.5)
            .Bar(Names(layers), Of(layers, l => l.Dead), "dead units").Bar(Names(layers), Of(layers, l => l.Saturated), "saturated");
    }

    private static Figure Gradients(IReadOnlyList<HealthSample> samples)
    {
        var figure = New("Gradient per layer").YAxis("‖∂L/∂output‖", log: true);
        foreach (var s in samples.Count > 1 ? [samples[0], samples[^1]] : samples)
            figure.Line(Names(s.Layers), Of(s.Layers, l => Positive(l.GradientNorm)), $"step {s.Step.ToString(CultureInfo.InvariantCulture)}", markers: true);
        return figure;
    }

    private static Figure Updates(IReadOnlyList<HealthSample> samples)
    {
        var figure = New("Update / weight").XAxis("step").YAxis("ratio", log: true).HLine(1e-3, "usual");
        string[] weights = [.. samples[^1].Parameters.Where(p => p.IsWeight).Select(p => p.Name)];
        foreach (string name in weights.Length <= MostLines ? weights : [weights[0], weights[weights.Length / 2], weights[^1]])
            figure.Line(Steps(samples), Series.Of(samples.Select(s => Positive(s.Parameters.First(p => p.Name == name).UpdateRatio))), name, markers: samples.Count < 12);
        return figure;
    }

    private static Figure Weights(IReadOnlyList<HealthSample> samples)
    {
        var figure = New("Weight length").XAxis("step").YAxis("‖w‖", min: 0);
        string[] weights = [.. samples[^1].Parameters.Where(p => p.IsWeight).Select(p => p.Name)];
        foreach (string name in weights.Length <= MostLines ? weights : [weights[0], weights[weights.Length / 2], weights[^1]])
            figure.Line(Steps(samples), Series.Of(samples.Select(s => s.Parameters.First(p => p.Name == name).WeightNorm)), name, markers: samples.Count < 12);
        return figure;
    }

    private static Figure ThroughTime(IReadOnlyList<HealthSample> samples)
    {
        var figure = New("Gradient through time").XAxis("steps back from the end").YAxis("‖∂L/∂x‖", log: true);
        foreach (var s in samples.Where(s => s.Time.Count > 0).ToArray() is { Length: > 1 } some ? [some[0], some[^1]] : samples)
        {
            foreach (var t in s.Time.Take(2))
                figure.Line(Series.Index(t.GradientNorm.Length), Series.Of(t.GradientNorm.Reverse().Select(Positive)), $"{t.Name}, step {s.Step.ToString(CultureInfo.InvariantCulture)}");
        }
        return figure;
    }

    private static Figure Drifts(IReadOnlyList<HealthSample> samples)
    {
        var figure = New("Batch-norm drift").XAxis("step").YAxis("standard deviations", min: 0);
        string[] norms = [.. samples[^1].Layers.Where(l => double.IsFinite(l.Drift)).Select(l => l.Name)];
        foreach (string name in norms.Take(MostLines))
            figure.Line(Steps(samples), Series.Of(samples.Select(s => s.Layers.FirstOrDefault(l => l.Name == name)?.Drift ?? double.NaN)), name, markers: samples.Count < 12);
        return figure;
    }

    private static Figure Directions(IReadOnlyList<HealthSample> samples) => New("Gradient beside the next and the old one").XAxis("step").YAxis("share", max: 1)
        .Line(Steps(samples), Series.Of(samples.Select(s => s.Agreement)), "agreement (cosine)", markers: samples.Count < 12)
        .Line(Steps(samples), Series.Of(samples.Select(s => s.LeftOver)), "left over", markers: samples.Count < 12);

    private static Figure SlicePanel(Curvature c) => New($"Loss slice; λ = {Readings.Number(c.Eigenvalues.FirstOrDefault())}")
        .XAxis("along the gradient, share of ‖w‖").YAxis("loss").Line(c.Slice.Position, Array.ConvertAll(c.Slice.Loss, Finite)).VLine(0);

    // Words stand left and numbers right: a table inside the figure, so that one picture holds everything.
    private Figure Signs()
    {
        var readings = Readings.Of(Vitals).ToArray();
        var figure = New("Vital signs").Size(360, 44 + 19 * readings.Length).XAxis(min: 0, max: 1, hidden: true).YAxis(min: -0.5, max: readings.Length - 0.5, hidden: true);
        for (int i = 0; i < readings.Length; i++)
            figure.Annotate(-1, readings.Length - 1 - i, readings[i].Name).Annotate(2, readings.Length - 1 - i, readings[i].Text);
        return figure;
    }

    private static Figure New(string title) => DeepNotes.Plotting.Figure.New(title);

    private static string[] Names(IReadOnlyList<LayerHealth> layers) => [.. layers.Select(l => l.Name)];

    private static Series Of(IReadOnlyList<LayerHealth> layers, Func<LayerHealth, double> value) => Series.Of(layers.Select(l => Finite(value(l))));

    private static Series Steps(IReadOnlyList<HealthSample> samples) => Series.Of(samples.Select(s => (double)s.Step));

    private static double Positive(double v) => v > 0 && double.IsFinite(v) ? v : double.NaN;

    private static double Finite(double v) => double.IsFinite(v) ? v : double.NaN;
}
