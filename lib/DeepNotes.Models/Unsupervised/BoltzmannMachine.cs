namespace DeepNotes.Models;

/// <summary>Boltzmann machine: binary units, every pair connected, p(s) ∝ exp(½ sᵀ W s + b·s); small enough to add up every state.</summary>
/// <remarks>
/// Ackley, Hinton and Sejnowski (1985), "A learning algorithm for Boltzmann machines". ∂ log p(v) / ∂w_ij = ⟨s_i s_j⟩ with the visible
/// units held at v, minus ⟨s_i s_j⟩ when all run free: both exact here, no annealing.
/// </remarks>
public sealed class BoltzmannMachine
{
    private readonly int _visible, _units;

    /// <summary>A machine with small normal weights.</summary>
    /// <param name="visible">Units that show data.</param>
    /// <param name="hidden">Units that do not, may be 0; 16 units in all at most.</param>
    /// <param name="rng">Where the weights come from.</param>
    /// <param name="deviation">Of the weights.</param>
    public BoltzmannMachine(int visible, int hidden, Rng rng, double deviation = 0.1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(visible, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(hidden);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(visible + hidden, 16);
        (_visible, _units) = (visible, visible + hidden);
        Weights = new double[_units, _units];
        Biases = new double[_units];
        for (int i = 0; i < _units; i++)
        {
            for (int j = 0; j < i; j++)
                Weights[i, j] = Weights[j, i] = deviation * rng.NextNormal();
        }
    }

    /// <summary>W, symmetric with zeros on its diagonal; the visible units come first.</summary>
    public double[,] Weights { get; }

    /// <summary>b.</summary>
    public double[] Biases { get; }

    /// <summary>E(s) = −½ sᵀ W s − b·s.</summary>
    /// <param name="state">Bit i is unit i.</param>
    public double Energy(int state)
    {
        double energy = 0;
        for (int i = 0; i < _units; i++)
        {
            if ((state >> i & 1) == 0)
                continue;
            energy -= Biases[i];
            for (int j = 0; j < i; j++)
                energy -= (state >> j & 1) * Weights[i, j];
        }
        return energy;
    }

    /// <summary>The probability of every visible state, 2^visible numbers; bit i of the index is unit i.</summary>
    public double[] Distribution()
    {
        var p = new double[1 << _visible];
        double[] all = States();
        for (int s = 0; s < all.Length; s++)
            p[s & (p.Length - 1)] += all[s];
        return p;
    }

    /// <summary>The mean log-probability of visible states in nats.</summary>
    /// <param name="data">One or more states.</param>
    /// <exception cref="ShapeException">There are no states, or one has more bits than visible units.</exception>
    public double LogLikelihood(IReadOnlyList<int> data)
    {
        Check(data);
        double[] p = Distribution();
        return data.Average(v => Math.Log(p[v]));
    }

    /// <summary>One step up the slope of the log-likelihood.</summary>
    /// <param name="data">Visible states.</param>
    /// <param name="rate">Step size.</param>
    /// <exception cref="ShapeException">There are no states, or one has more bits than visible units.</exception>
    public void Step(IReadOnlyList<int> data, double rate)
    {
        Check(data);
        double[] free = States(), held = Clamped(free, data);
        for (int i = 0; i < _units; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double slope = 0;
                for (int s = 0; s < free.Length; s++)
                    slope += (s >> i & s >> j & 1) * (held[s] - free[s]);
                if (i == j)
                    Biases[i] += rate * slope;
                else
                    Weights[i, j] = Weights[j, i] = Weights[i, j] + rate * slope;
            }
        }
    }

    /// <summary>One unit after another is drawn given all others: σ(W_i·s + b_i).</summary>
    /// <param name="state">Where to begin.</param>
    /// <param name="sweeps">How often every unit is drawn.</param>
    /// <param name="rng">Randomness.</param>
    /// <returns>The last state.</returns>
    public int Gibbs(int state, int sweeps, Rng rng)
    {
        for (int k = 0; k < sweeps * _units; k++)
        {
            int i = k % _units;
            double input = Biases[i];
            for (int j = 0; j < _units; j++)
                input += (state >> j & 1) * Weights[i, j];
            state = rng.NextDouble() < 1 / (1 + Math.Exp(-input)) ? state | 1 << i : state & ~(1 << i);
        }
        return state;
    }

    private void Check(IReadOnlyList<int> data)
    {
        int most = (1 << _visible) - 1;
        if (data.Count == 0 || data.Any(v => v < 0 || v > most))
            throw new ShapeException($"BoltzmannMachine: {(data.Count == 0 ? "there are no states" : $"state {data.First(v => v < 0 || v > most)}")}; {_visible} visible units need states in 0 … {most}.");
    }

    private double[] States()
    {
        double[] p = [.. Enumerable.Range(0, 1 << _units).Select(s => -Energy(s))];
        double most = p.Max();
        for (int s = 0; s < p.Length; s++)
            p[s] = Math.Exp(p[s] - most);
        double z = p.Sum();
        for (int s = 0; s < p.Length; s++)
            p[s] /= z;
        return p;
    }

    // p(h | v) for every example, averaged: the distribution of all units while the visible ones show the data.
    private double[] Clamped(double[] free, IReadOnlyList<int> data)
    {
        var held = new double[free.Length];
        int visible = 1 << _visible;
        foreach (var group in data.GroupBy(v => v))
        {
            double sum = 0;
            for (int s = group.Key; s < free.Length; s += visible)
                sum += free[s];
            for (int s = group.Key; s < free.Length; s += visible)
                held[s] += free[s] / sum * group.Count() / data.Count;
        }
        return held;
    }
}
