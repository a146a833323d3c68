using DeepNotes.Data;
using DeepNotes.Models;

namespace DeepNotes.Cli.Recipes;

/// <summary>The classifier of geometric shapes that notebook 12 looks into.</summary>
internal static class Shapes
{
    private const int Images = 10_000, Tests = 1000, Epochs = 14;
    private const float Rate = 4e-3f;

    public static Recipe Recipe { get; } = new("shapes", "the classifier of shapes that notebook 12 looks into", 600, Train);

    private static void Train(Run run)
    {
        var shapes = ShapeScenes.Generate(new Rng(run.Seed), Images, Tests);
        var net = new ShapeNet(new Rng(run.Seed + 1));
        var adam = new Adam(net.Parameters(), Rate);
        var trainer = new Trainer(net, adam);
        var batches = DataLoader.Of(shapes.TrainX, shapes.TrainY, 32, new Rng(run.Seed + 2)).Augmented(Augment.Flip, new Rng(run.Seed + 3));
        run.Say($"{net.ParameterCount():N0} parameters, {Images:N0} training and {Tests:N0} test images, seed {run.Seed}");
        double held = 0;
        for (int epoch = 1; epoch <= Epochs && run.Goes; epoch++)
        {
            adam.LearningRate = Schedule.Cosine(Rate, Epochs)(epoch - 1);
            var seen = trainer.Fit(batches, 1).Epochs[0];
            held = 100 * trainer.Evaluate(DataLoader.Of(shapes.TestX, shapes.TestY, 250)).Accuracy;
            run.Say($"epoch {epoch,2}  loss {seen.Loss:F3}  training {100 * seen.Accuracy:F1} %  test {held:F1} %  {run.Elapsed:F0} CPU s");
        }
        run.Keep(net, new Dictionary<string, string> { ["test"] = FormattableString.Invariant($"{held:F1} %"), ["seed"] = $"{run.Seed}" });
    }
}
