using System.Globalization;
using DeepNotes.Data;

namespace DeepNotes.Tests.Training;

/// <summary>The whole of the library on the real MNIST files.</summary>
public class MnistTests(ITestOutputHelper output)
{
    private sealed class Print(ITestOutputHelper output) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Finished is { } e)
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"epoch {e.Epoch}: loss {e.Loss:F4}, training {e.Accuracy:P2}, {e.Seconds:F2} s"));
        }
    }

    [Fact]
    public void A_multilayer_perceptron_reaches_98_percent_on_the_test_images()
    {
        string? folder = Environment.GetEnvironmentVariable("DEEPNOTES_DATA");
        Assert.SkipWhen(folder is null || !Directory.Exists(Path.Combine(folder, "mnist")),
            "NOT TESTED: the real MNIST files are not here. Set DEEPNOTES_DATA to the folder that holds mnist/.");
        var data = DataHub.Load("mnist").Flat();
        Assert.Equal((60_000, 10_000), (data.TrainY.Length, data.TestY.Length));
        var rng = new Rng(1);
        var model = new Sequential(new Linear(784, 256, rng), new ReLU(), new Linear(256, 128, rng), new ReLU(), new Linear(128, 10, rng));
        var optimizer = new Adam(model.Parameters(), 2e-3f);
        const int Epochs = 6, Batch = 128;
        int steps = Epochs * (60_000 / Batch + 1);
        var trainer = new Trainer(model, optimizer) { AfterBackward = step => optimizer.LearningRate = 2e-3f * (1 - (float)step / steps) };
        var history = trainer.Fit(DataLoader.Of(data.TrainX, data.TrainY, Batch, rng.Split(1)), Epochs, new Print(output));
        var (_, accuracy) = trainer.Evaluate(DataLoader.Of(data.TestX, data.TestY, 1000));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"test accuracy {accuracy:P2}; {history.Epochs.Average(e => e.Seconds):F2} s per epoch"));
        Assert.InRange(accuracy, 0.98, 1);
    }
}
