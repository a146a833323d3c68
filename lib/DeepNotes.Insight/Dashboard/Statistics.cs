namespace DeepNotes.Insight;

/// <summary>The numbers behind the dashboard, from spans.</summary>
internal static class Statistics
{
    /// <summary>Which units can die, and how.</summary>
    public enum Kind { Open, Rectifier, Sigmoid, Tanh }

    // The slope y (1 − y) of the sigmoid is below 5 % of ¼ outside (0.0127, 0.9873); that of tanh, 1 − y², beyond 0.9747.
    private const float SigmoidEdge = 0.01266f, TanhEdge = 0.97468f;

    /// <summary>Share of saturated outputs and of units that pass nothing on.</summary>
    /// <param name="y">(outer, units, inner).</param>
    /// <param name="units">How many.</param>
    /// <param name="inner">Numbers of one unit side by side.</param>
    /// <param name="kind">What counts as lost.</param>
    public static (double Saturated, double Dead) Silence(ReadOnlySpan<float> y, int units, int inner, Kind kind)
    {
        if (kind == Kind.Open || y.IsEmpty)
            return (0, 0);
        // A living output lies between two edges; a rectifier's above zero.
        var (low, high) = kind switch
        {
            Kind.Rectifier => (float.Epsilon, float.PositiveInfinity),
            Kind.Sigmoid => (SigmoidEdge, 1 - SigmoidEdge),
            _ => (-TanhEdge, TanhEdge),
        };
        int[] living = new int[units];
        Count(y, living, inner, low, high);
        return (kind == Kind.Rectifier ? 0 : 1 - (double)living.Sum(l => (long)l) / y.Length, (double)living.Count(l => l == 0) / units);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]   // called too rarely to be noticed as hot
    private static void Count(ReadOnlySpan<float> y, Span<int> living, int inner, float low, float high)
    {
        for (int start = 0; start < y.Length;)
        {
            for (int u = 0; u < living.Length; u++)
            {
                int count = 0;
                for (int i = 0; i < inner; i++, start++)
                    count += y[start] >= low & y[start] <= high ? 1 : 0;
                living[u] += count;
            }
        }
    }

    /// <summary>How unlike the rows are: √(Σ |w_r − w̄|² / Σ |w_r|²), 0 when all are equal or zero.</summary>
    public static double Spread(ReadOnlySpan<float> w, int rows)
    {
        int width = w.Length / rows;
        float[] mean = new float[width];
        for (int r = 0; r < rows; r++)
            TensorPrimitives.Add(mean, w.Slice(r * width, width), mean);
        TensorPrimitives.Divide(mean, rows, mean);
        double apart = 0, all = 0;
        for (int r = 0; r < rows; r++)
        {
            float d = TensorPrimitives.Distance(w.Slice(r * width, width), mean);
            apart += (double)d * d;
            all += TensorPrimitives.SumOfSquares(w.Slice(r * width, width));
        }
        return all > 0 ? Math.Sqrt(apart / all) : 0;
    }

    /// <summary>How far running statistics are from those of a batch, in standard deviations: mean over channels of |Δμ| / σ + |ln σ′/σ|.</summary>
    public static double Drift(Tensor x, BatchNorm norm)
    {
        int channels = x.Dim(1), inner = x.Length / x.Dim(0) / channels, count = x.Length / channels;
        double drift = 0;
        for (int c = 0; c < channels; c++)
        {
            double sum = 0, squares = 0;
            for (int n = 0; n < x.Dim(0); n++)
            {
                var part = x.Data.Slice((n * channels + c) * inner, inner);
                sum += TensorPrimitives.Sum<float>(part);
                squares += TensorPrimitives.SumOfSquares<float>(part);
            }
            double mean = sum / count, deviation = Math.Sqrt(Math.Max(0, squares / count - mean * mean) + norm.Epsilon);
            drift += Math.Abs(mean - norm.RunningMean.Data[c]) / deviation + Math.Abs(Math.Log(Math.Sqrt(norm.RunningVariance.Data[c] + norm.Epsilon) / deviation));
        }
        return drift / channels;
    }

    /// <summary>What a loss over K classes was given.</summary>
    public static OutputHealth Output(Tensor x, string loss)
    {
        int k = x.Dim(-1), rows = x.Length / k;
        double sum = 0, error = 0;
        for (int r = 0; r < rows; r++)
        {
            double row = 0;
            foreach (float v in x.Data.Slice(r * k, k))
                row += loss == "NllLoss" ? Math.Exp(v) : v;
            sum += row / rows;
            error = Math.Max(error, Math.Abs(row - 1));
        }
        return new OutputHealth(loss, k, TensorPrimitives.Min<float>(x.Data), TensorPrimitives.Max<float>(x.Data), sum, error);
    }

    /// <summary>The lengths of the parts of a (T, …) gradient.</summary>
    public static double[] Steps(ReadOnlySpan<float> grad, int steps)
    {
        var norms = new double[steps];
        for (int t = 0; t < steps; t++)
            norms[t] = TensorPrimitives.Norm(grad.Slice(t * (grad.Length / steps), grad.Length / steps));
        return norms;
    }

    /// <summary>The middle of the finite values; NaN when there are none.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] v = [.. values.Where(double.IsFinite).Order()];
        return v.Length == 0 ? double.NaN : v.Length % 2 == 1 ? v[v.Length / 2] : (v[v.Length / 2 - 1] + v[v.Length / 2]) / 2;
    }
}
