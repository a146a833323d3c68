using DeepNotes.Data;
using DeepNotes.Insight;
using DeepNotes.Kernels;
using DeepNotes.Tests.Support;

namespace DeepNotes.Tests.Insight;

public class TsneTests
{
    private static double[] Plane(int n, ulong seed, double spread = 3)
    {
        var rng = new Rng(seed);
        return [.. Enumerable.Range(0, 2 * n).Select(_ => spread * rng.NextNormal())];
    }

    [Fact]
    public void Affinities_have_the_wanted_perplexity_and_are_symmetric()
    {
        var x = new Rng(1).Normal(1, 80, 6);
        var p = Affinities.Of(x, 10, 79);
        Assert.Equal(1, p.Value.Sum(), 12);
        for (int i = 0; i < p.Count; i++)
        {
            for (int k = p.Start[i]; k < p.Start[i + 1]; k++)
            {
                int j = p.Column[k], back = Array.IndexOf(p.Column, i, p.Start[j], p.Start[j + 1] - p.Start[j]);
                Assert.Equal(p.Value[k], p.Value[back], 1e-15);
            }
            double[] likely = [.. Enumerable.Range(0, 80).Where(j => j != i).Select(j => Math.Exp(-p.Precision[i] * Enumerable.Range(0, 6).Sum(c => Math.Pow((double)x[i, c] - x[j, c], 2))))];
            double sum = likely.Sum(), entropy = -likely.Sum(l => l / sum * Math.Log(l / sum));
            Assert.InRange(Math.Exp(entropy), 10 - 1e-3, 10 + 1e-3);
        }
    }

    // With attraction exaggerated e times it is the slope of e · KL − (e − 1) ln Z, Z the sum that Q is divided by.
    [Theory, InlineData(1), InlineData(4)]
    public void The_gradient_is_the_slope_of_the_divergence(double exaggeration)
    {
        var p = Affinities.Of(new Rng(2).Normal(1, 40, 5), 8, 39);
        double[] y = Plane(40, 3, 1), gradient = Tsne.Gradient(p, y, 0, exaggeration);
        for (int i = 0; i < y.Length; i++)
        {
            double at = y[i], h = 1e-5;
            y[i] = at + h;
            double up = Potential(y);
            y[i] = at - h;
            double down = Potential(y);
            y[i] = at;
            Assert.InRange(gradient[i] - (up - down) / (2 * h), -1e-8, 1e-8);
        }

        double Potential(double[] at) => exaggeration * Tsne.Divergence(p, at, 0) - (exaggeration - 1) * Math.Log(Sum(at));

        static double Sum(double[] at) => Enumerable.Range(0, at.Length / 2).Sum(i => Enumerable.Range(0, at.Length / 2).Where(j => j != i)
            .Sum(j => 1 / (1 + (at[2 * i] - at[2 * j]) * (at[2 * i] - at[2 * j]) + (at[2 * i + 1] - at[2 * j + 1]) * (at[2 * i + 1] - at[2 * j + 1]))));
    }

    // Errors relative to the whole gradient; at θ = 0.5 van der Maaten (2014) sees no loss in the maps.
    [Theory, InlineData(0.2, 0.002), InlineData(0.5, 0.02), InlineData(0.8, 0.08)]
    public void Squares_come_close_to_all_pairs(double theta, double tolerance)
    {
        foreach (ulong seed in (ulong[])[1, 2, 3])
        {
            var p = Affinities.Of(new Rng(seed).Normal(1, 600, 10), 15, 45);
            double[] y = Plane(600, seed, 10), exact = Tsne.Gradient(p, y, 0), near = Tsne.Gradient(p, y, theta);
            double error = Math.Sqrt(exact.Zip(near, (a, b) => (a - b) * (a - b)).Sum() / exact.Sum(a => a * a));
            Assert.InRange(error, 1e-9, tolerance);
            Assert.InRange(Tsne.Divergence(p, y, theta) / Tsne.Divergence(p, y, 0), 1 - tolerance, 1 + tolerance);
        }
    }

