using DeepNotes.Data;
using DeepNotes.Models;
using DeepNotes.Plotting;

namespace DeepNotes.Tests.Models;

/// <summary>The small nets of notebooks 12 and 18.</summary>
public class CompactTests
{
    // By hand: stem 5 c + 2 c, four blocks, linear (c or its grown width) · 10 + 10.
    [Theory, InlineData(Blocks1D.Ordinary, 20, 5310), InlineData(Blocks1D.Separable, 32, 5546), InlineData(Blocks1D.Dense, 16, 5754)]
    public void Compact_nets_have_the_counted_parameters_and_learn_a_batch(Blocks1D kind, int channels, int parameters)
    {
        var net = new Compact1D(kind, channels, new Rng(1), stride: 2);
        Assert.Equal(parameters, net.ParameterCount());
        var signals = Mnist1D.Generate(new Rng(2));
        var (x, y) = (F.Slice(signals.TrainX, 0, 24), signals.TrainY[..24]);
        Learn(net, () => F.CrossEntropy(net.Forward(x), y), 120);
        Assert.Equal(1, Metrics.Accuracy(net.Forward(x), y));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(4)]
    public void The_stride_sets_the_work_and_no_parameter(int stride)
    {
        var net = new Compact1D(Blocks1D.Ordinary, 20, new Rng(1), stride: stride);
        Assert.Equal(5310, net.ParameterCount());
        // 5 · 20 for the first convolution and 4 · 3 · 20 · 20 for the blocks at each of 40 / stride points, 200 for the last layer.
        Assert.Equal((100 + 4800) * 40 / stride + 200, ModelSummary.Of(net, "net", 1, 40).Macs);
    }

    [Fact]
    public void Dense_nets_for_pixels_learn_masks_with_batch_norm()
    {
        var scenes = ShapeScenes.Draw(new Rng(1), 4, classes: 2, shapes: 1);
        int[] mask = [.. scenes.Mask.Select(m => Math.Min(m, 1))];
        Layer[] nets = [new UNet(new Rng(2), 3, 2, width: 4, levels: 3, norm: true), new Fcn(new Rng(2), 2, width: 4, levels: 2, fused: 1, norm: true)];
        foreach (var net in nets)
        {
            Assert.DoesNotContain(net.StateDict().Keys, k => k.Contains("down1.0.bias", StringComparison.Ordinal));
            Assert.Contains(net.StateDict().Keys, k => k.EndsWith("running_mean", StringComparison.Ordinal));
            Learn(net, () => Segmentation.Loss(net.Forward(F.Affine(scenes.X, 4, -2)), mask), 60);
            Assert.True(Segmentation.MeanIoU(Segmentation.Classes(net.Forward(F.Affine(scenes.X, 4, -2))), mask, 2) > 0.8f, $"{net.GetType().Name}");
        }
    }

    [Fact]
    public void ShapeNets_forward_is_its_head_on_its_features()
    {
        var net = new ShapeNet(new Rng(1));
        net.Eval();
        var x = ShapeScenes.Draw(new Rng(2), 3, shapes: 1).X;
        Assert.Equal([3, 64, 8, 8], net.Features(x).Shape.ToArray());
        Assert.Equal(net.Forward(x).ToArray(), net.Head(net.Features(x)).ToArray());
        Assert.Equal(net.Features(x).ToArray(), net.Trace(x)[^1].ToArray());
    }

    [Fact]
    public void Images_with_three_planes_are_in_colour()
    {
        var red = Tensor.Zeros(1, 3, 40, 40);
        red.Data[..1600].Fill(1);
        string colour = Figure.Images(red, columns: 1).ToSvg(), grey = Figure.Images(F.Reshape(F.Slice(red, 0, 1, axis: 1), 1, 40, 40), columns: 1).ToSvg();
        Assert.NotEqual(colour, grey);
        Assert.Contains("axes", Assert.Throws<ShapeException>(() => Figure.Images(Tensor.Zeros(1, 2, 4, 4))).Message, StringComparison.Ordinal);
    }

    private static void Learn(Layer net, Func<Tensor> loss, int steps)
    {
        var adam = new Adam(net.Parameters(), 1e-2f);
        for (int step = 0; step < steps; step++)
        {
            using var scope = new StepScope();
            adam.ZeroGrad();
            loss().Backward();
            adam.Step();
        }
    }
}
