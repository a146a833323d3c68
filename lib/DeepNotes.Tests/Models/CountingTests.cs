using DeepNotes.Models;

namespace DeepNotes.Tests.Models;

/// <summary>What a summary counts, and what a segmentation scores, by hand.</summary>
public class CountingTests
{
    private sealed class Products : Layer
    {
        private readonly Tensor _w;

        public Products() => _w = Parameter("weight", new Rng(1).Normal(1, 4, 4));

        // Twice the same weight, once from the right and once turned round: 3·4·4 multiply-adds each, and 2·3·3·4 of a batch with itself.
        public override Tensor Forward(Tensor x)
        {
            var h = F.MatMul(F.MatMul(F.Reshape(x, 3, 4), _w), _w, transposeB: true);
            var pair = F.Concat(0, F.Reshape(h, 1, 3, 4), F.Reshape(h, 1, 3, 4));
            return F.MatMul(pair, pair, transposeB: true);
        }
    }

    [Fact]
    public void Matrix_products_cost_rows_times_columns_times_the_inner_axis_and_shared_weights_count_once()
    {
        var summary = ModelSummary.Of(new Products(), "products", 3, 4);
        Assert.Equal([48, 48, 72], summary.Layers.Where(l => l.Kind == "MatMul").Select(l => l.Macs));
        Assert.Equal(16, summary.Layers.Sum(l => l.Parameters));
    }

    [Fact]
    public void A_transposed_convolution_costs_one_filter_per_input()
    {
        var summary = new UNet(new Rng(1), 2, 3, width: 2, levels: 2).Summary(2, 4, 4);
        // 4 channels of 2×2 places, each stamping 2 channels of 2×2.
        Assert.Equal(4 * 4 * 2 * 4, summary.Layers.Single(l => l.Kind == "ConvTranspose2d").Macs);
        Assert.Equal("grow1", summary.Layers.Single(l => l.Kind == "ConvTranspose2d").Name);
    }

    [Fact]
    public void Activations_are_all_outputs_but_not_other_views_of_them()
    {
        var summary = ModelSummary.Of("lenet5");
        int[] outputs = [4704, 4704, 1176, 1600, 1600, 400, 120, 120, 84, 84, 10];
        Assert.Equal(4 * outputs.Sum(), summary.ActivationBytes);
        Assert.EndsWith("61,706 parameters (0.2 MB), 416,520 multiply-adds, 0.1 MB of activations for one example", summary.ToString(), StringComparison.Ordinal);
        Assert.Contains("138.36 M parameters (553.4 MB), 15.47 G multiply-adds", ModelSummary.Of("vgg16").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Intersection_over_union_by_hand()
    {
        // Class 0: 2 of 4. Class 1: 2 of 3. Class 2: painted once, never right. Class 3 does not occur.
        Assert.Equal((2 / 4f + 2 / 3f + 0) / 3, Segmentation.MeanIoU([0, 0, 1, 1, 2, 0], [0, 1, 1, 1, 0, 0], 4), 1e-6f);
        Assert.Equal(1, Segmentation.MeanIoU([1, 1], [1, 1], 3));
    }

    [Fact]
    public void A_network_that_is_not_there_is_answered_with_those_like_it() =>
        Assert.Equal("There is no network MobileNet_V3. There are mobilenetv1, mobilenetv2 and others.",
            Assert.Throws<ArgumentException>(() => Zoo.Build("MobileNet_V3", new Rng(1))).Message);

    [Fact]
    public void Pictures_that_cannot_be_halved_often_enough_are_refused_by_path()
    {
        Refused(new Sequential(new ReLU(), new Fcn(new Rng(1), 2, width: 2, levels: 3)), "1: Fcn: x is (1, 3, 20, 24); H and W must be multiples of 8.");
        Refused(new Sequential(new ReLU(), new UNet(new Rng(1), 3, width: 2, levels: 5)), "1: UNet: x is (1, 3, 20, 24); H and W must be multiples of 16.");
        Assert.Equal("Conv2d: the weight would be (4, 4, 0, 0); channels and kernel must be 1 or more.",
            Assert.Throws<ShapeException>(() => new Conv2d(4, 4, 0, new Rng(1))).Message);

        static void Refused(Layer net, string message) =>
            Assert.Equal(message, Assert.Throws<ShapeException>(() => net.Forward(Tensor.Zeros(1, 3, 20, 24))).Message);
    }
}
