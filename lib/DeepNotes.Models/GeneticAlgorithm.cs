namespace DeepNotes.Models;

/// <summary>How a <see cref="GeneticAlgorithm"/> breeds.</summary>
public sealed record GeneticOptions
{
    /// <summary>How many genomes live at a time, at least 2.</summary>
    public int Population { get; init; } = 50;

    /// <summary>How many of the best go on unchanged, at least 1 and fewer than all.</summary>
    public int Elite { get; init; } = 2;

    /// <summary>How many genomes compete to become a parent, at least 1; more means stronger selection.</summary>
    public int Tournament { get; init; } = 3;

    /// <summary>The probability that a child has two parents, each gene from one or the other, 0 … 1.</summary>
    public double Crossover { get; init; } = 0.5;

    /// <summary>The standard deviation of the noise added to every gene of a child, ≥ 0.</summary>
    public double Mutation { get; init; } = 0.05;
}

/// <summary>
/// Search without gradients: a population of weight vectors, of which the better ones have children that differ a little. One step is one
/// generation: select, cross, mutate, evaluate.
/// </summary>
/// <remarks>
/// Holland (1975); for the weights of networks Montana and Davis (1989). Real genes, tournament selection (Goldberg and Deb 1991), uniform
/// crossover (Syswerda 1989), Gaussian mutation. It is no <see cref="Optimizer"/>, whose rules read a gradient; it needs nothing but values of
/// the loss, and so stands above the core.
/// </remarks>
public sealed class GeneticAlgorithm
{
    private readonly Tensor[] _parameters;
    private readonly Func<double> _loss;
    private readonly Rng _rng;
    private readonly GeneticOptions _options;
    private (float[] Genes, double Loss)[] _population;

    /// <summary>A population around the present weights: they themselves, and mutants of them.</summary>
    /// <param name="parameters">What to search over; after every step they hold the best genome.</param>
    /// <param name="loss">The loss at the present weights, the smaller the better; NaN counts as the worst.</param>
    /// <param name="rng">Randomness.</param>
    /// <param name="options">How to breed; the defaults when null.</param>
    /// <param name="spread">The standard deviation of the first population around the present weights.</param>
    /// <exception cref="ArgumentException">An option is out of range, or there are no parameters.</exception>
    public GeneticAlgorithm(IEnumerable<Tensor> parameters, Func<double> loss, Rng rng, GeneticOptions? options = null, double spread = 0.5)
    {
        (_parameters, _loss, _rng, _options) = ([.. parameters], loss, rng, options ?? new());
        var o = _options;
        if (o.Population < 2 || o.Elite < 1 || o.Elite >= o.Population || o.Tournament < 1 || !(o.Crossover is >= 0 and <= 1) || !(o.Mutation >= 0))
            throw new ArgumentException($"GeneticAlgorithm: {o}; there must be at least 2 genomes, 1 to all but one of them elite, 1 or more in a tournament, a crossover in 0 … 1 and a mutation of 0 or more.", nameof(options));
        if (_parameters.Length == 0)
            throw new ArgumentException("GeneticAlgorithm: there are no parameters; pass model.Parameters().", nameof(parameters));
        float[] now = [.. _parameters.SelectMany(p => p.ToArray())];
        _population = [.. Enumerable.Range(0, o.Population).Select(i => Born(i == 0 ? now : Mutant(now, spread)))];
        Settle();
    }

    /// <summary>The lowest loss so far; it never rises, because the best genome lives on.</summary>
    public double Best => _population[0].Loss;

    /// <summary>The losses of all genomes, the best first.</summary>
    public IReadOnlyList<double> Losses => [.. _population.Select(g => g.Loss)];

    /// <summary>How many times the loss was asked for.</summary>
    public int Evaluations { get; private set; }

    /// <summary>One generation; the parameters then hold its best genome.</summary>
    public void Step()
    {
        _population = [.. _population.Take(_options.Elite), .. Enumerable.Range(_options.Elite, _options.Population - _options.Elite).Select(_ => Born(Child()))];
        Settle();
    }

    // The population is sorted, so that the winner of a tournament is the one with the smallest number.
    private float[] Parent() => _population[Enumerable.Range(0, _options.Tournament).Min(_ => _rng.Next(_population.Length))].Genes;

    private float[] Child()
    {
        float[] a = Parent();
        if (_rng.NextDouble() < _options.Crossover)
        {
            float[] b = Parent();
            a = [.. a.Zip(b, (x, y) => _rng.NextUInt32() < 0x80000000u ? x : y)];
        }
        return Mutant(a, _options.Mutation);
    }

    private float[] Mutant(float[] genes, double deviation) => [.. genes.Select(g => (float)(g + deviation * _rng.NextNormal()))];

    private (float[] Genes, double Loss) Born(float[] genes)
    {
        Express(genes);
        using var off = Autograd.NoGrad();
        using var scope = new StepScope();
        double loss = _loss();
        Evaluations++;
        return (genes, double.IsNaN(loss) ? double.PositiveInfinity : loss);
    }

    private void Settle()
    {
        _population = [.. _population.OrderBy(g => g.Loss)];   // stable: of two equals the older one stays ahead
        Express(_population[0].Genes);
    }

    private void Express(ReadOnlySpan<float> genes)
    {
        foreach (var p in _parameters)
        {
            genes[..p.Length].CopyTo(p.Data);
            genes = genes[p.Length..];
        }
    }
}
