using System.Globalization;
using DeepNotes.Data;
using DeepNotes.Models;
using DeepNotes.Tests.Support;

namespace DeepNotes.Tests.Models;

public class CifarResNetTests
{
    [Fact]
    public void LeNet5_has_61706_parameters()
    {
        var net = new LeNet5(new Rng(1));
        Assert.Equal(61_706, net.ParameterCount());
        Assert.Equal([2, 10], net.Forward(Tensor.Zeros(2, 1, 28, 28)).Shape.ToArray());
    }

    // Counted from the paper's table: 16, 32 and 64 channels; B adds 16·32 + 32·64 weights and twice 32 + 64 of batch norm.
    [Theory, InlineData(20, Shortcut.Padding, 269_722), InlineData(20, Shortcut.Projection, 272_474), InlineData(20, Shortcut.None, 269_722),
        InlineData(56, Shortcut.Padding, 853_018), InlineData(110, Shortcut.Padding, 1_727_962)]
    public void Parameter_counts(int depth, Shortcut shortcut, int count) =>
        Assert.Equal(count, new CifarResNet(depth, new Rng(1), shortcut).ParameterCount());

    [Theory, InlineData(Shortcut.None), InlineData(Shortcut.Padding), InlineData(Shortcut.Projection)]
    public void A_small_one_learns_one_batch_by_heart(Shortcut shortcut)
    {
        var net = new CifarResNet(8, new Rng(1), shortcut, classes: 4, width: 8);
        var x = new Rng(2).Normal(1, 16, 3, 16, 16);
        int[] labels = [.. Enumerable.Range(0, 16).Select(i => i % 4)];
        var optimizer = new Adam(net.Parameters(), 5e-3f);
        for (int i = 0; i < 40; i++)
        {
            using var scope = new StepScope();
            optimizer.ZeroGrad();
            F.CrossEntropy(net.Forward(x), labels).Backward();
            optimizer.Step();
        }
        Assert.Equal(1, Metrics.Accuracy(net.Forward(x), labels));
    }

    [Fact]
    public void The_trained_ResNet20_gives_its_logits_and_is_right_on_915_of_1000()
    {
        var net = new CifarResNet(20, new Rng(1));
        string file = RealData.Path("pretrained/resnet20-12fca82f.safetensors");
        Assert.True(net.LoadStateDict(Safetensors.Load(file)).IsComplete);
        net.Eval();
        float[][] expected = [.. File.ReadLines(RealData.Path("pretrained/resnet20-12fca82f.logits_first16.csv"))
            .Select(line => line.Split(',').Select(v => float.Parse(v, CultureInfo.InvariantCulture)).ToArray())];
        var (images, labels) = Cifar.Read(RealData.Path("cifar10/test_batch_first1000.bin"));
        float[] mean = [0.485f, 0.456f, 0.406f], std = [0.229f, 0.224f, 0.225f];
        for (int i = 0; i < images.Length; i++)
            images.Data[i] = (images.Data[i] - mean[i / 1024 % 3]) / std[i / 1024 % 3];
        using var off = Autograd.NoGrad();
        int right = 0;
        for (int from = 0; from < 1000; from += 100)
        {
            var logits = net.Forward(F.Slice(images, from, 100));
            right += (int)Math.Round(100 * Metrics.Accuracy(logits, labels[from..(from + 100)]));
            for (int i = 0; i < 160 && from == 0; i++)
                Assert.Equal(expected[i / 10][i % 10], logits.Data[i], 1e-3f);
        }
        Assert.Equal(915, right);
    }
}
