using DeepNotes.Data;
using DeepNotes.Models;

namespace DeepNotes.Cli.Recipes;

/// <summary>A residual net and its plain twin on the first 4,000 photographs of CIFAR-10, one epoch of each in turn.</summary>
/// <remarks>
/// He, Zhang, Ren and Sun (2016), section 4.2 and fig. 6: crops with a margin of 4, mirror images, SGD with momentum 0.9 and weight decay
/// 1e-4. The paper takes 50,000 images and 64,000 steps of 128; here it is a twelfth of the images, batches of 64 and a cosine for the rate. Seed 1, in 776 CPU seconds: residual 67.7 % of the test images, plain 57.6 %.
/// </remarks>
internal static class Degradation
{
    private const int Depth = 20, Epochs = 20, Images = 4000, Tests = 1000, Batch = 64;

    public static Recipe Recipe { get; } = new("degradation", "ResNet-20 against its plain twin on 4,000 CIFAR-10 images (needs: data get cifar10)", 1200, Train);

    private static void Train(Run run)
    {
        var cifar = DataHub.Load("cifar10", Images, Tests);
        var (trainX, testX) = (Standard(cifar.TrainX), Standard(cifar.TestX));
        Twin[] twins = [.. new[] { ("residual", Shortcut.Padding), ("plain", Shortcut.None) }.Select(t =>
            new Twin(t.Item1, new CifarResNet(Depth, new Rng(run.Seed), t.Item2), DataLoader.Of(trainX, cifar.TrainY, Batch, new Rng(run.Seed + 1)), run.Seed + 2))];
        run.Say($"{Depth} layers, {twins[0].Net.ParameterCount():N0} parameters each, {trainX.Dim(0):N0} training and {testX.Dim(0):N0} test images, seed {run.Seed}");
        var test = DataLoader.Of(testX, cifar.TestY, 250);
        run.Say($"epoch   {string.Join("   ", twins.Select(t => $"{t.Name,8}: loss   train    test"))}   CPU s");
        for (int epoch = 1; epoch <= Epochs && run.Goes; epoch++)
        {
            float rate = Schedule.WarmUp(1, Schedule.Cosine(0.1f, Epochs - 1))(epoch - 1);
            run.Say($"{epoch,5}   {string.Join("   ", twins.Select(t => t.Epoch(rate, test)))}   {run.Elapsed,5:F0}");
        }
        foreach (var twin in twins)
        {
            double seen = twin.Trainer.Evaluate(DataLoader.Of(trainX, cifar.TrainY, 250)).Accuracy, held = twin.Trainer.Evaluate(test).Accuracy;
            run.Say($"{twin.Name,8}-{Depth}: training images as they are {100 * seen:F2} %, test {100 * held:F2} %");
        }
        run.Keep(twins[0].Net, new Dictionary<string, string> { ["depth"] = $"{Depth}" });
    }

    // The mean and deviation of the channels that CIFAR's nets are usually given.
    private static Tensor Standard(Tensor x)
    {
        float[] mean = [0.485f, 0.456f, 0.406f], deviation = [0.229f, 0.224f, 0.225f];
        for (int plane = 0; plane < x.Dim(0) * 3; plane++)
        {
            foreach (ref float value in x.Data.Slice(plane * 1024, 1024))
                value = (value - mean[plane % 3]) / deviation[plane % 3];
        }
        return x;
    }

    private sealed class Twin
    {
        private readonly IEnumerable<Batch> _batches;
        private readonly Sgd _sgd;

        public Twin(string name, CifarResNet net, IEnumerable<Batch> batches, ulong seed)
        {
            (Name, Net, _sgd) = (name, net, new Sgd(net.Parameters(), 0.1f, 0.9f, weightDecay: 1e-4f));
            _batches = batches.Augmented((x, rng) => Augment.CropAndFlip(x, rng), new Rng(seed));
            Trainer = new Trainer(net, _sgd);
        }

        public string Name { get; }

        public CifarResNet Net { get; }

        public Trainer Trainer { get; }

        public string Epoch(float rate, IEnumerable<Batch> test)
        {
            _sgd.LearningRate = rate;
            var seen = Trainer.Fit(_batches, 1).Epochs[0];
            double held = Trainer.Evaluate(test).Accuracy;
            return FormattableString.Invariant($"{seen.Loss,14:F3}  {100 * seen.Accuracy,5:F1}%  {100 * held,5:F1}%");
        }
    }
}
