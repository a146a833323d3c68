using DeepNotes.Data;
namespace DeepNotes.Tests.NN;

public class InitTests
{
    [Theory, InlineData(false), InlineData(true)]
    public void Variances_are_the_papers(bool uniform)
    {
        var w = Tensor.Empty(400, 100, 3);   // fan_in 300, fan_out 1200
        Check(1 / 300.0, Init.LeCun(w, new Rng(1), uniform));
        Check(1 / 1200.0, Init.LeCun(w, new Rng(2), uniform, Fan.Out));
        Check(4 * 2 / 1500.0, Init.Glorot(w, new Rng(3), 2, uniform));
        Check(2 / (1.25 * 300), Init.He(w, new Rng(4), 0.5f, uniform));
        Check(2 / 1200.0, Init.He(w, new Rng(5), 0, uniform, Fan.Out));

        void Check(double variance, Tensor t)
        {
            double got = t.ToArray().Average(v => (double)v * v);
            Assert.InRange(got, variance * 0.97, variance * 1.03);
            double largest = TensorPrimitives.MaxMagnitude<float>(t.Data) / Math.Sqrt(variance);
            Assert.True(uniform ? Math.Abs(largest) <= 1.7321 : Math.Abs(largest) > 3);
        }
    }

    [Theory, InlineData(5, 12), InlineData(12, 5), InlineData(64, 64)]
    public void Orthogonal_weights_keep_lengths(int rows, int cols)
    {
        var w = Init.Orthogonal(Tensor.Empty(rows, cols), new Rng(1), 1.5f);
        var product = rows <= cols ? F.MatMul(w, w, transposeB: true) : F.MatMul(w, w, transposeA: true);
        int n = Math.Min(rows, cols);
        for (int i = 0; i < n * n; i++)
            Assert.Equal(i / n == i % n ? 2.25 : 0, product.Data[i], 1e-5);
    }

    [Fact]
    public void Lsuv_gives_every_layer_unit_variance()
    {
        var rng = new Rng(1);
        var model = new Sequential(new Linear(20, 50, rng), new Tanh(), new Linear(50, 30, rng), new ReLU(), new Linear(30, 10, rng));
        var x = rng.Uniform(3f, 200, 20);
        Init.Lsuv(model, x, rng);
        var trace = model.Trace(x);
        foreach (int i in new[] { 1, 3, 5 })
            Assert.InRange(Math.Pow(TensorPrimitives.StdDev<float>(trace[i].Data), 2), 0.98, 1.02);
    }

    [Fact]
    public void Penalties_sum_over_all_weights()
    {
        Tensor a = Tensor.From([1f, -2f]), b = Tensor.From([[3f]]);
        b.RequiresGrad = true;
        Assert.Equal(6, Penalty.L1([a, b]).Item());
        var l2 = Penalty.L2([a, b]);
        Assert.Equal(14, l2.Item());
        l2.Backward();
        Assert.Equal(6, b.Grad[0]);
    }

    [Fact]
    public void Label_smoothing_is_PyTorchs()
    {
        var x = Tensor.From([[0.5f, -1, 2], [3, 0.25f, -0.5f]]);
        Assert.Equal(1.7239665719892152, F.CrossEntropy(x, [1, 0], 0.2f).Item(), 1e-6);   // torch.nn.functional.cross_entropy(x, [1, 0], label_smoothing=0.2)
        Assert.Equal(F.CrossEntropy(x, [1, 0]).Item(), F.CrossEntropy(x, [1, 0], 0f).Item());
    }

    [Fact]
    public void Embedding_rows_are_looked_up_and_their_gradients_added()
    {
        var table = new Embedding(5, 3, new Rng(1));
        Assert.Equal(["weight"], table.StateDict().Keys);
        var y = table.Forward([4, 1, 4, 0], 2, 2);
        Assert.Equal([2, 2, 3], y.Shape.ToArray());
        Assert.Equal(table.Weight.Data.Slice(12, 3).ToArray(), y.Data[..3].ToArray());
        F.Sum(y).Backward();
        Assert.Equal([1f, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 2, 2, 2], table.Weight.Grad.ToArray());
        Assert.Throws<ShapeException>(() => table.Forward([5]));
    }

    [Fact]
    public void Early_stopping_keeps_the_best_weights()
    {
        var model = new Linear(1, 1, new Rng(1), bias: false);
        var stopping = new EarlyStopping(model, patience: 2);
        Assert.Throws<InvalidOperationException>(stopping.Restore);
        double[] losses = [3, 2, 2.5, double.NaN, 1.9, 2, 2, 2];
        bool[] stops = [false, false, false, false, false, false, false, true];
        for (int i = 0; i < losses.Length; i++)
        {
            model.Weight.Data[0] = i;
            Assert.Equal(stops[i], stopping.Report(losses[i]));
        }
        stopping.Restore();
        Assert.Equal(4, model.Weight.Data[0]);
        Assert.Equal(1.9, stopping.Best);
    }

    [Fact]
    public void Early_stopping_asks_for_more_than_its_margin()
    {
        var stopping = new EarlyStopping(new Linear(1, 1, new Rng(1)), patience: 1, margin: 0.1);
        Assert.False(stopping.Report(1));
        Assert.False(stopping.Report(0.95));   // lower, but not by the margin
        Assert.Equal(1, stopping.Best);
        Assert.False(stopping.Report(0.85));
        Assert.False(stopping.Report(0.8));
        Assert.True(stopping.Report(0.76));
        Assert.Equal(0.85, stopping.Best);
    }

    [Theory, InlineData(0.2f), InlineData(0.5f), InlineData(0.9f)]
    public void Dropout_keeps_the_mean_and_its_variance_is_that_of_the_formula(float p)
    {
        var layer = new Dropout(p, new Rng(7));
        float[] y = layer.Forward(Tensor.Ones(200, 500)).ToArray();
        double kept = 1 / (1 - (double)p), mean = y.Average(), variance = y.Average(v => (v - mean) * (v - mean));
        Assert.All(y, v => Assert.True(v == 0 || Math.Abs(v - kept) < 1e-5 * kept));
        Assert.Equal(p, y.Count(v => v == 0) / 1e5, 0.01);
        Assert.Equal(1, mean, 0.04);
        Assert.InRange(variance / (p / (1 - (double)p)), 0.95, 1.05);
        layer.Eval();
        Assert.Equal(y.Length, layer.Forward(Tensor.Ones(200, 500)).ToArray().Count(v => v == 1));
    }
}
