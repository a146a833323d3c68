using DeepNotes.Insight;

namespace DeepNotes.Tests.Insight;

/// <summary>Maps, dreams and landscapes against their formulas, on models so small that these can be written out.</summary>
public class MapsByHandTests
{
    private sealed class Composed(Func<Tensor, Tensor> f) : Layer
    {
        public List<bool> Modes { get; } = [];

        public override Tensor Forward(Tensor x)
        {
            Modes.Add(Training);
            return f(x);
        }
    }

    // Two planes of 4 rows and 6 columns; class 0 has the logit Σ w x, class 1 the logit 0.
    private static readonly Tensor Weight = new Rng(1).Normal(1, 2, 4, 6), Image = new Rng(2).Uniform(1, 1, 2, 4, 6);

    private static Composed Linear() => new(x =>
        F.MatMul(F.Flatten(x), F.Concat(1, F.Reshape(Weight, 48, 1), Tensor.Zeros(48, 1))));

    [Fact]
    public void A_saliency_map_takes_the_largest_slope_of_the_channels()
    {
        var model = Linear();
        var map = Saliency.Gradient(model, Image, 0);
        Assert.Equal([4, 6], map.Shape.ToArray());
        Assert.Equal(Enumerable.Range(0, 24).Select(i => Math.Max(Math.Abs(Weight.Data[i]), Math.Abs(Weight.Data[24 + i]))), map.ToArray());
        Assert.Equal([false], model.Modes);   // asked in evaluation mode, and put back
        Assert.True(model.Training);
    }

    [Theory, InlineData(2, 1), InlineData(3, 2), InlineData(4, 1)]
    public void Occlusion_covers_all_channels_of_a_square(int patch, int stride)
    {
        var map = Saliency.Occlusion(Linear(), Image, 0, patch, stride, grey: 0.25f);
        Assert.Equal([(4 - patch) / stride + 1, (6 - patch) / stride + 1], map.Shape.ToArray());
        for (int r = 0; r < map.Dim(0); r++)
        {
            for (int c = 0; c < map.Dim(1); c++)
                Assert.Equal(Probability((_, _) => false) - Probability((row, column) => Within(row, r) && Within(column, c)), map[r, c], 1e-5f);
        }

        bool Within(int place, int at) => place >= at * stride && place < at * stride + patch;

        float Probability(Func<int, int, bool> covered)
        {
            double logit = 0;
            for (int i = 0; i < 48; i++)
                logit += Weight.Data[i] * (covered(i / 6 % 4, i % 6) ? 0.25 : Image.Data[i]);
            return (float)(1 / (1 + Math.Exp(-logit)));
        }
    }

    [Fact]
    public void GradCam_weighs_each_map_by_the_mean_of_its_gradients()
    {
        Tensor head = new Rng(3).Normal(1, 2, 48), maps = F.Relu(Image - 0.5f);
        var cam = Saliency.GradCam(x => F.Relu(x - 0.5f), m => F.Linear(F.Flatten(m), head), Image, 1);
        double[] expected = new double[24];
        for (int p = 0; p < 24; p++)
        {
            for (int k = 0; k < 2; k++)
                expected[p] += Enumerable.Range(0, 24).Average(q => head.Data[48 + 24 * k + q]) * maps.Data[24 * k + p];
            expected[p] = Math.Max(expected[p], 0);
        }
        double most = expected.Max();
        Assert.Contains(expected, v => v == 0);
        Assert.True(most > 0);
        Assert.All(Enumerable.Range(0, 24), p => Assert.Equal(expected[p] / most, cam.Data[p], 1e-5));
    }

    // The response Σ x² / 2 has the gradient x wherever the image is shifted, so a step must add rate · x / mean|x|.
    [Fact]
    public void A_dreams_step_follows_the_gradient_divided_by_its_mean_size()
    {
        var x = new Rng(4).Uniform(0.4f, 1, 2, 8, 8) + 0.5f;
        float mean = x.ToArray().Average(Math.Abs);
        var dream = DeepDream.Run(v => 0.5f * F.Sum(v * v), x, new Rng(5), steps: 1, rate: 0.1f, jitter: 3, high: 9);
        Assert.All(Enumerable.Range(0, x.Length), i => Assert.Equal(x.Data[i] * (1 + 0.1f / mean), dream.Image.Data[i], 1e-5f));
        Assert.Equal(0.5f * (1 + 9 + 1 + 1 + 4) / 5, DeepDream.Energy(Tensor.From([1, 3, 1, 1, 2], 5)).Item(), 1e-5f);
    }

    [Fact]
    public void Octaves_pass_on_what_was_dreamt_at_smaller_sizes()
    {
        var dream = DeepDream.Run(F.Sum, Tensor.Full(0.2f, 1, 1, 16, 16), new Rng(6), steps: 3, rate: 0.1f, octaves: 2);
        Assert.All(dream.Image.ToArray(), v => Assert.Equal(0.2f + 2 * 3 * 0.1f, v, 1e-5f));
    }

    [Fact]
    public void A_landscape_moves_weights_and_no_biases_across_and_up()
    {
        var layer = new Linear(3, 2, new Rng(7));
        var x = new Rng(8).Normal(1, 5, 3);
        Tensor Loss(Tensor w) => F.MseLoss(F.Linear(x, w, layer.Bias), Tensor.Zeros(5, 2));
        var landscape = new LossLandscape(layer, () => Loss(layer.Weight));
        float[][] across = landscape.Direction(new Rng(9)), up = landscape.Direction(new Rng(10));
        Assert.Equal(6, Assert.Single(across).Length);
        double[] steps = [-1, 0, 0.5];
        double[,] plane = landscape.Plane(across, up, steps);
        for (int j = 0; j < 3; j++)
        {
            for (int i = 0; i < 3; i++)
            {
                float[] moved = [.. layer.Weight.ToArray().Select((w, k) => (float)(w + steps[i] * across[0][k] + steps[j] * up[0][k]))];
                Assert.Equal(Loss(Tensor.From(moved, 2, 3)).Item(), plane[j, i], 1e-5);
            }
        }
    }

    // 1, 2, 4, 4 less their mean is −1.75, −0.75, 1.25, 1.25: variance 1.6875, mean product of neighbours 1.9375 / 3.
    [Fact]
    public void An_autocorrelation_by_hand()
    {
        double[] r = ShatteredGradients.Autocorrelation(Tensor.From([1, 2, 4, 4], 4, 1), 2);
        Assert.Equal(1.9375 / 3 / 1.6875, r[1], 1e-9);
        Assert.Equal((-1.75 * 1.25 - 0.75 * 1.25) / 2 / 1.6875, r[2], 1e-9);
    }
}
