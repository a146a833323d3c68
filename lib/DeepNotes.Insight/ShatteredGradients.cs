namespace DeepNotes.Insight;

/// <summary>Whether neighbouring inputs have similar gradients.</summary>
/// <remarks>
/// Balduzzi, Frean, Leary, Lewis, Ma and McWilliams (2017), "The shattered gradients problem: if resnets are the answer, then what is the
/// question?", section 2: in deep plain rectifier nets the gradient along a line of inputs is like white noise, in residual nets like
/// brown noise.
/// </remarks>
public static class ShatteredGradients
{
    /// <summary>The gradient of the summed outputs at points of a line.</summary>
    /// <param name="model">Maps rows (N, D) to outputs (N, K), each row by itself (no batch norm in training mode).</param>
    /// <param name="from">The line's first point, D numbers.</param>
    /// <param name="to">Its last.</param>
    /// <param name="count">Points, evenly spaced.</param>
    /// <returns>(count, D).</returns>
    public static Tensor AlongLine(Func<Tensor, Tensor> model, float[] from, float[] to, int count)
    {
        if (from.Length != to.Length || count < 2)
            throw new ShapeException($"ShatteredGradients: {count} points from {from.Length} to {to.Length} numbers; there must be two or more points, and ends of the same length.");
        var x = Tensor.Empty(count, from.Length);
        for (int i = 0; i < x.Length; i++)
        {
            int d = i % from.Length;
            x.Data[i] = from[d] + (to[d] - from[d]) * (i / from.Length) / (count - 1);
        }
        x.RequiresGrad = true;
        F.Sum(model(x)).Backward();
        return Tensor.From(x.Grad, count, from.Length);
    }

    /// <summary>The autocorrelation of gradients: how alike those of two points are, by their distance.</summary>
    /// <param name="gradients">(count, D), one row per point of a line.</param>
    /// <param name="lags">Distances 0 … lags.</param>
    /// <returns>lags + 1 numbers; the first is 1, those of white noise after it are about 0.</returns>
    public static double[] Autocorrelation(Tensor gradients, int lags)
    {
        Shape.RequireRank("Autocorrelation", gradients, 2, "(count, D)");
        int count = gradients.Dim(0), width = gradients.Dim(1);
        if (lags < 0 || lags >= count)
            throw new ShapeException($"Autocorrelation: {lags} lags for {count} points; there must be fewer lags than points.");
        var centred = new double[count * width];
        for (int d = 0; d < width; d++)
        {
            double mean = 0;
            for (int i = 0; i < count; i++)
                mean += gradients.Data[i * width + d] / count;
            for (int i = 0; i < count; i++)
                centred[i * width + d] = gradients.Data[i * width + d] - mean;
        }
        var result = new double[lags + 1];
        for (int lag = 0; lag <= lags; lag++)   // mean product over all pairs at this distance, as a share of the variance
            result[lag] = TensorPrimitives.Dot<double>(centred.AsSpan(0, (count - lag) * width), centred.AsSpan(lag * width)) / (count - lag);
        double variance = result[0];
        for (int lag = 0; lag <= lags && variance > 0; lag++)
            result[lag] /= variance;
        return result;
    }
}
