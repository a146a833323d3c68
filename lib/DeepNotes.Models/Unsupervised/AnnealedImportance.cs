namespace DeepNotes.Models;

/// <summary>What annealed importance sampling says of log Z.</summary>
/// <param name="LogPartition">The estimate, in nats.</param>
/// <param name="Low">log(Ẑ − 3 σ), −∞ where that is below 0.</param>
/// <param name="High">log(Ẑ + 3 σ).</param>
public sealed record PartitionEstimate(double LogPartition, double Low, double High);

/// <summary>log Z of a machine too large to add up: chains that are led from independent units to the machine by many small steps, each of which has a weight.</summary>
/// <remarks>
/// Neal (2001); Salakhutdinov and Murray (2008), "On the quantitative analysis of deep belief networks", section 4.1. The mean weight
/// is unbiased for Z / Z₀, so its logarithm is too small rather than too large when there are few chains or steps.
/// </remarks>
public static class AnnealedImportance
{
    /// <summary>Estimates log Z.</summary>
    /// <param name="rbm">The machine.</param>
    /// <param name="chains">Independent chains.</param>
    /// <param name="steps">Temperatures between β = 0 and β = 1, evenly apart.</param>
    /// <param name="rng">Randomness.</param>
    /// <param name="baseBias">(V), the biases of the independent units to begin with; 0 when null. The data's log odds are better.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no chain or no step.</exception>
    /// <exception cref="ShapeException">The biases are not (V).</exception>
    public static PartitionEstimate Run(Rbm rbm, int chains, int steps, Rng rng, Tensor? baseBias = null)
    {
        ArgumentNullException.ThrowIfNull(rbm);
        ArgumentOutOfRangeException.ThrowIfLessThan(chains, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        var start = baseBias ?? Tensor.Zeros(rbm.Visible);
        if (start.Rank != 1 || start.Length != rbm.Visible)
            throw new ShapeException($"AnnealedImportance: the base biases are {Shape.Text(start.Shape)}; they must be ({rbm.Visible}).");
        using var off = Autograd.NoGrad();
        var v = Tensor.Keep(Rbm.Draw(F.Sigmoid(start + Tensor.Zeros(chains, rbm.Visible)), rng));
        var weight = new double[chains];
        for (int k = 1; k <= steps; k++)
        {
            using var scope = new StepScope();
            float before = (k - 1f) / steps, now = (float)k / steps;
            var input = F.Linear(v, rbm.Weight, rbm.HiddenBias);
            var tilt = F.Sum(v * (rbm.VisibleBias - start), 1);
            var gain = F.Sum(F.Softplus(input * now) - F.Softplus(input * before), 1);
            for (int i = 0; i < chains; i++)
                weight[i] += (now - before) * tilt.Data[i] + gain.Data[i];
            var h = Rbm.Draw(F.Sigmoid(input * now), rng);
            v = Tensor.Keep(Rbm.Draw(F.Sigmoid((F.MatMul(h, rbm.Weight) + rbm.VisibleBias) * now + start * (1 - now)), rng));
        }
        double first = start.ToArray().Sum(b => Math.Log(1 + Math.Exp(b))) + rbm.Hidden * Math.Log(2);
        return Sum(weight, first);
    }

    // Weights differ by powers of e: they are added after the largest is taken out.
    private static PartitionEstimate Sum(double[] weight, double first)
    {
        double most = weight.Max(), mean = weight.Average(w => Math.Exp(w - most));
        double variance = weight.Average(w => Math.Pow(Math.Exp(w - most) - mean, 2)) / Math.Max(1, weight.Length - 1);
        double three = 3 * Math.Sqrt(variance), at = first + most;
        return new PartitionEstimate(at + Math.Log(mean), mean > three ? at + Math.Log(mean - three) : double.NegativeInfinity, at + Math.Log(mean + three));
    }
}
