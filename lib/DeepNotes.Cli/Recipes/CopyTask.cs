using DeepNotes.Data;
using DeepNotes.Models;

namespace DeepNotes.Cli.Recipes;

/// <summary>The copy task: a Neural Turing machine and an LSTM learn lengths 1 … 10 and are asked for longer ones. Priority sort: ten in, eight out.</summary>
/// <remarks>
/// Graves, Wayne and Danihelka (2014), sections 4.1 and 4.5, fig. 3–5. The machine that copies has a controller without a state, so that it
/// cannot count and has to go through its memory by shifts: what it learns at length 10 is then the same at 20. Addresses begin on one row,
/// and gradients are clipped number by number at 10, as in the paper. The loss has spikes; the weights of its lowest mean are kept.
/// </remarks>
internal static class CopyTask
{
    private const int Bits = 8, Longest = 10, Items = 10;

    public static Recipe Copy { get; } = new("copy", "Neural Turing machine learns to copy 1 … 10 vectors and is asked for 20, beside an LSTM", 240, run => Train(run, sort: false));

    public static Recipe Sort { get; } = new("priority-sort", "Neural Turing machine learns to sort 10 vectors by priority, 8 wanted, beside an LSTM", 900, run => Train(run, sort: true));

    private static void Train(Run run, bool sort)
    {
        int inputs = sort ? Bits + 2 : Bits + 1;
        var options = sort ? new TuringOptions { Rows = 32, Heads = 2 } : new TuringOptions { Rows = 32, Recurrent = false };
        var nets = new Pair(new NeuralTuringMachine(inputs, Bits, new Rng(run.Seed), options), new LSTM(inputs, 128, new Rng(run.Seed)), new Linear(128, Bits, new Rng(run.Seed + 1)));
        Learn(run, "NTM", nets.Machine.Parameters(), x => nets.Machine.Forward(x).Output, sort, run.Seconds * 0.6);
        Learn(run, "LSTM", nets.Lstm.Parameters().Concat(nets.Head.Parameters()), x => nets.Head.Forward(nets.Lstm.Forward(x).Output), sort, run.Seconds);
        run.Keep(nets, new Dictionary<string, string> { ["task"] = sort ? "priority sort" : "copy" });
    }

    private static void Learn(Run run, string name, IEnumerable<Tensor> parameters, Func<Tensor, Tensor> net, bool sort, double until)
    {
        const int Batch = 4;
        Tensor[] all = [.. parameters];
        var adam = new Adam(all, 1e-3f);
        var rng = new Rng(run.Seed + 2);
        double recent = 0.7, best = 0.7, start = run.Elapsed;
        float[][] kept = [];
        int step = 0;
        for (; run.Elapsed < until && run.Goes && recent > 0.0003; step++)
        {
            using var scope = new StepScope();
            int length = sort ? Items : 1 + rng.Next(Longest);
            if (!sort && rng.Next(2) == 0)
                length = Math.Max(length, 1 + rng.Next(Longest));   // the longer ones more often
            var (x, y) = Task(rng, Batch, length, sort);
            adam.ZeroGrad();
            var loss = F.BinaryCrossEntropyWithLogits(Answer(net, x, y), y);
            loss.Backward();
            Clip.GradValue(all, 10);
            adam.Step();
            recent += 0.005 * (loss.Item() - recent);
            if (recent < 0.03)
                adam.LearningRate = 3e-4f;   // from here on large steps throw away what was found
            if (step % 250 == 249 && recent < best)
                (best, kept) = (recent, [.. all.Select(p => p.ToArray())]);
            if (step % 1000 == 999)
                run.Say($"  {name}  {(step + 1) * Batch,8:N0} sequences  {run.Elapsed - start,6:F0} s  {recent:F4} nats per bit");
        }
        for (int i = 0; i < kept.Length; i++)
            kept[i].CopyTo(all[i].Data);
        run.Say($"{name}: {all.Sum(p => p.Length):N0} parameters, {step * Batch:N0} sequences, {run.Elapsed - start:F0} CPU seconds");
        foreach (int length in sort ? (int[])[Items] : [5, 10, 15, 20, 25])
            Report(run, name, net, length, sort);
    }

    private static void Report(Run run, string name, Func<Tensor, Tensor> net, int length, bool sort)
    {
        using var silent = Autograd.NoGrad();
        var (x, y) = Task(new Rng(run.Seed + 3), 200, length, sort);
        var answer = Answer(net, x, y);
        int per = answer.Length / 200, whole = Enumerable.Range(0, 200).Count(n => Right(answer, y, n) == per);
        double wrong = Enumerable.Range(0, 200).Average(n => per - Right(answer, y, n));
        run.Say($"  {name}  length {length,2}: {wrong:F2} of {per} bits wrong per sequence, {whole / 2.0:F1} % of sequences all right");
    }

    private static SequenceBatch Task(Rng rng, int count, int length, bool sort) =>
        sort ? SequenceTasks.PrioritySort(rng, count, length, length * 4 / 5, Bits) : SequenceTasks.Copy(rng, count, length, Bits);

    private static Tensor Answer(Func<Tensor, Tensor> net, Tensor x, Tensor y) => F.Slice(net(x), x.Dim(0) - y.Dim(0), y.Dim(0));

    private static int Right(Tensor answer, Tensor y, int n)
    {
        int right = 0;
        for (int t = 0; t < y.Dim(0); t++)
        {
            for (int b = 0; b < Bits; b++)
                right += answer[t, n, b] > 0 == y[t, n, b] > 0.5f ? 1 : 0;
        }
        return right;
    }

    /// <summary>Both nets, so that one file holds them.</summary>
    private sealed class Pair : Module
    {
        public Pair(NeuralTuringMachine machine, LSTM lstm, Linear head) =>
            (Machine, Lstm, Head) = (Child("machine", machine), Child("lstm", lstm), Child("head", head));

        public NeuralTuringMachine Machine { get; }
        public LSTM Lstm { get; }
        public Linear Head { get; }
    }
}
