namespace DeepNotes.Insight;

/// <summary>A training run in a few numbers, over all steps seen so far.</summary>
public sealed record Vitals
{
    /// <summary>Steps.</summary>
    public required int Steps { get; init; }

    /// <summary>Mean loss of the first three steps.</summary>
    public required double FirstLoss { get; init; }

    /// <summary>Mean loss of the last tenth of the steps.</summary>
    public required double LastLoss { get; init; }

    /// <summary>The loss of guessing, ln K for K classes; NaN for other losses.</summary>
    public required double Guess { get; init; }

    /// <summary>Training accuracy over the last tenth of the steps; NaN without classes.</summary>
    public required double Accuracy { get; init; }

    /// <summary>How many classes a batch holds, on average.</summary>
    public required double ClassesPerBatch { get; init; }

    /// <summary>How many it would hold if its rows were drawn at random.</summary>
    public required double ExpectedClasses { get; init; }

    /// <summary>How many classes were met in all.</summary>
    public required int ClassesMet { get; init; }

    /// <summary>Mean of what the first layer is given.</summary>
    public required double InputMean { get; init; }

    /// <summary>Standard deviation of what the first layer is given.</summary>
    public required double InputStd { get; init; }

    /// <summary>What the loss is given adds up to this per example; a loss of probabilities wants 1.</summary>
    public required double RowSum { get; init; }

    /// <summary>The share of old gradient in the new one before the backward pass (median over samples).</summary>
    public required double LeftOver { get; init; }

    /// <summary>The cosine between the gradients of two batches (median over samples).</summary>
    public required double Agreement { get; init; }

    /// <summary>Step length over weight length: the median over weights, then the median over samples.</summary>
    public required double UpdateRatio { get; init; }

    /// <summary>The greatest such median over weights in any sample.</summary>
    public required double LargestUpdate { get; init; }

    /// <summary>The greatest share of dead units of any layer, at the last sample.</summary>
    public required double Dead { get; init; }

    /// <summary>The greatest share of saturated outputs of any layer (median over samples).</summary>
    public required double Saturated { get; init; }

    /// <summary>The least spread between the units of a weight that has another one after it, at the last sample.</summary>
    public required double UnitSpread { get; init; }

    /// <summary>The gradient in the first layer's output over that in the last's (median over samples).</summary>
    public required double FirstOverLast { get; init; }

    /// <summary>The gradient at the earliest time step over that at the latest, the greatest in any sample; NaN without recurrence.</summary>
    public required double EarlyOverLate { get; init; }

    /// <summary>The greatest drift of a batch norm at the last sample; NaN without batch norm.</summary>
    public required double Drift { get; init; }

    internal static Vitals Of(IReadOnlyList<HealthSample> samples, List<double> loss, LabelReader labels)
    {
        int tenth = Math.Max(1, loss.Count / 10);
        HealthSample first = samples[0], last = samples[^1];
        ParameterHealth[] weights = [.. last.Parameters.Where(p => p.IsWeight)];
        double[] ratios = [.. samples.Select(s => Statistics.Median(s.Parameters.Where(p => p.IsWeight).Select(p => p.UpdateRatio)))];
        return new Vitals
        {
            Steps = loss.Count,
            FirstLoss = loss.Take(3).Average(),
            LastLoss = loss.TakeLast(tenth).Average(),
            Guess = first.Output is { } o ? Math.Log(o.Classes) : double.NaN,
            Accuracy = labels.Accuracy.Count > 0 ? labels.Accuracy.TakeLast(tenth).Average() : double.NaN,
            ClassesPerBatch = labels.Present.Count > 0 ? labels.Present.Average() : double.NaN,
            ExpectedClasses = labels.Expected,
            ClassesMet = labels.Counts.Count(c => c > 0),
            InputMean = first.Input?.Mean ?? double.NaN,
            InputStd = first.Input?.Std ?? double.NaN,
            RowSum = Statistics.Median(samples.Select(s => s.Output?.RowSum ?? double.NaN)),
            LeftOver = Statistics.Median(samples.Skip(1).Select(s => s.LeftOver)),
            Agreement = Statistics.Median(samples.Select(s => s.Agreement)),
            UpdateRatio = Statistics.Median(ratios),
            LargestUpdate = ratios.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max(),
            Dead = last.Layers.Select(l => l.Dead).DefaultIfEmpty(0).Max(),
            Saturated = Statistics.Median(samples.Select(s => s.Layers.Select(l => l.Saturated).DefaultIfEmpty(0).Max())),
            UnitSpread = weights.SkipLast(1).Select(p => p.UnitSpread).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Min(),
            FirstOverLast = Statistics.Median(samples.Where(s => s.Layers.Count > 1).Select(s => s.Layers[0].GradientNorm / s.Layers[^1].GradientNorm)),
            EarlyOverLate = samples.SelectMany(s => s.Time).Select(t => t.GradientNorm[0] / t.GradientNorm[^1]).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max(),
            Drift = last.Layers.Select(l => l.Drift).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max(),
        };
    }
}
