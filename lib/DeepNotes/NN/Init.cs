namespace DeepNotes;

/// <summary>Random beginnings for weights: the variance is chosen so that signals keep their size through the layers.</summary>
/// <remarks>fan_in is the number of inputs of a unit, fan_out the number of units that read one; of (out, in, k…) both include k….</remarks>
public static class Init
{
    /// <summary>Normal, variance 1 / fan_in. LeCun, Bottou, Orr and Müller (1998), "Efficient BackProp", eq. 16.</summary>
    /// <param name="w">(out, in, …), overwritten.</param>
    /// <param name="rng">Where the numbers come from.</param>
    /// <returns><paramref name="w"/>.</returns>
    public static Tensor LeCun(Tensor w, Rng rng) => Normal(w, 1f / MathF.Sqrt(Fans(w).In), rng);

    /// <summary>Uniform, variance gain² · 2 / (fan_in + fan_out). Glorot and Bengio (2010), eq. 16.</summary>
    /// <param name="w">(out, in, …), overwritten.</param>
    /// <param name="rng">Where the numbers come from.</param>
    /// <param name="gain">5/3 for tanh, 1 else.</param>
    /// <returns><paramref name="w"/>.</returns>
    public static Tensor Glorot(Tensor w, Rng rng, float gain = 1)
    {
        var (fanIn, fanOut) = Fans(w);
        float bound = gain * MathF.Sqrt(6f / (fanIn + fanOut));
        rng.FillUniform(w.Data, -bound, bound);
        return w;
    }

    /// <summary>Normal, variance 2 / ((1 + slope²) fan_in), for rectifiers. He et al. (2015), eq. 10 and 15.</summary>
    /// <param name="w">(out, in, …), overwritten.</param>
    /// <param name="rng">Where the numbers come from.</param>
    /// <param name="slope">The rectifier's slope for negative x.</param>
    /// <returns><paramref name="w"/>.</returns>
    public static Tensor He(Tensor w, Rng rng, float slope = 0) => Normal(w, MathF.Sqrt(2f / ((1 + slope * slope) * Fans(w).In)), rng);

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

    private static (int In, int Out) Fans(Tensor w)
    {
        if (w.Rank < 2 || w.Length == 0)
            throw new ShapeException($"Init: the weight is {Shape.Text(w.Shape)}; it must have at least the axes (out, in), none empty.");
        return (w.Length / w.Dim(0), w.Length / w.Dim(1));
    }
}
