namespace DeepNotes.Models;

/// <summary>Restricted Boltzmann machine: p(v, h) ∝ exp(b·v + c·h + hᵀ W v) over binary units, with connections between the two layers only.</summary>
/// <remarks>
/// Smolensky (1986); Hinton (2002), "Training products of experts by minimizing contrastive divergence". Every estimate of the
/// likelihood's slope is the slope of a difference of free energies whose samples are held fixed; so the losses below are tensors, and
/// <see cref="Tensor.Backward()"/> with any optimizer trains the machine.
/// </remarks>
public sealed class Rbm : Module
{
    private const int MostExact = 24;

    /// <summary>A machine with small normal weights (deviation 0.01 as in Hinton 2010) and biases of 0.</summary>
    /// <param name="visible">V.</param>
    /// <param name="hidden">H.</param>
    /// <param name="rng">Where the weights come from.</param>
    /// <param name="deviation">Of the weights.</param>
    public Rbm(int visible, int hidden, Rng rng, float deviation = 0.01f)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(visible, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hidden, 1);
        Weight = Parameter("weight", rng.Normal(deviation, hidden, visible));
        VisibleBias = Parameter("visible_bias", Tensor.Zeros(visible));
        HiddenBias = Parameter("hidden_bias", Tensor.Zeros(hidden));
    }

    /// <summary>W, (H, V).</summary>
    public Tensor Weight { get; }

    /// <summary>b, (V).</summary>
    public Tensor VisibleBias { get; }

    /// <summary>c, (H).</summary>
    public Tensor HiddenBias { get; }

    /// <summary>Visible units.</summary>
    public int Visible => Weight.Dim(1);

    /// <summary>Hidden units.</summary>
    public int Hidden => Weight.Dim(0);

    /// <summary>p(h = 1 | v) = σ(W v + c).</summary>
    /// <param name="v">(N, V).</param>
    /// <returns>(N, H).</returns>
    public Tensor HiddenProbability(Tensor v) => F.Sigmoid(F.Linear(Units(v, Visible), Weight, HiddenBias));

    /// <summary>p(v = 1 | h) = σ(Wᵀ h + b).</summary>
    /// <param name="h">(N, H).</param>
    /// <returns>(N, V).</returns>
    public Tensor VisibleProbability(Tensor h) => F.Sigmoid(F.MatMul(Units(h, Hidden, "hidden"), Weight) + VisibleBias);

    /// <summary>F(v) = −b·v − Σ_j log(1 + exp(c_j + W_j·v)), so that p(v) = exp(−F(v)) / Z.</summary>
    /// <param name="v">(N, V).</param>
    /// <returns>(N).</returns>
    public Tensor FreeEnergy(Tensor v) => -(F.Sum(Units(v, Visible) * VisibleBias, 1) + F.Sum(F.Softplus(F.Linear(v, Weight, HiddenBias)), 1));

    /// <summary>Visible states after full Gibbs steps: all hidden units are drawn, then all visible ones.</summary>
    /// <param name="v">Where to begin, (N, V).</param>
    /// <param name="steps">k.</param>
    /// <param name="rng">Randomness.</param>
    /// <param name="meanField">Whether the last visible state is probabilities rather than a draw: less noise, as Hinton (2010) advises for grey pixels.</param>
    public Tensor Gibbs(Tensor v, int steps, Rng rng, bool meanField = false)
    {
        using var off = Autograd.NoGrad();
        for (int k = 0; k < steps; k++)
        {
            v = VisibleProbability(Draw(HiddenProbability(v), rng));
            if (!meanField || k + 1 < steps)
                v = Draw(v, rng);
        }
        return v;
    }

    /// <summary>CD-k: F(data) − F(where k Gibbs steps from the data lead), the means over the batch.</summary>
    /// <param name="data">(N, V).</param>
    /// <param name="steps">k.</param>
    /// <param name="rng">Randomness.</param>
    /// <param name="meanField">As in <see cref="Gibbs"/>.</param>
    /// <returns>A scalar; its value means little, its gradient is the update of contrastive divergence.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no step.</exception>
    public Tensor ContrastiveDivergence(Tensor data, int steps, Rng rng, bool meanField = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        return Contrast(data, Gibbs(data.Detach(), steps, rng, meanField));
    }

    /// <summary>F(data) − F(fantasies), the means over each.</summary>
    /// <param name="data">(N, V), in [0, 1].</param>
    /// <param name="fantasies">Samples of the model, (M, V), held fixed.</param>
    /// <exception cref="ArgumentException">The data are not in [0, 1].</exception>
    public Tensor Contrast(Tensor data, Tensor fantasies)
    {
        Shares.Check(nameof(Rbm), data);
        return F.Mean(FreeEnergy(data)) - F.Mean(FreeEnergy(fantasies.Detach()));
    }

    /// <summary>−log p(data), the mean over examples, exactly: F(data) + log Z by adding up every state of the smaller layer.</summary>
    /// <param name="data">(N, V).</param>
    /// <exception cref="ShapeException">Both layers have more than 16 units.</exception>
    public Tensor NegativeLogLikelihood(Tensor data)
    {
        if (Math.Min(Visible, Hidden) > 16)
            throw new ShapeException($"Rbm: {Visible} visible and {Hidden} hidden units; one layer must have 16 at most for an exact gradient.");
        Shares.Check(nameof(Rbm), data);
        var states = BinaryStates.All(Math.Min(Visible, Hidden));
        var energies = Visible <= Hidden ? -FreeEnergy(states)
            : F.Sum(states * HiddenBias, 1) + F.Sum(F.Softplus(F.MatMul(states, Weight) + VisibleBias), 1);
        float most = F.Max(energies.Detach()).Item();
        return F.Mean(FreeEnergy(data)) + F.Log(F.Sum(F.Exp(energies - most))) + most;
    }

    /// <summary>log Z, exactly and in double: the states of the smaller layer one after another, each a single flip from the one before.</summary>
    /// <exception cref="ShapeException">Both layers have more than 24 units; see <see cref="AnnealedImportance"/>.</exception>
    public double LogPartition()
    {
        bool overVisible = Visible <= Hidden;
        int few = Math.Min(Visible, Hidden), many = Math.Max(Visible, Hidden);
        if (few > MostExact)
            throw new ShapeException($"Rbm: {Visible} visible and {Hidden} hidden units; one layer must have {MostExact} at most for an exact partition function.");
        Tensor own = overVisible ? VisibleBias : HiddenBias, other = overVisible ? HiddenBias : VisibleBias;
        double[] input = [.. other.ToArray().Select(b => (double)b)];
        double bias = 0, most = double.NegativeInfinity, sum = 0;
        for (long state = 0; ; )
        {
            double energy = bias;
            foreach (double a in input)
                energy += Math.Max(a, 0) + Math.Log(1 + Math.Exp(-Math.Abs(a)));
            (sum, most) = energy > most ? (sum * Math.Exp(most - energy) + 1, energy) : (sum + Math.Exp(energy - most), most);
            if (++state == 1L << few)
                return most + Math.Log(sum);
            int flip = System.Numerics.BitOperations.TrailingZeroCount(state);   // Gray's order
            int sign = ((state ^ (state >> 1)) >> flip & 1) == 1 ? 1 : -1;
            bias += sign * own.Data[flip];
            for (int j = 0; j < many; j++)
                input[j] += sign * (overVisible ? Weight.Data[j * Visible + flip] : Weight.Data[flip * Visible + j]);
        }
    }

    /// <summary>The mean log p(v) of examples in nats, given log Z.</summary>
    /// <param name="v">(N, V).</param>
    /// <param name="logPartition">From <see cref="LogPartition"/> or <see cref="AnnealedImportance"/>.</param>
    public double LogLikelihood(Tensor v, double logPartition)
    {
        using var off = Autograd.NoGrad();
        return -FreeEnergy(v).ToArray().Average(f => (double)f) - logPartition;
    }

    private Tensor Units(Tensor x, int width, string kind = "visible") => x.Rank == 2 && x.Dim(1) == width ? x
        : throw new ShapeException($"Rbm: the {kind} units are {Shape.Text(x.Shape)}; this machine of {Visible} visible and {Hidden} hidden units takes (N, {width}).");

    /// <summary>0 or 1, each 1 with its probability.</summary>
    /// <param name="probability">In [0, 1].</param>
    /// <param name="rng">Randomness.</param>
    public static Tensor Draw(Tensor probability, Rng rng)
    {
        var y = Tensor.EmptyLike(probability);
        for (int i = 0; i < y.Length; i++)
            y.Data[i] = rng.NextSingle() < probability.Data[i] ? 1 : 0;
        return y;
    }
}

