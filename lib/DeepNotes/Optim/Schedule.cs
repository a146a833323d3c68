namespace DeepNotes;

/// <summary>Learning rates as functions of the step t = 0, 1, …: <c>optimizer.LearningRate = schedule(t)</c> before step t.</summary>
public static class Schedule
{
    /// <summary>rate · factorᵏ, k = ⌊t / every⌋.</summary>
    /// <param name="rate">The first rate.</param>
    /// <param name="every">Steps between two falls, at least 1.</param>
    /// <param name="factor">What the rate is multiplied by.</param>
    public static Func<int, float> Step(float rate, int every, float factor = 0.1f)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        return t => (float)(rate * Math.Pow(factor, t / every));
    }

    /// <summary>From rate down to minimum along half a cosine, then minimum. Loshchilov and Hutter (2017), eq. 5, without restarts.</summary>
    /// <param name="rate">The first rate.</param>
    /// <param name="steps">Steps until the minimum, at least 1.</param>
    /// <param name="minimum">The last rate.</param>
    public static Func<int, float> Cosine(float rate, int steps, float minimum = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        return t => Between(rate, minimum, Math.Min(1.0, t / (double)steps));
    }

    /// <summary>Another schedule whose first steps rise in a line: (t + 1) / (steps + 1) of its first rate. Goyal et al. (2017).</summary>
    /// <param name="steps">How many steps rise, 0 or more.</param>
    /// <param name="then">What follows, from its own step 0 on.</param>
    public static Func<int, float> WarmUp(int steps, Func<int, float> then)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        return t => t < steps ? then(0) * (t + 1) / (steps + 1) : then(t - steps);
    }

    /// <summary>Up to the peak and down again, both along half a cosine. Smith and Topin (2018), with PyTorch's shape and defaults.</summary>
    /// <param name="peak">The largest rate.</param>
    /// <param name="steps">All steps, at least 2.</param>
    /// <param name="rising">The share of steps before the peak, in (0, 1).</param>
    /// <param name="firstDivisor">The first rate is peak / this.</param>
    /// <param name="lastDivisor">The last rate is the first / this.</param>
    public static Func<int, float> OneCycle(float peak, int steps, float rising = 0.3f, float firstDivisor = 25, float lastDivisor = 1e4f)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        double top = (double)rising * steps - 1, first = peak / (double)firstDivisor;
        return t => t <= top ? Between(first, peak, t / top) : Between(peak, first / lastDivisor, Math.Min(1, (t - top) / (steps - 1 - top)));
    }

    private static float Between(double from, double to, double share) => (float)(to + (from - to) * (1 + Math.Cos(Math.PI * share)) / 2);
}

/// <summary>Lowers the rate when a loss has stopped falling.</summary>
/// <param name="optimizer">Whose rates are lowered, all groups' by the same factor.</param>
/// <param name="factor">In (0, 1).</param>
/// <param name="patience">Losses that may pass without a new best.</param>
/// <param name="threshold">A best must be below (1 − threshold) times the one before.</param>
/// <param name="minimum">No rate falls below this.</param>
public sealed class Plateau(Optimizer optimizer, float factor = 0.1f, int patience = 10, float threshold = 1e-4f, float minimum = 0)
{
    private double _best = double.PositiveInfinity;
    private int _bad;

    /// <summary>Call once per epoch.</summary>
    /// <param name="loss">The watched loss, usually on validation data.</param>
    public void Report(double loss)
    {
        bool better = loss < _best * (1 - threshold);
        (_best, _bad) = better ? (loss, 0) : (_best, _bad + 1);
        if (_bad <= patience)
            return;
        _bad = 0;
        foreach (var group in optimizer.Groups)
            group.LearningRate = Math.Max(minimum, group.LearningRate * factor);
    }
}

/// <summary>The losses of a short run with rising rates, and where on it the loss falls fastest.</summary>
/// <param name="Rates">The rates tried.</param>
/// <param name="Losses">The smoothed loss at each.</param>
/// <param name="Suggestion">The rate of the steepest fall.</param>
public sealed record RateSweep(IReadOnlyList<float> Rates, IReadOnlyList<double> Losses, float Suggestion)
{
    /// <summary>Trains with rates that rise geometrically until the loss explodes. Smith (2017), section 3.3.</summary>
    /// <param name="optimizer">Its rates and its parameters' values are put back; make a new one to train with, for its state has moved.</param>
    /// <param name="step">One training step, with the optimizer's step in it; returns the loss.</param>
    /// <param name="from">The first rate, above 0.</param>
    /// <param name="to">The last, above the first.</param>
    /// <param name="steps">At least 3.</param>
    public static RateSweep Run(Optimizer optimizer, Func<float> step, float from = 1e-6f, float to = 10, int steps = 100)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(from, 0);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(to, from);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 3);
        var before = optimizer.Groups.SelectMany(g => g.Parameters).Select(p => (Parameter: p, Copy: p.Clone())).ToList();
        var rates = optimizer.Groups.Select(g => g.LearningRate).ToList();
        List<float> tried = [];
        List<double> losses = [];
        double average = 0, best = double.PositiveInfinity;
        for (int i = 0; i < steps; i++)
        {
            optimizer.LearningRate = (float)(from * Math.Pow((double)to / from, i / (steps - 1.0)));
            average = 0.9 * average + 0.1 * step();
            double smooth = average / (1 - Math.Pow(0.9, i + 1));
            if (!double.IsFinite(smooth) || smooth > 4 * best)
                break;
            best = Math.Min(best, smooth);
            tried.Add(optimizer.LearningRate);
            losses.Add(smooth);
        }
        before.ForEach(p => p.Copy.Data.CopyTo(p.Parameter.Data));
        for (int i = 0; i < rates.Count; i++)
            optimizer.Groups[i].LearningRate = rates[i];
        int steepest = Enumerable.Range(1, Math.Max(0, losses.Count - 1)).MinBy(i => losses[i] - losses[i - 1], Comparer<double>.Default);
        return new RateSweep(tried, losses, tried.Count < 2 ? from : tried[steepest]);
    }
}
