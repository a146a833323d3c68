using DeepNotes.Models;

namespace DeepNotes.Tests.Models;

public class GeneticAlgorithmTests
{
    // A bowl with its bottom at (1, −2, 3, −4), in two tensors.
    private static (Tensor[] Parameters, Func<double> Loss) Bowl()
    {
        Tensor a = Tensor.From([0, 0, 0]), b = Tensor.From([0]);
        return ([a, b], () => Math.Pow(a.Data[0] - 1, 2) + Math.Pow(a.Data[1] + 2, 2) + Math.Pow(a.Data[2] - 3, 2) + Math.Pow(b.Data[0] + 4, 2));
    }

    [Fact]
    public void It_finds_the_bottom_of_a_bowl_without_a_gradient()
    {
        var (p, loss) = Bowl();
        var search = new GeneticAlgorithm(p, loss, new Rng(1));
        for (int generation = 0; generation < 150; generation++)
            search.Step();
        Assert.InRange(search.Best, 0, 0.01);
        Assert.Equal(search.Best, loss());   // the parameters hold the best genome
        Assert.Equal(50 + 150 * 48, search.Evaluations);
    }

    [Fact]
    public void The_best_never_gets_worse_and_the_first_is_no_worse_than_the_start()
    {
        var (p, loss) = Bowl();
        var search = new GeneticAlgorithm(p, loss, new Rng(2), new() { Population = 6, Elite = 1, Mutation = 3 });
        double before = 30;
        for (int generation = 0; generation < 40; generation++)
        {
            Assert.InRange(search.Best, 0, before);
            Assert.Equal(search.Losses.Order(), search.Losses);
            before = search.Best;
            search.Step();
        }
    }

    [Fact]
    public void Without_mutation_children_hold_their_parents_genes_only()
    {
        var (p, loss) = Bowl();
        var seen = new HashSet<float>();
        bool collecting = true;
        double Watched()
        {
            float[] genes = [.. p[0].ToArray(), .. p[1].ToArray()];
            if (collecting)
                seen.UnionWith(genes);
            Assert.All(genes, g => Assert.Contains(g, seen));
            return loss();
        }
        var search = new GeneticAlgorithm(p, Watched, new Rng(3), new() { Population = 12, Mutation = 0, Crossover = 1 });
        (collecting, double first) = (false, search.Best);
        for (int generation = 0; generation < 10; generation++)
            search.Step();
        Assert.True(search.Best < first, "crossover alone must combine good genes of different parents");
    }

    [Fact]
    public void Stronger_selection_lowers_the_population_sooner()
    {
        double Mean(int tournament)
        {
            var (p, loss) = Bowl();
            var search = new GeneticAlgorithm(p, loss, new Rng(4), new() { Tournament = tournament, Mutation = 0.2, Crossover = 0 });
            for (int generation = 0; generation < 8; generation++)
                search.Step();
            return search.Losses.Average();
        }
        Assert.True(Mean(5) < 0.7 * Mean(1));
    }

    [Fact]
    public void The_same_seed_gives_the_same_search_and_a_loss_of_NaN_is_the_worst()
    {
        double[] Run()
        {
            var (p, loss) = Bowl();
            var search = new GeneticAlgorithm(p, () => p[0].Data[0] < 0 ? double.NaN : loss(), new Rng(5));
            search.Step();
            return [.. search.Losses];
        }
        Assert.Equal(Run(), Run());
        Assert.True(double.IsFinite(Run()[0]));
    }

    [Fact]
    public void Nonsense_is_refused()
    {
        var (p, loss) = Bowl();
        Assert.Throws<ArgumentException>(() => new GeneticAlgorithm([], loss, new Rng(1)));
        Assert.Throws<ArgumentException>(() => new GeneticAlgorithm(p, loss, new Rng(1), new() { Elite = 50 }));
        Assert.Throws<ArgumentException>(() => new GeneticAlgorithm(p, loss, new Rng(1), new() { Mutation = -1 }));
        Assert.Throws<ArgumentException>(() => new GeneticAlgorithm(p, loss, new Rng(1), new() { Crossover = 1.1 }));
    }
}