/// <summary>Persistent contrastive divergence: fantasies that go on from step to step instead of beginning at the data.</summary>
/// <remarks>Tieleman (2008); Younes (1989).</remarks>
public sealed class PersistentChains
{
    private readonly Rbm _rbm;
    private readonly Rng _rng;

    /// <summary>Chains that begin at random states.</summary>
    /// <param name="rbm">The machine.</param>
    /// <param name="count">How many.</param>
    /// <param name="rng">Randomness.</param>
    public PersistentChains(Rbm rbm, int count, Rng rng)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        (_rbm, _rng) = (rbm, rng);
        States = Tensor.Keep(Rbm.Draw(Tensor.Full(0.5f, count, rbm.Visible), rng));
    }

    /// <summary>Where the chains are, (count, V).</summary>
    public Tensor States { get; private set; }

    /// <summary>Moves the chains by some Gibbs steps and contrasts them with the data.</summary>
    /// <param name="data">(N, V).</param>
    /// <param name="steps">Gibbs steps.</param>
    /// <returns>A scalar whose gradient is the update.</returns>
    public Tensor Loss(Tensor data, int steps = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        States = Tensor.Keep(_rbm.Gibbs(States, steps, _rng));
        return _rbm.Contrast(data, States);
    }
}

/// <summary>Every state of a few binary units.</summary>
public static class BinaryStates
{
    /// <summary>All 2ⁿ rows of n bits; bit j of a row's number is its column j.</summary>
    /// <param name="n">At most 20.</param>
    /// <returns>(2ⁿ, n).</returns>
    public static Tensor All(int n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(n, 20);
        var states = Tensor.Empty(1 << n, n);
        for (int s = 0; s < 1 << n; s++)
        {
            for (int j = 0; j < n; j++)
                states.Data[s * n + j] = s >> j & 1;
        }
        return states;
    }
}
