using DeepNotes.Data;

namespace DeepNotes.Cli.Recipes;

/// <summary>The adding problem over 100 steps: an LSTM solves it, a tanh RNN stays at the error of always answering 1.</summary>
/// <remarks>Hochreiter and Schmidhuber (1997), experiment 4; Le, Jaitly and Hinton (2015); Arjovsky, Shah and Bengio (2016).</remarks>
internal static class Adding
{
    private const int Steps = 100, Hidden = 64, Batch = 32;

    public static Recipe Recipe { get; } = new("adding", "adding problem, T = 100: LSTM, GRU and tanh RNN until MSE < 0.01 or 6,000 steps each", 600, Train);

    private static void Train(Run run)
    {
        run.Say($"T = {Steps}, {Hidden} units, batches of {Batch} new sequences, Adam 0.002, norm clipped at 1; always answering 1 has MSE 0.167");
        foreach (string name in new[] { "LSTM", "GRU", "RNN" })
            One(run, name);
    }

    private static void One(Run run, string name)
    {
        var rng = new Rng(run.Seed);
        Recurrent net = name switch { "LSTM" => new LSTM(2, Hidden, rng), "GRU" => new GRU(2, Hidden, rng), _ => new RNN(2, Hidden, rng) };
        if (name == "LSTM")
            net.StateDict()["bias_ih_l0"].Data.Slice(Hidden, Hidden).Fill(1);   // Gers et al. (2000): begin by remembering
        var head = new Linear(Hidden, 1, rng);
        Tensor[] parameters = [.. net.Parameters(), .. head.Parameters()];
        var adam = new Adam(parameters, 2e-3f);
        var held = SequenceTasks.Adding(new Rng(run.Seed + 1000), 1000, Steps);
        double start = run.Elapsed, error = Error(held);
        int step = 0;
        for (; step < 6000 && error >= 0.01 && run.Goes; step++)
        {
            using var scope = new StepScope();
            var (x, y) = SequenceTasks.Adding(rng, Batch, Steps);
            adam.ZeroGrad();
            F.MseLoss(Answer(x), y).Backward();
            Clip.GradNorm(parameters, 1);
            adam.Step();
            if (step % 100 == 99)
                error = Error(held);
            if (step % 1000 == 999)
                run.Say($"  {name,-4}  step {step + 1,5}  {run.Elapsed - start,6:F1} s  MSE on 1,000 new sequences {error:F4}");
        }
        run.Say($"{name,-4}  seed {run.Seed}: MSE {error:F4} after {step} steps, {run.Elapsed - start:F1} CPU seconds");

        Tensor Answer(Tensor x) => head.Forward(F.Reshape(net.Forward(x).State.H, x.Dim(1), Hidden));

        double Error(SequenceBatch batch)
        {
            using var silent = Autograd.NoGrad();
            using var scope = new StepScope();
            return F.MseLoss(Answer(batch.X), batch.Y).Item();
        }
    }
}
