namespace DeepNotes.Data;

/// <summary>A batch of sequences and what to answer.</summary>
/// <param name="X">(T, N, I), time first.</param>
/// <param name="Y">What is wanted: (N, 1) for one answer, (T, N, K) for one at every step.</param>
public sealed record SequenceBatch(Tensor X, Tensor Y);

/// <summary>Problems that ask for memory, made on the spot: every batch is new, so nothing can be learnt by heart.</summary>
public static class SequenceTasks
{
    /// <summary>The adding problem: of T numbers in [0, 1) two are marked; the answer is their sum. Always answering 1 has a mean squared error of 1/6.</summary>
    /// <remarks>Hochreiter and Schmidhuber (1997), experiment 4, in the form of Arjovsky et al. (2016): one mark in either half.</remarks>
    /// <param name="rng">Randomness.</param>
    /// <param name="count">N.</param>
    /// <param name="steps">T ≥ 2.</param>
    /// <returns>X (T, N, 2): the number and its mark, 0 or 1. Y (N, 1).</returns>
    public static SequenceBatch Adding(Rng rng, int count, int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        Tensor x = Tensor.Zeros(steps, count, 2), y = Tensor.Zeros(count, 1);
        for (int n = 0; n < count; n++)
        {
            for (int t = 0; t < steps; t++)
                x[t, n, 0] = rng.NextSingle();
            foreach (int t in new[] { rng.Next(steps / 2), steps / 2 + rng.Next(steps - steps / 2) })
            {
                x[t, n, 1] = 1;
                y[n, 0] += x[t, n, 0];
            }
        }
        return new SequenceBatch(x, y);
    }

    /// <summary>Exclusive or in time: two random bits, then their exclusive or, then two new ones, and so on. Only every third bit can be foreseen.</summary>
    /// <remarks>Elman (1990), "Finding structure in time".</remarks>
    /// <param name="rng">Randomness.</param>
    /// <param name="length">How many bits.</param>
    public static int[] ExclusiveOr(Rng rng, int length)
    {
        var bits = new int[length];
        for (int i = 0; i < length; i++)
            bits[i] = i % 3 < 2 ? rng.Next(2) : bits[i - 1] ^ bits[i - 2];
        return bits;
    }

    /// <summary>Copy: L random vectors of bits, a mark, then L empty steps in which the vectors are wanted in the same order.</summary>
    /// <remarks>Graves, Wayne and Danihelka (2014), "Neural Turing machines", section 4.1.</remarks>
    /// <param name="rng">Randomness.</param>
    /// <param name="count">N.</param>
    /// <param name="length">L ≥ 1.</param>
    /// <param name="bits">Bits of a vector.</param>
    /// <returns>X (2 L + 1, N, bits + 1), the last channel the mark. Y (L, N, bits): the answer at the last L steps.</returns>
    public static SequenceBatch Copy(Rng rng, int count, int length, int bits = 8)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        Tensor x = Tensor.Zeros(2 * length + 1, count, bits + 1), y = Tensor.Zeros(length, count, bits);
        for (int n = 0; n < count; n++)
        {
            for (int t = 0; t < length; t++)
            {
                for (int b = 0; b < bits; b++)
                    y[t, n, b] = x[t, n, b] = rng.Next(2);
            }
            x[length, n, bits] = 1;
        }
        return new SequenceBatch(x, y);
    }

    /// <summary>Priority sort: vectors of bits, each with a priority in [−1, 1), a mark, then the vectors of highest priority in falling order.</summary>
    /// <remarks>Graves, Wayne and Danihelka (2014), section 4.5: 20 vectors in, the first 16 out.</remarks>
    /// <param name="rng">Randomness.</param>
    /// <param name="count">N.</param>
    /// <param name="items">Vectors in.</param>
    /// <param name="wanted">Vectors out, at most <paramref name="items"/>.</param>
    /// <param name="bits">Bits of a vector.</param>
    /// <returns>X (items + 1 + wanted, N, bits + 2), then priority and mark. Y (wanted, N, bits): the answer at the last steps.</returns>
    public static SequenceBatch PrioritySort(Rng rng, int count, int items, int wanted, int bits = 8)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(wanted, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(wanted, items);
        Tensor x = Tensor.Zeros(items + 1 + wanted, count, bits + 2), y = Tensor.Zeros(wanted, count, bits);
        for (int n = 0; n < count; n++)
        {
            var priority = new float[items];
            for (int t = 0; t < items; t++)
            {
                for (int b = 0; b < bits; b++)
                    x[t, n, b] = rng.Next(2);
                x[t, n, bits] = priority[t] = 2 * rng.NextSingle() - 1;
            }
            x[items, n, bits + 1] = 1;
            int[] order = [.. Enumerable.Range(0, items).OrderByDescending(t => priority[t])];
            for (int t = 0; t < wanted; t++)
            {
                for (int b = 0; b < bits; b++)
                    y[t, n, b] = x[order[t], n, b];
            }
        }
        return new SequenceBatch(x, y);
    }
}
