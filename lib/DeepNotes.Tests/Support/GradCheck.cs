namespace DeepNotes.Tests.Support;

/// <summary>Compares the tape's gradients with central differences.</summary>
/// <remarks>
/// The output is projected on a fixed random vector and summed in double. float32 wants a wide step: the truncation error grows
/// with ε², the rounding error with 1/ε, and near 1e-2 both are small. Keep inputs 2 ε away from kinks and ties.
/// </remarks>
internal static class GradCheck
{
    public const float Step = 1e-2f;

    /// <summary>The largest difference over all elements of all inputs, relative to the largest derivative (or to 1).</summary>
    public static double MaxError(Func<Tensor> forward, Tensor[] inputs)
    {
        foreach (var x in inputs)
        {
            x.RequiresGrad = true;
            x.ZeroGrad();
        }
        var y = forward();
        var direction = new Rng(99).Uniform(1f, y.Shape);
        y.Backward(direction.Data);
        double worst = 0;
        foreach (var x in inputs)
        {
            double difference = 0, largest = 1;
            for (int i = 0; i < x.Length; i++)
            {
                double expected = Difference(forward, direction, x, i);
                difference = Math.Max(difference, Math.Abs(expected - x.Grad[i]));
                largest = Math.Max(largest, Math.Abs(expected));
                if (double.IsNaN(expected) || float.IsNaN(x.Grad[i]))
                    return double.NaN;
            }
            worst = Math.Max(worst, difference / largest);
        }
        return worst;
    }

    private static double Difference(Func<Tensor> forward, Tensor direction, Tensor x, int i)
    {
        using var scope = Autograd.NoGrad();
        float before = x.Data[i], up = before + Step, down = before - Step;
        x.Data[i] = up;
        double high = Project(forward(), direction);
        x.Data[i] = down;
        double low = Project(forward(), direction);
        x.Data[i] = before;
        return (high - low) / ((double)up - down);
    }

    private static double Project(Tensor y, Tensor direction)
    {
        double sum = 0;
        for (int i = 0; i < y.Length; i++)
            sum += (double)y.Data[i] * direction.Data[i];
        return sum;
    }

    /// <summary>Uniform numbers in ±bound, pushed at least 3 ε away from 0.</summary>
    public static Tensor AwayFromZero(ulong seed, float bound, params int[] shape)
    {
        var x = new Rng(seed).Uniform(bound, shape);
        foreach (ref float v in x.Data)
            v += MathF.CopySign(3 * Step, v);
        return x;
    }
}
