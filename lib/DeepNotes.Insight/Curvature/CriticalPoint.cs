namespace DeepNotes.Insight;

/// <summary>A place where the gradient is zero: a minimum, a maximum, or a saddle.</summary>
/// <param name="Loss">The loss there.</param>
/// <param name="GradientNorm">What is left of the gradient.</param>
/// <param name="Eigenvalues">Of the Hessian, smallest first.</param>
/// <param name="Tolerance">Eigenvalues nearer to zero than this count as flat.</param>
/// <remarks>
/// Dauphin, Pascanu, Gulcehre, Cho, Ganguli and Bengio (2014): the higher the loss of a critical point, the larger the share of
/// directions that lead down, so what stops training is saddles rather than bad minima.
/// </remarks>
public sealed record CriticalPoint(double Loss, double GradientNorm, double[] Eigenvalues, double Tolerance)
{
    /// <summary>How many directions lead down.</summary>
    public int Down => Eigenvalues.Count(v => v < -Tolerance);

    /// <summary>How many directions are flat.</summary>
    public int Flat => Eigenvalues.Count(v => Math.Abs(v) <= Tolerance);

    /// <summary>The share of directions that lead down: 0 for a minimum.</summary>
    public double Index => (double)Down / Eigenvalues.Length;

    /// <summary>Whether some direction leads down and some leads up.</summary>
    public bool IsSaddle => Down > 0 && Eigenvalues[^1] > Tolerance;

    /// <summary>Walks from the present weights to the nearest zero of the gradient, up or down; the model stands there afterwards.</summary>
    /// <remarks>
    /// Newton's method on ∇L = 0, damped as Levenberg (1944) and Marquardt (1963) do: δ = −H (H² + μ I)⁻¹ ∇L, with μ smaller
    /// after a step that shortens the gradient and larger after one that does not. It is drawn to saddles as much as to minima.
    /// </remarks>
    /// <param name="hessian">The loss and its parameters, about 200 weights at most.</param>
    /// <param name="iterations">Steps at most.</param>
    /// <param name="precision">The gradient's length at which the search ends.</param>
    /// <returns>The point; null when the search ended with a longer gradient.</returns>
    public static CriticalPoint? Find(Hessian hessian, int iterations = 100, double precision = 1e-4)
    {
        double[] g = hessian.Gradient();
        double norm = Length(g), damping = 0.1;
        for (int i = 0; i < iterations && norm > precision && damping < 1e6; i++)
        {
            var eigen = SymmetricEigen.Of(hessian.Matrix());
            double top = Math.Max(Math.Abs(eigen.Values[0]), Math.Abs(eigen.Values[^1]));
            for (bool shorter = false; !shorter && damping < 1e6; damping = shorter ? damping / 5 : damping * 4)
            {
                float[] before = hessian.Point;
                hessian.Point = Step(before, g, eigen, damping * top * top);
                double[] there = hessian.Gradient();
                double length = Length(there);
                shorter = length < norm;
                if (shorter)
                    (g, norm) = (there, length);
                else
                    hessian.Point = before;
            }
        }
        return norm <= precision ? At(hessian) : null;
    }

    /// <summary>What kind of place the present weights are, whatever the gradient.</summary>
    /// <param name="hessian">The loss and its parameters.</param>
    /// <param name="relative">Eigenvalues below this share of the largest count as flat.</param>
    public static CriticalPoint At(Hessian hessian, double relative = 1e-3)
    {
        double[] values = hessian.Spectrum();
        return new CriticalPoint(hessian.Loss(), Length(hessian.Gradient()), values, relative * values.Max(Math.Abs));
    }

    private static float[] Step(float[] w, double[] g, SymmetricEigen eigen, double damping)
    {
        double[] step = new double[w.Length];
        for (int k = 0; k < w.Length; k++)
        {
            double[] v = eigen.Vectors[k];
            double along = TensorPrimitives.Dot<double>(v, g), value = eigen.Values[k];
            TensorPrimitives.MultiplyAdd(v, -along * value / (value * value + damping + 1e-12), step, step);
        }
        return [.. w.Zip(step, (x, d) => (float)(x + d))];
    }

    private static double Length(double[] v) => TensorPrimitives.Norm<double>(v);
}
