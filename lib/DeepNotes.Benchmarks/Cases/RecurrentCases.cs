namespace DeepNotes.Benchmarks;

/// <summary>A training step of a recurrent net that names one of K classes at every step of time, with Adam.</summary>
internal static class RecurrentCases
{
    private const int T = 128, N = 32, I = 64, H = 128, K = 64;

    public static IEnumerable<Case> All(Peers peers)
    {
        var group = new Group("recurrent training step");
        foreach (var (name, blocks) in new[] { ("rnn", 1), ("lstm", 4), ("gru", 3) })
        {
            // Two operations per weight, forward and for the weight's gradient; once more for the state's gradient, and the head's.
            double work = 2.0 * T * N * (blocks * H * (2 * I + 3 * H) + 3 * H * K);
            yield return new Case($"{name} T128 B32 I64 H128 step", group, peers.Torch, 2.5, work, "FLOP",
                () => Trial.TorchSteps(peers.Torch, name, [I, H], () => Make(name)));
        }
    }

    private static (Tensor[] Operands, Action Step, Func<float[]> Result) Make(string name)
    {
        var rng = new Rng(1);
        Recurrent net = name switch { "rnn" => new RNN(I, H, rng), "lstm" => new LSTM(I, H, rng), _ => new GRU(I, H, rng) };
        var head = new Linear(H, K, rng);
        var x = rng.Uniform(1f, T, N, I);
        int[] targets = [.. Enumerable.Range(0, T * N).Select(_ => rng.Next(K))];
        var parameters = net.Parameters().Concat(head.Parameters()).ToArray();
        return TrainingStep.Of(x, targets, parameters, new Adam(parameters), input => head.Forward(net.Forward(input).Output));
    }
}
