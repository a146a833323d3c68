namespace DeepNotes;

/// <summary>Random beginnings for weights: the variance is chosen so that signals keep their size through the layers.</summary>
/// <remarks>fan_in is the number of inputs of a unit, fan_out the number of units that read one; of (out, in, k…) both include k….</remarks>
public static class Init
{
    /// <summary>Variance 1 / fan. LeCun, Bottou, Orr and Müller (1998), "Efficient BackProp", eq. 16.</summary>
    /// <param name="w">(out, in, …), overwritten.</param>
    /// <param name="rng">Where the numbers come from.</param>
    /// <param name="uniform">Uniform rather than normal numbers.</param>
    /// <param name="fan">What is counted.</param>
    /// <returns><paramref name="w"/>.</returns>
    public static Tensor LeCun(Tensor w, Rng rng, bool uniform = false, Fan fan = Fan.In) => Fill(w, 1, Count(w, fan), uniform, rng);

    /// <summary>Variance gain² · 2 / (fan_in + fan_out). Glorot and Bengio (2010), eq. 16.</summary>
    /// <param name="w">(out, in, …), overwritten.</param>
    /// <param name="rng">Where the numbers come from.</param>
    /// <param name="gain">5/3 for tanh, 1 else.</param>
    /// <param name="uniform">Uniform rather than normal numbers.</param>
    /// <returns><paramref name="w"/>.</returns>
    public static Tensor Glorot(Tensor w, Rng rng, float gain = 1, bool uniform = true) => Fill(w, gain * gain, Count(w, Fan.Average), uniform, rng);

    /// <summary>Variance 2 / ((1 + slope²) fan), for rectifiers. He et al. (2015), eq. 10 and 15.</summary>
    /// <param name="w">(out, in, …), overwritten.</param>
    /// <param name="rng">Where the numbers come from.</param>
    /// <param name="slope">The rectifier's slope for negative x.</param>
    /// <param name="uniform">Uniform rather than normal numbers.</param>
    /// <param name="fan">What is counted: In keeps the size of signals, Out that of gradients.</param>
    /// <returns><paramref name="w"/>.</returns>
    public static Tensor He(Tensor w, Rng rng, float slope = 0, bool uniform = false, Fan fan = Fan.In) =>
        Fill(w, 2, (1 + slope * slope) * Count(w, fan), uniform, rng);

    /// <summary>Orthonormal rows, or columns where there are more rows, times the gain. Saxe, McClelland and Ganguli (2014).</summary>
    /// <param name="w">(out, in, …) read as the matrix (out, in · …), overwritten.</param>
    /// <param name="rng">Where the numbers come from.</param>
    /// <param name="gain">The singular values.</param>
    /// <returns><paramref name="w"/>.</returns>
    public static Tensor Orthogonal(Tensor w, Rng rng, float gain = 1)
    {
        int rows = w.Dim(0), cols = (int)Fans(w).In, count = Math.Min(rows, cols), length = Math.Max(rows, cols);
        var basis = new double[count][];
        for (int i = 0; i < count; i++)
        {
            double[] v = basis[i] = [.. Enumerable.Range(0, length).Select(_ => rng.NextNormal())];
            for (int j = 0; j < 2 * i; j++)   // Gram and Schmidt, twice: once leaves rounding in nearly parallel vectors
                TensorPrimitives.MultiplyAdd(basis[j % i], -TensorPrimitives.Dot<double>(basis[j % i], v), v, v);
            TensorPrimitives.Divide(v, TensorPrimitives.Norm<double>(v), v);
        }
        for (int i = 0; i < w.Length; i++)
            w.Data[i] = gain * (float)(rows <= cols ? basis[i / cols][i % cols] : basis[i % cols][i / cols]);
        return w;
    }

    /// <summary>Layer by layer: an orthogonal weight, then scaled until the outputs of a batch have variance 1. Mishkin and Matas (2016), algorithm 1.</summary>
    /// <param name="model">Its layers with a weight of two or more axes are set.</param>
    /// <param name="x">A batch.</param>
    /// <param name="rng">Where the numbers come from.</param>
    /// <param name="tolerance">How far from 1 the variance may stay.</param>
    /// <param name="tries">Scalings per layer at most.</param>
    public static void Lsuv(Sequential model, Tensor x, Rng rng, float tolerance = 0.01f, int tries = 10)
    {
        using var off = Autograd.NoGrad();
        foreach (var layer in model)
        {
            var (_, w) = layer.OwnParameters.FirstOrDefault(p => p.Name == "weight" && p.Value.Rank >= 2);
            if (w is not null)
            {
                Orthogonal(w, rng);
                for (int i = 0; i < tries; i++)
                {
                    float std = TensorPrimitives.StdDev<float>(layer.Forward(x).Data);
                    if (std == 0 || !float.IsFinite(std) || Math.Abs(std * std - 1) <= tolerance)
                        break;
                    TensorPrimitives.Divide(w.Data, std, w.Data);
                }
            }
            x = layer.Forward(x);
        }
    }

    /// <summary>Normal with a given standard deviation.</summary>
    /// <param name="w">Overwritten.</param>
    /// <param name="std">Standard deviation.</param>
    /// <param name="rng">Where the numbers come from.</param>
    /// <returns><paramref name="w"/>.</returns>
    public static Tensor Normal(Tensor w, float std, Rng rng)
    {
        rng.FillNormal(w.Data, 0, std);
        return w;
    }

    /// <summary>Every element the same.</summary>
    /// <param name="w">Overwritten.</param>
    /// <param name="value">The value.</param>
    /// <returns><paramref name="w"/>.</returns>
    public static Tensor Constant(Tensor w, float value)
    {
        w.Data.Fill(value);
        return w;
    }

    // Variance = share / fan; a uniform distribution in ±b has variance b² / 3.
    private static Tensor Fill(Tensor w, float share, float fan, bool uniform, Rng rng)
    {
        float bound = MathF.Sqrt(3 * share / fan);
        if (!uniform)
            return Normal(w, MathF.Sqrt(share / fan), rng);
        rng.FillUniform(w.Data, -bound, bound);
        return w;
    }

    private static float Count(Tensor w, Fan fan)
    {
        var (fanIn, fanOut) = Fans(w);
        return fan switch { Fan.In => fanIn, Fan.Out => fanOut, _ => (fanIn + fanOut) / 2 };
    }

    private static (float In, float Out) Fans(Tensor w)
    {
        if (w.Rank < 2 || w.Length == 0)
            throw new ShapeException($"Init: the weight is {Shape.Text(w.Shape)}; it must have at least the axes (out, in), none empty.");
        return (w.Length / w.Dim(0), w.Length / w.Dim(1));
    }
}

/// <summary>Which connections of a unit an initialiser counts.</summary>
public enum Fan
{
    /// <summary>Those that a unit reads.</summary>
    In,

    /// <summary>Those that read a unit.</summary>
    Out,

    /// <summary>The mean of both.</summary>
    Average,
}
