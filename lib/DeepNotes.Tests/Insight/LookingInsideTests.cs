using DeepNotes.Insight;
using DeepNotes.Models;

namespace DeepNotes.Tests.Insight;

public class LookingInsideTests
{
    // (kernel, stride, padding, dilation); the fields by hand: size += (k − 1) d jump.
    [Fact]
    public void Receptive_fields_by_hand()
    {
        Assert.Equal(new ReceptiveField(5, 1, -2), ReceptiveField.Pixel.Through(3, padding: 1).Through(3, padding: 1));
        Assert.Equal(new ReceptiveField(7, 2, -2), ReceptiveField.Pixel.Through(5, stride: 2, padding: 2).Through(2).Through(1));
        Assert.Equal(new ReceptiveField(15, 1, 0), ReceptiveField.Pixel.Through(3).Through(3, dilation: 2).Through(3, dilation: 4));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void Receptive_fields_are_where_gradients_are(int kind)
    {
        var rng = new Rng(1);
        var net = kind switch
        {
            1 => new Sequential(new Conv2d(2, 6, 3, rng, padding: 1), new ReLU(), new MaxPool2d(2), new Conv2d(6, 6, 3, rng), new BatchNorm2d(6)),
            2 => new Sequential(new Conv2d(2, 6, 5, rng, stride: 2, padding: 2), new Tanh(), new Sequential(new Conv2d(6, 6, 3, rng, padding: 2, dilation: 2), new AvgPool2d(3, 2, 1))),
            _ => new Sequential(new Conv2d(2, 6, 7, rng, stride: 3), new SiLU(), new Conv2d(6, 4, 1, rng), new Conv2d(4, 4, 3, rng, groups: 2)),
        };
        net.Eval();
        var field = ReceptiveField.Of(net);
        int outputs = net.Forward(Tensor.Zeros(1, 2, 32, 32)).Dim(-1);
        for (int at = 0; at < outputs; at++)
            Assert.Equal(field.Seen(at, 32), ReceptiveField.Measure(net.Forward, [2, 32, 32], at, new Rng(2), tries: 12));
    }

    [Fact]
    public void A_layer_that_sees_all_has_no_field() =>
        Assert.Contains("Linear", Assert.Throws<ArgumentException>(() => ReceptiveField.Of([new Linear(3, 2, new Rng(1))])).Message, StringComparison.Ordinal);

    // The class is decided by the upper left quarter alone, so every map must point there.
    private static (Layer Model, Func<Tensor, Tensor> Features, Func<Tensor, Tensor> Head) CornerNet()
    {
        var conv = new Conv2d(1, 1, 1, new Rng(1), bias: false);
        Init.Constant(conv.Weight, 1);
        var linear = new Linear(256, 2, new Rng(2), bias: false);
        for (int i = 0; i < 512; i++)
            linear.Weight.Data[i] = i < 256 && i / 16 < 8 && i % 16 < 8 ? 0.1f : 0;
        Tensor Features(Tensor x) => F.Relu(conv.Forward(x));
        Tensor Head(Tensor maps) => linear.Forward(F.Flatten(maps));
        return (new Composed(x => Head(Features(x))), Features, Head);
    }

    private sealed class Composed(Func<Tensor, Tensor> f) : Layer
    {
        public override Tensor Forward(Tensor x) => f(x);
    }

    [Fact]
    public void Saliency_maps_point_to_what_decides()
    {
        var (model, _, _) = CornerNet();
        var image = Tensor.Full(0.5f, 1, 1, 16, 16);
        var gradient = Saliency.Gradient(model, image, 0);
        Assert.All(Enumerable.Range(0, 256), i => Assert.Equal(i / 16 < 8 && i % 16 < 8 ? 0.1f : 0, gradient.Data[i], 1e-6f));
        var occlusion = Saliency.Occlusion(model, image, 0, patch: 4, stride: 4, grey: 0);
        Assert.Equal([4, 4], occlusion.Shape.ToArray());
        Assert.All(Enumerable.Range(0, 16), i => Assert.Equal(i / 4 < 2 && i % 4 < 2, occlusion.Data[i] > 0.01f));
        Assert.True(model.Training);
    }

    [Fact]
    public void GradCam_lights_up_the_maps_of_the_class()
    {
        // Two maps: bright pixels, dark pixels; the class likes the first.
        Tensor Features(Tensor x) => F.Concat(1, F.Relu(x - 0.5f), F.Relu(0.5f - x));
        var weight = Tensor.From([1, -1, -1, 1], 2, 2);
        Tensor Head(Tensor maps) => F.Linear(F.Flatten(F.AdaptiveAvgPool2d(maps, 1)), weight);
        var image = Tensor.Zeros(1, 1, 8, 8);
        image.Data.Slice(16, 4).Fill(1);
        var cam = Saliency.GradCam(Features, Head, image, 0);
        Assert.Equal(image.ToArray(), cam.ToArray());
        var other = Saliency.GradCam(Features, Head, image, 1);
        Assert.Equal(image.ToArray().Select(v => 1 - v), other.ToArray());
    }

    [Fact]
    public void A_dream_raises_the_response_and_stays_an_image()
    {
        var net = new Sequential(new Conv2d(3, 8, 3, new Rng(1), padding: 1), new ReLU(), new MaxPool2d(2), new Conv2d(8, 8, 3, new Rng(2), padding: 1), new ReLU());
        var image = new Rng(3).Uniform(0.1f, 1, 3, 16, 16) + 0.5f;
        float[] before = image.ToArray();
        var dream = DeepDream.Run(x => DeepDream.Energy(net.Forward(x)), image, new Rng(4), steps: 20, octaves: 2);
        Assert.Equal(21, dream.Response.Count);
        Assert.True(dream.Response[^1] > 3 * dream.Response[0], $"{dream.Response[0]} to {dream.Response[^1]}");
        Assert.Equal(before, image.ToArray());
        Assert.Equal(image.Shape.ToArray(), dream.Image.Shape.ToArray());
        Assert.All(dream.Image.ToArray(), v => Assert.InRange(v, 0, 1));
    }

    [Fact]
    public void A_landscapes_directions_have_the_nets_lengths_and_the_net_is_put_back()
    {
        var net = new DeepMlp(4, Wiring.Plain, new Rng(1), inputs: 5, width: 6, classes: 3);
        var x = new Rng(2).Normal(1, 10, 5);
        int[] labels = [.. Enumerable.Range(0, 10).Select(i => i % 3)];
        float[] before = [.. net.Parameters().SelectMany(p => p.ToArray())];
        var landscape = new LossLandscape(net, () => F.CrossEntropy(net.Forward(x), labels));
        float[][] across = landscape.Direction(new Rng(3)), up = landscape.Direction(new Rng(4));
        var first = net.Parameters().First();
        for (int r = 0; r < 6; r++)
            Assert.Equal(TensorPrimitives.Norm<float>(first.Data.Slice(5 * r, 5)), TensorPrimitives.Norm<float>(across[0].AsSpan(5 * r, 5)), 1e-4f);
        double[,] plane = landscape.Plane(across, up, [-1, 0, 1]);
        Assert.Equal(F.CrossEntropy(net.Forward(x), labels).Item(), plane[1, 1], 1e-5);
        Assert.Equal(landscape.Line(across, [-1, 0, 1])[2], plane[1, 2], 1e-6);
        Assert.NotEqual(plane[0, 1], plane[2, 1]);
        Assert.Equal(before, net.Parameters().SelectMany(p => p.ToArray()));
    }

    [Fact]
    public void Gradients_of_a_smooth_function_are_alike_and_noise_is_not()
    {
        var smooth = ShatteredGradients.AlongLine(x => F.Sum(x * x, -1), [-1, 0, 2], [1, 1, 2], 101);
        Assert.Equal(-2, smooth.Data[0], 1e-5f);   // 2 x
        Assert.InRange(ShatteredGradients.Autocorrelation(smooth, 10)[10], 0.75, 1);
        double[] noise = ShatteredGradients.Autocorrelation(new Rng(1).Normal(1, 2000, 3), 5);
        Assert.Equal(1, noise[0], 1e-12);
        Assert.All(noise[1..], r => Assert.InRange(r, -0.06, 0.06));
    }

    [Fact]
    public void Deep_plain_nets_have_shattered_gradients_and_residual_nets_less()
    {
        double At(Wiring wiring)
        {
            var net = new DeepMlp(50, wiring, new Rng(1), inputs: 8, width: 64, classes: 1);
            float[] from = new float[8], to = new float[8];
            new Rng(2).FillNormal(from);
            new Rng(3).FillNormal(to);
            return ShatteredGradients.Autocorrelation(ShatteredGradients.AlongLine(net.Forward, from, to, 200), 4)[4];
        }
        Assert.True(At(Wiring.Residual) > At(Wiring.Plain) + 0.1, $"{At(Wiring.Residual)} and {At(Wiring.Plain)}");
    }

    [Fact]
    public void Dropping_puts_back()
    {
        bool[] gone = new bool[3];
        double[] left = Ablation.DropOne([0, 1, 2], (i, drop) => gone[i] = drop, () => gone.Count(g => g) == 1 ? Array.IndexOf(gone, true) : -1);
        Assert.Equal([0, 1, 2], left);
        Assert.DoesNotContain(true, gone);
        Assert.Throws<InvalidOperationException>(() => Ablation.DropOne([0], (i, drop) => gone[i] = drop, () => throw new InvalidOperationException()));
        Assert.False(gone[0]);
    }
}
