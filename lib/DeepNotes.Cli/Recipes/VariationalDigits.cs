using DeepNotes.Data;
using DeepNotes.Models;

namespace DeepNotes.Cli.Recipes;

/// <summary>A variational autoencoder on the real MNIST, by the settings of PyTorch's example: its test loss ends at 105.6 nats with seed 1.</summary>
/// <remarks>Kingma and Welling (2014), fig. 2: 784-400-20-400-784, Adam 0.001, batches of 128, ten epochs, grey pixels as probabilities.</remarks>
internal static class VariationalDigits
{
    private const int Batch = 128, Epochs = 10;

    public static Recipe Recipe { get; } = new("vae", "variational autoencoder 784-400-20 on MNIST, ten epochs; without MNIST, on drawn digits", 1200, Train);

    private static void Train(Run run)
    {
        var data = DataHub.Load("mnist").Flat();
        run.Say($"{data}");
        var rng = new Rng(run.Seed);
        var vae = new VariationalAutoencoder(784, 400, 20, rng);
        var adam = new Adam(vae.Parameters(), 1e-3f);
        for (int epoch = 1; epoch <= Epochs && run.Goes; epoch++)
        {
            double sum = 0;
            foreach (int[] rows in rng.Permutation(data.TrainY.Length).Chunk(Batch))
            {
                using var scope = new StepScope();
                adam.ZeroGrad();
                var loss = vae.Loss(F.IndexSelect(data.TrainX, rows), rng).Loss;
                loss.Backward();
                adam.Step();
                sum += loss.Item() * rows.Length;
            }
            var (test, reconstruction, divergence) = Test(vae, data.TestX, new Rng(run.Seed + 1000));
            run.Say($"epoch {epoch,2}  {run.Elapsed,5:F0} s  -ELBO in nats: train {sum / data.TrainY.Length:F2}, test {test:F2} = {reconstruction:F2} reconstruction + {divergence:F2} divergence");
        }
        run.Keep(vae, new Dictionary<string, string> { ["data"] = data.Source });
    }

    private static (double Loss, double Reconstruction, double Divergence) Test(VariationalAutoencoder vae, Tensor x, Rng rng)
    {
        using var off = Autograd.NoGrad();
        double loss = 0, reconstruction = 0, divergence = 0;
        for (int from = 0; from < x.Dim(0); from += Batch)
        {
            using var scope = new StepScope();
            int count = Math.Min(Batch, x.Dim(0) - from);
            var parts = vae.Loss(F.Slice(x, from, count), rng);
            double share = (double)count / x.Dim(0);
            loss += share * parts.Loss.Item();
            reconstruction += share * parts.Reconstruction.Item();
            divergence += share * parts.Divergence.Item();
        }
        return (loss, reconstruction, divergence);
    }
}
