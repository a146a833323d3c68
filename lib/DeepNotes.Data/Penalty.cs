namespace DeepNotes;

/// <summary>Sums over weights that are added to a loss, so that large weights must pay for themselves.</summary>
public static class Penalty
{
    /// <summary>Σ |w|: pulls every weight with the same force, many of them to 0. Tibshirani (1996).</summary>
    /// <param name="parameters">Usually the weights without the biases; at least one.</param>
    public static Tensor L1(IEnumerable<Tensor> parameters) => Total(parameters, F.Abs);

    /// <summary>Σ w²: pulls every weight in proportion to its size. Tikhonov; Hoerl and Kennard (1970).</summary>
    /// <param name="parameters">Usually the weights without the biases; at least one.</param>
    public static Tensor L2(IEnumerable<Tensor> parameters) => Total(parameters, w => F.Pow(w, 2));

    private static Tensor Total(IEnumerable<Tensor> parameters, Func<Tensor, Tensor> size) => parameters.Select(p => F.Sum(size(p))).Aggregate((a, b) => a + b);
}
