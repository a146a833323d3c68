namespace DeepNotes;

/// <summary>Keeps gradients from exploding. Gradients that are not finite are reported, never passed on and never set to zero.</summary>
public static class Clip
{
    /// <summary>Scales all gradients together so that their norm is at most <paramref name="limit"/>. Pascanu, Mikolov and Bengio (2013), algorithm 1.</summary>
    /// <param name="parameters">Whose gradients; those without one are left out.</param>
    /// <param name="limit">The largest norm, above 0.</param>
    /// <returns>The norm before.</returns>
    /// <exception cref="ArithmeticException">A gradient is not finite; none is changed then.</exception>
    public static double GradNorm(IEnumerable<Tensor> parameters, float limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var all = WithGradients(parameters, nameof(GradNorm));
        double norm = Math.Sqrt(all.Sum(SumOfSquares));
        if (norm > limit)
            all.ForEach(p => TensorPrimitives.Multiply(p.Grad, (float)(limit / norm), p.Grad));
        return norm;
    }

    /// <summary>Moves every element of every gradient into ±<paramref name="limit"/>.</summary>
    /// <param name="parameters">Whose gradients; those without one are left out.</param>
    /// <param name="limit">The largest size, above 0.</param>
    /// <exception cref="ArithmeticException">A gradient is not finite; none is changed then.</exception>
    public static void GradValue(IEnumerable<Tensor> parameters, float limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        foreach (var p in WithGradients(parameters, nameof(GradValue)))
            TensorPrimitives.Clamp(p.Grad, -limit, limit, p.Grad);
    }

    private static List<Tensor> WithGradients(IEnumerable<Tensor> parameters, string op)
    {
        var all = new List<Tensor>();
        int number = 0;
        foreach (var p in parameters)
        {
            if (p.HasGrad && !TensorPrimitives.IsFiniteAll<float>(p.Grad))
                throw new ArithmeticException($"Clip.{op}: the gradient of parameter {number}, {Shape.Text(p.Shape)}, has NaN or infinite elements; it must be finite. Lower the learning rate or look for the operation that made it.");
            if (p.HasGrad)
                all.Add(p);
            number++;
        }
        return all;
    }

    // Chunks in float, their sum in double; a chunk whose squares overflow is summed again in double.
    private static double SumOfSquares(Tensor p)
    {
        double sum = 0;
        for (int i = 0; i < p.Length; i += 1024)
        {
            ReadOnlySpan<float> chunk = p.Grad.Slice(i, Math.Min(1024, p.Length - i));
            float part = TensorPrimitives.SumOfSquares(chunk);
            if (float.IsFinite(part))
                sum += part;
            else
                foreach (float g in chunk)
                    sum += (double)g * g;
        }
        return sum;
    }
}
