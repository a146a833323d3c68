using DeepNotes.Data;
using DeepNotes.Insight;

namespace DeepNotes.Tests.Insight;

public class HessianTests
{
    // L = ½ Σ λ_i (q_i · w)²: the Hessian has eigenvalues λ and is the same everywhere.
    private static (Hessian Hessian, Tensor W) Bowl(double[] lambda, ulong seed)
    {
        int n = lambda.Length;
        var rng = new Rng(seed);
        var q = Init.Orthogonal(Tensor.Zeros(n, n), rng);
        var scale = Tensor.From([.. lambda.Select(l => (float)l)]);
        var w = rng.Normal(1, 1, n);
        w.RequiresGrad = true;
        return (new Hessian([w], () =>
        {
            var along = F.Linear(w, q);
            return 0.5f * F.Sum(along * along * scale);
        }), w);
    }

    private static (Hessian Hessian, Sequential Net) SmallNet(ulong seed, int hidden = 3)
    {
        var rng = new Rng(seed);
        var net = new Sequential(new Linear(2, hidden, rng), new Tanh(), new Linear(hidden, 2, rng));
        var points = Toy.TwoMoons(rng, 40, 0.1);
        return (new Hessian(net.Parameters(), () => F.CrossEntropy(net.Forward(points.X), points.Y)), net);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void The_spectrum_of_a_quadratic_is_found(int seed)
    {
        double[] lambda = [-2, -0.5, 0, 1, 3, 10];
        double[] found = Bowl(lambda, (ulong)seed).Hessian.Spectrum();
        Assert.All(lambda.Zip(found), p => Assert.InRange(p.Second, p.First - 2e-3, p.First + 2e-3));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void Lanczos_agrees_with_the_whole_spectrum(int seed)
    {
        var hessian = SmallNet((ulong)seed, 6).Hessian;
        double[] all = [.. hessian.Spectrum().OrderByDescending(Math.Abs)], top = hessian.Top(3, 25);
        for (int i = 0; i < 3; i++)
            Assert.InRange(top[i], all[i] - 0.02 * all[0], all[i] + 0.02 * all[0]);
    }

    [Fact]
    public void Lanczos_ends_where_a_space_maps_into_itself()
    {
        // Two different eigenvalues only: after two products there is nothing more to find.
        double[] top = Bowl([2, 2, 2, 2, 5, 5], 4).Hessian.Top(2, 6);
        Assert.InRange(top[0], 4.99, 5.01);
        Assert.InRange(top[1], 1.98, 2.02);
    }

    [Fact]
    public void Products_agree_with_the_matrix()
    {
        var hessian = SmallNet(5).Hessian;
        double[,] h = hessian.Matrix();
        double[] v = [.. Enumerable.Range(0, hessian.Count).Select(i => Math.Sin(i + 1.0))], hv = hessian.Times(v);
        for (int r = 0; r < v.Length; r++)
            Assert.InRange(hv[r] - Enumerable.Range(0, v.Length).Sum(c => h[r, c] * v[c]), -2e-3, 2e-3);
    }

    [Fact]
    public void Weights_and_gradients_come_back_unchanged()
    {
        var (hessian, net) = SmallNet(6);
        hessian.Gradient();
        foreach (var p in net.Parameters())
            p.Grad.Fill(7);
        float[] before = hessian.Point;
        hessian.Top(2);
        hessian.Slice();
        hessian.Matrix();
        Assert.Equal(before, hessian.Point);
        Assert.All(net.Parameters(), p => Assert.Equal(7 * p.Length, p.Grad.ToArray().Sum()));
    }

    [Fact]
    public void The_slice_of_a_quadratic_is_a_parabola()
    {
        var (hessian, w) = Bowl([1, 1, 1], 7);
        var slice = hessian.Slice(reach: 1);   // the gradient of ½|w|² is w itself
        double square = w.Data.ToArray().Sum(x => x * x);
        Assert.Equal((21, 0.0), (slice.Position.Length, slice.Position[10]));
        Assert.All(slice.Position.Zip(slice.Loss), p => Assert.Equal(0.5 * square * (1 + p.First) * (1 + p.First), p.Second, 1e-3));
    }

    [Fact]
    public void A_saddle_is_found_and_known_for_one()
    {
        var (hessian, w) = Bowl([-1, 0.5, 2], 8);
        var point = CriticalPoint.Find(hessian);
        Assert.NotNull(point);
        Assert.Equal((1, 0, true), (point.Down, point.Flat, point.IsSaddle));
        Assert.InRange(w.Data.ToArray().Max(MathF.Abs), 0, 1e-2);
    }

    [Fact]
    public void The_search_for_a_saddle_goes_up_as_well_as_down()
    {
        // x⁴ − 2x² + y²: minima at x = ±1, a saddle at 0. From x = 0.3 the nearest zero of the gradient is the saddle, uphill.
        var w = Tensor.From([0.3f, 0.2f]);
        w.RequiresGrad = true;
        var x = () => F.Slice(w, 0, 1);
        var y = () => F.Slice(w, 1, 1);
        var point = CriticalPoint.Find(new Hessian([w], () => F.Sum(x() * x() * x() * x() - 2 * (x() * x()) + y() * y())));
        Assert.Equal((1, true), (point!.Down, point.IsSaddle));
        Assert.InRange(point.Loss, -1e-3, 1e-3);
        Assert.InRange(point.Eigenvalues[0], -4.1, -3.9);
    }

    [Fact]
    public void In_a_small_net_high_critical_points_have_more_ways_down()
    {
        var points = new List<CriticalPoint>();
        for (ulong seed = 1; seed <= 12; seed++)
        {
            var (hessian, net) = SmallNet(seed, 4);
            for (int step = 0; step < 20 * (int)(seed % 4); step++)   // from the start of training, and from later
            {
                double[] g = hessian.Gradient();
                hessian.Point = [.. hessian.Point.Zip(g, (w, d) => (float)(w - 0.5 * d))];
            }
            if (CriticalPoint.Find(hessian, 60, 1e-3) is { } point)
                points.Add(point);
        }
        Assert.InRange(points.Count, 4, 12);
        double middle = points.Select(p => p.Loss).Order().ElementAt(points.Count / 2);
        double high = points.Where(p => p.Loss >= middle).Average(p => p.Index), low = points.Where(p => p.Loss < middle).Average(p => p.Index);
        Assert.True(high > low, $"index {high:F3} above the middle loss, {low:F3} below");
    }

    [Fact]
    public void What_cannot_be_measured_is_refused()
    {
        Assert.Contains("no parameters", Assert.Throws<ArgumentException>(() => new Hessian([], () => Tensor.Scalar(0))).Message, StringComparison.Ordinal);
        Assert.Contains("square", Assert.Throws<ShapeException>(() => SymmetricEigen.Of(new double[2, 3])).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => SmallNet(1).Hessian.Point = [1]);
    }
}
