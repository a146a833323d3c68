namespace DeepNotes.Benchmarks;

/// <summary>Another library that runs the same work.</summary>
internal interface IPeer
{
    string Name { get; }

    /// <summary>The version, or null when the library is not on this machine.</summary>
    string? Version { get; }
    void UseThreads(int count);
}

/// <summary>A piece of work that the library and a peer both do.</summary>
/// <param name="Name">What is done.</param>
/// <param name="Peer">Who else does it.</param>
/// <param name="Bar">The least ratio that is good enough.</param>
/// <param name="Work">Floating-point operations, or bytes moved, in one run.</param>
/// <param name="Unit">What <paramref name="Work"/> counts: <c>FLOP</c> or <c>B</c>.</param>
/// <param name="Prepare">Makes the operands when the case's turn comes.</param>
internal sealed record Case(string Name, IPeer Peer, double Bar, double Work, string Unit, Func<Trial> Prepare);

/// <summary>A case made ready.</summary>
/// <param name="Ours">Runs ours once.</param>
/// <param name="Theirs">Runs the peer's that many times and returns the seconds that took.</param>
/// <param name="Difference">Largest difference of the results over the largest result, after one run of each.</param>
/// <param name="Tolerance">The difference that rounding explains.</param>
internal sealed record Trial(Action Ours, Func<int, double> Theirs, Func<double> Difference, double Tolerance);

internal static class Data
{
    public static float[] Random(ulong seed, int length, float bound = 1f)
    {
        var values = new float[length];
        new Rng(seed).FillUniform(values, -bound, bound);
        return values;
    }

    public static double Difference(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double difference = a.Length == b.Length ? 0 : double.PositiveInfinity, largest = 1e-30;
        for (int i = 0; i < Math.Min(a.Length, b.Length); i++)
        {
            double d = Math.Abs((double)a[i] - b[i]);
            difference = double.IsNaN(d) ? double.PositiveInfinity : Math.Max(difference, d);
            largest = Math.Max(largest, Math.Abs(b[i]));
        }
        return difference / largest;
    }
}
