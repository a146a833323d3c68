namespace DeepNotes.Models;

/// <summary>Truncated backpropagation through time: every K1 steps the error of those steps is sent back through at most K2 steps.</summary>
/// <remarks>
/// Williams and Peng (1990), "An efficient gradient-based algorithm for on-line training of recurrent network trajectories": BPTT(K2; K1).
/// The state at the window's beginning is carried on as a number, cut off from the graph, so that what must be kept grows with K2 and not
/// with the length of the sequence. With K1 = K2 every step is computed once; with K1 &lt; K2 the K2 − K1 steps before are run again.
/// </remarks>
public sealed class TruncatedBptt
{
    private readonly Func<Tensor, RecurrentState?, (Tensor Output, RecurrentState State)> _run;
    private readonly int _every, _back;

    /// <summary>A way to train.</summary>
    /// <param name="net">Time first, one state in and one out.</param>
    /// <param name="every">K1 ≥ 1.</param>
    /// <param name="back">K2 ≥ K1.</param>
    public TruncatedBptt(Recurrent net, int every, int back)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(back, every);
        (_run, _every, _back) = ((x, state) => net.Forward(x, state), every, back);
    }

    /// <summary>Goes over one batch of sequences; after each window gradients have been added and nothing of the graph is left.</summary>
    /// <param name="x">(T, N, I).</param>
    /// <param name="loss">From the outputs of K1 or fewer steps (steps, N, H) and the number of the first of them; null when nothing is wanted there.</param>
    /// <param name="afterWindow">Called after each backward pass with the loss: clip, step, set gradients to zero. Null to let them add up.</param>
    /// <param name="state">Where an earlier batch has left off; null for zeros.</param>
    /// <returns>The final state, cut off from the graph.</returns>
    public RecurrentState Run(Tensor x, Func<Tensor, int, Tensor?> loss, Action<float>? afterWindow = null, RecurrentState? state = null)
    {
        Shape.RequireRank(nameof(TruncatedBptt), x, 3, "(T, N, I)");
        if (x.Dim(0) == 0)
            throw new ShapeException($"TruncatedBptt: x is {Shape.Text(x.Shape)}; it must have at least one step.");
        int steps = x.Dim(0), from = 0;   // state is the one before step `from`
        var (start, end) = (state, state);
        for (int to = 0; to < steps;)
        {
            int first = to;   // the first step whose error has not been sent back
            to = Math.Min(to + _every, steps);
            int begin = Math.Max(0, to - _back);
            if (begin == first && first > 0)
                (start, from) = (end, begin);
            else if (begin > from)
                (start, from) = (Silently(x, from, begin, start), begin);
            end = Window(x, begin, first, to, start, loss, afterWindow);
        }
        return end!;
    }

    private RecurrentState Window(Tensor x, int begin, int first, int to, RecurrentState? start, Func<Tensor, int, Tensor?> loss, Action<float>? afterWindow)
    {
        var (y, final) = _run(F.Slice(x, begin, to - begin), start);
        if (loss(F.Slice(y, first - begin, to - first), first) is { } error)
        {
            error.Backward();
            afterWindow?.Invoke(error.Item());
        }
        return final.Carry();
    }

    private RecurrentState Silently(Tensor x, int from, int to, RecurrentState? state)
    {
        using var silent = Autograd.NoGrad();
        return _run(F.Slice(x, from, to - from), state).State.Carry();
    }
}
