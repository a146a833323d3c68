namespace DeepNotes.Insight;

/// <summary>What each part of a net is worth: measured with the part taken out.</summary>
public static class Ablation
{
    /// <summary>Takes out one part after the other.</summary>
    /// <param name="parts">The parts, such as the blocks of a residual net.</param>
    /// <param name="drop">Takes a part out (true) or puts it back (false).</param>
    /// <param name="measure">What is measured, such as the accuracy on test data.</param>
    /// <returns>One measurement per part, in order.</returns>
    /// <typeparam name="T">What a part is.</typeparam>
    /// <remarks>
    /// Veit, Wilber and Belongie (2016), "Residual networks behave like ensembles of relatively shallow networks", section 4.1: a residual net
    /// hardly suffers, a plain one is left guessing.
    /// </remarks>
    public static double[] DropOne<T>(IReadOnlyList<T> parts, Action<T, bool> drop, Func<double> measure)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var results = new double[parts.Count];
        for (int i = 0; i < results.Length; i++)
        {
            drop(parts[i], true);
            try
            {
                results[i] = measure();
            }
            finally
            {
                drop(parts[i], false);
            }
        }
        return results;
    }
}
