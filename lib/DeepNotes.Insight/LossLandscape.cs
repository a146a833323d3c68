namespace DeepNotes.Insight;

/// <summary>The loss around a trained net, along random directions whose filters are as long as the net's own.</summary>
/// <remarks>
/// Li, Xu, Taylor, Studer and Goldstein (2018), "Visualizing the loss landscape of neural nets", section 4. Without the normalization a
/// net of large weights looks flat merely because a step is small beside them. Vectors (biases, norms) do not move.
/// </remarks>
public sealed class LossLandscape
{
    private readonly Tensor[] _weights;
    private readonly float[][] _center;
    private readonly Func<Tensor> _loss;

    /// <summary>A landscape around the weights as they are now.</summary>
    /// <param name="model">The net.</param>
    /// <param name="loss">Its loss on fixed data, a scalar; use evaluation mode, or the batch norms follow each step.</param>
    public LossLandscape(Module model, Func<Tensor> loss)
    {
        ArgumentNullException.ThrowIfNull(model);
        _weights = [.. model.Parameters().Where(p => p.Rank >= 2)];
        _center = [.. _weights.Select(w => w.ToArray())];
        _loss = loss;
    }

    /// <summary>A random direction: normal numbers, every filter (row) scaled to the length of the net's.</summary>
    /// <param name="rng">Randomness.</param>
    /// <returns>One array per weight of two or more axes.</returns>
    public float[][] Direction(Rng rng) => [.. _weights.Select((w, i) =>
    {
        var d = new float[w.Length];
        rng.FillNormal(d);
        int rows = w.Dim(0), row = w.Length / rows;
        for (int r = 0; r < rows; r++)
        {
            Span<float> to = d.AsSpan(r * row, row);
            float own = TensorPrimitives.Norm<float>(_center[i].AsSpan(r * row, row)), drawn = TensorPrimitives.Norm<float>(to);
            TensorPrimitives.Multiply(to, drawn > 0 ? own / drawn : 0, to);
        }
        return d;
    })];

    /// <summary>The loss along a line.</summary>
    /// <param name="direction">Where to.</param>
    /// <param name="steps">Distances from the net, such as −1 … 1.</param>
    /// <returns>One loss per step.</returns>
    public double[] Line(float[][] direction, IReadOnlyList<double> steps) => [.. steps.Select(a => At(direction, a, direction, 0))];

    /// <summary>The loss over a plane.</summary>
    /// <param name="across">The first direction.</param>
    /// <param name="up">The second.</param>
    /// <param name="steps">Distances along both.</param>
    /// <returns>Loss[j, i] at steps[j] up and steps[i] across.</returns>
    public double[,] Plane(float[][] across, float[][] up, IReadOnlyList<double> steps)
    {
        var plane = new double[steps.Count, steps.Count];
        for (int j = 0; j < steps.Count; j++)
        {
            for (int i = 0; i < steps.Count; i++)
                plane[j, i] = At(across, steps[i], up, steps[j]);
        }
        return plane;
    }

    // The weights are put back whatever happens.
    private double At(float[][] across, double a, float[][] up, double b)
    {
        try
        {
            for (int i = 0; i < _weights.Length; i++)
            {
                var w = _weights[i].Data;
                TensorPrimitives.MultiplyAdd(across[i], (float)a, _center[i], w);
                TensorPrimitives.MultiplyAdd(up[i], (float)b, w, w);
            }
            using var off = Autograd.NoGrad();
            using var scope = new StepScope();
            return _loss().Item();
        }
        finally
        {
            for (int i = 0; i < _weights.Length; i++)
                _center[i].CopyTo(_weights[i].Data);
        }
    }
}
