namespace DeepNotes.Data;

/// <summary>Square pictures that are all bars or all stripes: 2 · 2ˢ − 2 different ones of side s.</summary>
/// <remarks>After Hinton and Sejnowski (1986); MacKay (2003), chapter 43. All equally likely: no model has a mean log-likelihood above −log of their number.</remarks>
public static class BarsAndStripes
{
    /// <summary>Every picture once: 14 of side 3, 30 of side 4.</summary>
    /// <param name="side">s, 2 to 8.</param>
    /// <returns>(2 · 2ˢ − 2, s²), zeros and ones.</returns>
    public static Tensor All(int side)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(side, 8);
        int lines = 1 << side, count = 2 * lines - 2, pixels = side * side;
        var all = Tensor.Keep(Tensor.Zeros(count, pixels));
        for (int k = 0; k < count; k++)
        {
            bool rows = k < lines;   // empty and full are among the rows already
            int pattern = rows ? k : k - lines + 1;
            for (int i = 0; i < pixels; i++)
                all.Data[k * pixels + i] = pattern >> (rows ? i / side : i % side) & 1;
        }
        return all;
    }
}
