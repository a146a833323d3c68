using DeepNotes.Insight;

namespace DeepNotes.Tests.Insight;

public class PcaTests
{
    private static double[,] Symmetric(int n, int rank, ulong seed)
    {
        var rng = new Rng(seed);
        var a = new double[n, n];
        for (int k = 0; k < rank; k++)
        {
            double[] v = [.. Enumerable.Range(0, n).Select(_ => rng.NextNormal())];
            double weight = rng.NextNormal();
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                    a[i, j] += weight * v[i] * v[j];
            }
        }
        return a;
    }

    [Theory, InlineData(1, 1), InlineData(2, 2), InlineData(7, 7), InlineData(30, 30), InlineData(30, 4)]
    public void Both_ways_to_eigenvalues_agree(int n, int rank)
    {
        var a = Symmetric(n, rank, (ulong)n);
        var jacobi = SymmetricEigen.Of(a, tridiagonal: false);
        var steps = SymmetricEigen.Of(a, tridiagonal: true);
        double size = jacobi.Values.Max(Math.Abs);
        Assert.All(jacobi.Values.Zip(steps.Values), p => Assert.InRange(p.Second - p.First, -1e-12 * size, 1e-12 * size));
    }

    [Theory, InlineData(60, 60), InlineData(120, 120), InlineData(120, 20)]
    public void Larger_matrices_are_taken_apart(int n, int rank)
    {
        var a = Symmetric(n, rank, 9);
        var eigen = SymmetricEigen.Of(a);
        double size = eigen.Values.Max(Math.Abs);
        for (int i = 0; i < n; i++)
        {
            double[] v = eigen.Vectors[i];
            for (int r = 0; r < n; r++)
                Assert.InRange(Enumerable.Range(0, n).Sum(c => a[r, c] * v[c]) - eigen.Values[i] * v[r], -1e-11 * size, 1e-11 * size);
            for (int j = 0; j <= i; j++)
                Assert.InRange(v.Zip(eigen.Vectors[j], (p, q) => p * q).Sum(), i == j ? 1 - 1e-12 : -1e-12, i == j ? 1 + 1e-12 : 1e-12);
        }
    }

    // 200 points along (3, 4, 0) / 5 with a deviation of 2, a little noise elsewhere.
    [Fact]
    public void The_direction_of_a_cigar_is_found()
    {
        var rng = new Rng(1);
        var x = rng.Normal(0.1f, 200, 3);
        for (int i = 0; i < 200; i++)
        {
            float along = (float)(2 * rng.NextNormal());
            (x[i, 0], x[i, 1], x[i, 2]) = (x[i, 0] + 0.6f * along + 5, x[i, 1] + 0.8f * along - 1, x[i, 2] + 7);
        }
        var pca = Pca.Fit(x, 1);
        Assert.InRange(Math.Abs(pca.Components[0, 0] - 0.6), 0, 0.02);
        Assert.InRange(Math.Abs(pca.Components[0, 1] - 0.8), 0, 0.02);
        Assert.InRange(pca.ExplainedVarianceRatio[0], 0.98, 1);
        Assert.InRange(pca.ExplainedVariance[0], 3, 5);
    }

    [Theory, InlineData(300, 8, 3), InlineData(20, 60, 5), InlineData(6, 6, 5), InlineData(700, 50, 50)]
    public void The_residual_is_the_error_of_the_way_there_and_back(int n, int d, int k)
    {
        var x = new Rng(2).Normal(1, n, d);
        var pca = Pca.Fit(x, k);
        var z = pca.Transform(x);
        var error = pca.InverseTransform(z) - x;
        double measured = error.ToArray().Sum(e => (double)e * e) / n;
        Assert.InRange(measured - pca.Residual, -1e-4, 1e-4);
        for (int i = 0; i < k; i++)   // the coordinates have the variances that were promised, and no covariance
        {
            for (int j = 0; j <= i; j++)
            {
                double covariance = Enumerable.Range(0, n).Sum(r => (double)z[r, i] * z[r, j]) / (n - 1);
                Assert.InRange(covariance - (i == j ? pca.ExplainedVariance[i] : 0), -1e-4, 1e-4);
            }
        }
    }

    [Fact]
    public void What_cannot_be_done_is_said()
    {
        var x = new Rng(3).Normal(1, 5, 3);
        Assert.Contains("1 to 3", Assert.Throws<ShapeException>(() => Pca.Fit(x, 4)).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => Pca.Fit(Tensor.Zeros(1, 3), 1));
        Assert.Throws<ShapeException>(() => Pca.Fit(Tensor.Zeros(4), 1));
        x[2, 1] = float.NaN;
        Assert.Throws<ArgumentException>(() => Pca.Fit(x, 1));
    }
}
