namespace DeepNotes.Data;

/// <summary>A mini-batch of labelled examples.</summary>
/// <param name="X">Inputs, (N, …).</param>
/// <param name="Y">N labels.</param>
public sealed record Batch(Tensor X, int[] Y)
{
    /// <summary>The number of examples.</summary>
    public int Count => Y.Length;
}
