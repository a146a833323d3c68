using System.Globalization;
using DeepNotes.Data;
using DeepNotes.Models;
using DeepNotes.Tests.Support;

namespace DeepNotes.Tests.Training;

/// <summary>LeNet-5 on the real MNIST files: two minutes, so it runs only when it is asked for.</summary>
public class LeNet5Tests(ITestOutputHelper output)
{
    [Fact(Explicit = true)]
    public void LeNet5_reaches_99_percent_on_the_test_images()
    {
        RealData.Path("mnist/train-images-idx3-ubyte.gz");
        const int Epochs = 16;
        var mnist = DataHub.Load("mnist");
        Tensor Images(Tensor x) => F.Affine(F.Reshape(x, x.Dim(0), 1, 28, 28), 1 / 0.3081f, -0.1307f / 0.3081f);
        var (train, test) = (Images(mnist.TrainX), Images(mnist.TestX));
        var net = new LeNet5(new Rng(1));
        var adam = new Adam(net.Parameters(), 4e-3f);
        var trainer = new Trainer(net, adam);
        var loader = DataLoader.Of(train, mnist.TrainY, 100, new Rng(2)).Augmented((x, rng) => Augment.Crop(x, rng, 1), new Rng(3));
        double accuracy = 0;
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            adam.LearningRate = 4e-3f * (0.5f + 0.5f * MathF.Cos(MathF.PI * epoch / Epochs));
            var seen = trainer.Fit(loader, 1).Epochs[0];
            accuracy = trainer.Evaluate(DataLoader.Of(test, mnist.TestY, 500)).Accuracy;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"epoch {epoch + 1}: training {seen.Accuracy:P2}, test {accuracy:P2}, {seen.Seconds:F1} s"));
        }
        Assert.InRange(accuracy, 0.99, 1);
    }
}