    [Fact]
    public void Points_at_one_place_are_no_trouble()
    {
        double[] y = [1, 1, 1, 1, 1, 1, 1, 1, 4, 5];
        var (fx, fy, z) = new QuadTree(y).Repulsion(1, 1, 0.5);
        Assert.Equal(4 + 1 / 26.0, z, 12);
        Assert.Equal((-3 / 676.0, -4 / 676.0), (Math.Round(fx, 12), Math.Round(fy, 12)), (a, b) => Math.Abs(a.Item1 - b.Item1) < 1e-11 && Math.Abs(a.Item2 - b.Item2) < 1e-11);
        var x = new Rng(4).Normal(1, 60, 3);
        for (int i = 0; i < 30; i++)
            x.Data.Slice(0, 3).CopyTo(x.Data[(3 * i)..]);   // thirty times the same point
        var map = Tsne.Map(x, new Rng(5), new TsneOptions { Perplexity = 5, Iterations = 300 });
        Assert.All(map.ToArray(), v => Assert.True(float.IsFinite(v)));
    }

    [Fact]
    public void Clusters_stay_together_and_the_seed_makes_the_map()
    {
        var data = new Rng(6);
        var x = data.Normal(1, 150, 10);
        int[] labels = [.. Enumerable.Range(0, 150).Select(i => i / 50)];
        for (int i = 0; i < 150; i++)
            x[i, labels[i]] += 12;
        var options = new TsneOptions { Perplexity = 15, Iterations = 400 };
        var map = Tsne.Map(x, new Rng(7), options);
        Assert.Equal(1, NearestNeighbours.Accuracy(map, labels));
        int threads = Workers.Count;
        Workers.Count = threads == 1 ? 2 : 1;
        var again = Tsne.Map(x, new Rng(7), options);
        Workers.Count = threads;
        Assert.Equal(map.ToArray(), again.ToArray());
        Assert.NotEqual(map.ToArray(), Tsne.Map(x, new Rng(8), options).ToArray());
    }

    [Fact]
    public void Drawn_digits_keep_their_neighbours()
    {
        var digits = DataHub.Load("digits", 1000, 1).Flat();
        Judge(digits.TrainX, digits.TrainY, 400);
    }

    [Fact]
    public void Two_thousand_digits_of_MNIST_keep_their_neighbours()
    {
        var x = Idx.Read(RealData.Path("mnist/t10k-images-idx3-ubyte.gz"), 2000).ToTensor(255);
        int[] labels = Idx.Read(RealData.Path("mnist/t10k-labels-idx1-ubyte.gz"), 2000).ToLabels();
        Judge(F.Reshape(x, 2000, 784), labels, 500);
    }

    private static void Judge(Tensor x, int[] labels, int iterations)
    {
        double before = NearestNeighbours.Accuracy(x, labels);
        var map = Tsne.Map(x, new Rng(1), new TsneOptions { Iterations = iterations });
        double after = NearestNeighbours.Accuracy(map, labels);
        TestContext.Current.SendDiagnosticMessage($"1-NN accuracy: {before:F4} before, {after:F4} in the map");
        Assert.InRange(after / before, 0.9, 1.1);
    }

    [Fact]
    public void What_cannot_be_done_is_said()
    {
        var x = new Rng(9).Normal(1, 50, 3);
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Tsne.Map(x, new Rng(1)));
        Assert.StartsWith("Tsne: perplexity 30 for 50 points; it must be above 1 and at most (N − 1) / 3 = 16.33.", error.Message, StringComparison.Ordinal);
        var few = new TsneOptions { Perplexity = 5 };
        Assert.Throws<ArgumentOutOfRangeException>(() => Tsne.Map(x, new Rng(1), few with { Perplexity = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Tsne.Map(x, new Rng(1), few with { Theta = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Tsne.Map(x, new Rng(1), few with { Iterations = 0 }));
        Assert.Throws<ShapeException>(() => Tsne.Map(x, new Rng(1), few with { Start = Tensor.Zeros(3, 2) }));
        Assert.Throws<ShapeException>(() => Tsne.Map(Tensor.Zeros(9), new Rng(1), few));
        x[3, 1] = float.PositiveInfinity;
        Assert.Throws<ArgumentException>(() => Tsne.Map(x, new Rng(1), few));
        Assert.Throws<ShapeException>(() => NearestNeighbours.Of(x, 50));
    }
}
