namespace DeepNotes.Benchmarks;

/// <summary>Another library that runs the same work.</summary>
internal interface IPeer
{
    string Name { get; }

    /// <summary>The version, or null when the library is not on this machine.</summary>
    string? Version { get; }
    void UseThreads(int count);
}

/// <summary>All that a case can be measured against.</summary>
internal sealed record Peers(OpenBlas Blas, TorchPeer Torch, OneThread Self);

/// <summary>Cases that are averaged together.</summary>
/// <param name="Name">What they have in common.</param>
/// <param name="GeoMean">The least geometric mean of their ratios that is good enough, or 0.</param>
internal sealed record Group(string Name, double GeoMean = 0);

/// <summary>A piece of work that the library and a peer both do.</summary>
/// <param name="Name">What is done.</param>
/// <param name="Group">Which cases it is averaged with.</param>
/// <param name="Peer">Who else does it.</param>
/// <param name="Bar">The least ratio that is good enough.</param>
/// <param name="Work">Floating-point operations, or bytes moved, in one run.</param>
/// <param name="Unit">What <paramref name="Work"/> counts: <c>FLOP</c> or <c>B</c>.</param>
/// <param name="Prepare">Makes the operands when the case's turn comes.</param>
internal sealed record Case(string Name, Group Group, IPeer Peer, double Bar, double Work, string Unit, Func<Trial> Prepare);

/// <summary>A case made ready.</summary>
/// <param name="Ours">Runs ours once.</param>
/// <param name="Theirs">Runs the peer's that many times and returns the seconds that took.</param>
/// <param name="Difference">Largest difference of the results over the largest result; may run both sides afresh, and frees what was prepared.</param>
/// <param name="Tolerance">The difference that rounding explains.</param>
internal sealed record Trial(Action Ours, Func<int, double> Theirs, Func<double> Difference, double Tolerance)
{
    /// <summary>The same computation here and in a function of <c>Peers/*.py</c>, which is called with the numbers and the operands.</summary>
    /// <param name="peer">PyTorch.</param>
    /// <param name="name">The function's key in the script's <c>CASES</c>.</param>
    /// <param name="numbers">Sizes, strides …</param>
    /// <param name="operands">What both sides compute from.</param>
    /// <param name="ours">Runs ours once.</param>
    /// <param name="result">Our result after a run, to compare with what the function's run returns.</param>
    /// <param name="tolerance">The difference that rounding explains.</param>
    public static Trial Torch(TorchPeer peer, string name, int[] numbers, Tensor[] operands, Action ours, Func<float[]> result, double tolerance = 1e-5)
    {
        peer.Prepare(name, numbers, operands);
        return new Trial(ours, peer.Time, () =>
        {
            ours();
            peer.Time(1);
            return Data.Difference(result(), peer.Result());
        }, tolerance);
    }

    /// <summary>
    /// A computation that changes its own state, such as a training step. The sides will have made a different number of steps
    /// when the time comes to compare, so both start afresh then and make <paramref name="steps"/> each.
    /// </summary>
    public static Trial TorchSteps(TorchPeer peer, string name, int[] numbers, Func<(Tensor[] Operands, Action Step, Func<float[]> Result)> make,
        int steps = 5, double tolerance = 1e-4)
    {
        var (operands, step, _) = make();
        peer.Prepare(name, numbers, operands);
        return new Trial(step, peer.Time, () =>
        {
            var (again, fresh, result) = make();
            peer.Prepare(name, numbers, again);
            for (int i = 0; i < steps; i++)
                fresh();
            peer.Time(steps);
            return Data.Difference(result(), peer.Result());
        }, tolerance);
    }
}

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
