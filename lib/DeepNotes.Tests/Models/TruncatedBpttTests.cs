using System.Runtime.CompilerServices;
using DeepNotes.Models;

namespace DeepNotes.Tests.Models;

public class TruncatedBpttTests
{
    private const int T = 12;

    private static (float[] Gradient, float[] State) Truncated(int every, int back, Func<Recurrent> make)
    {
        var net = make();
        var x = new Rng(5).Uniform(1f, T, 3, 2);
        var final = new TruncatedBptt(net, every, back).Run(x, (y, _) => F.Sum(y * y));
        return ([.. net.Parameters().SelectMany(p => p.Grad.ToArray())], final.H.ToArray());
    }

    // Every step's error, each sent back by hand through exactly as many steps as its window allows.
    private static float[] ByHand(int every, int back, Func<Recurrent> make)
    {
        var net = make();
        var x = new Rng(5).Uniform(1f, T, 3, 2);
        for (int first = 0; first < T; first += every)
        {
            int to = Math.Min(first + every, T), begin = Math.Max(0, to - back);
            RecurrentState? state = null;
            if (begin > 0)
            {
                using var silent = Autograd.NoGrad();
                state = net.Forward(F.Slice(x, 0, begin)).State;
            }
            var (y, _) = net.Forward(F.Slice(x, begin, to - begin), state);
            y = F.Slice(y, first - begin, to - first);
            F.Sum(y * y).Backward();
        }
        return [.. net.Parameters().SelectMany(p => p.Grad.ToArray())];
    }

    [Theory, InlineData(12, 12), InlineData(3, 3), InlineData(3, 7), InlineData(1, 5), InlineData(5, 5), InlineData(5, 12)]
    public void Gradients_are_those_of_every_window_by_hand(int every, int back)
    {
        foreach (Func<Recurrent> make in new Func<Recurrent>[] { () => new RNN(2, 4, new Rng(1)), () => new LSTM(2, 4, new Rng(1), new RecurrentOptions { Layers = 2 }) })
        {
            var (got, state) = Truncated(every, back, make);
            float[] expected = ByHand(every, back, make);
            for (int i = 0; i < got.Length; i++)
                Assert.Equal(expected[i], got[i], 1e-4);
            var whole = make().Forward(new Rng(5).Uniform(1f, T, 3, 2)).State.H;   // truncation cuts the gradient, not the state
            Assert.Equal(whole.ToArray(), state);
        }
    }

    [Theory, InlineData(3, 3), InlineData(3, 7), InlineData(5, 12)]
    public void Windows_are_told_where_they_begin_and_a_state_is_taken_over(int every, int back)
    {
        var net = new LSTM(2, 4, new Rng(1));
        var x = new Rng(5).Uniform(1f, T, 3, 2);
        var whole = net.Forward(x).Output;
        var before = net.Forward(F.Slice(x, 0, 4)).State.Carry();
        var firsts = new List<int>();
        var losses = new List<(float Told, float Wanted)>();
        float wanted = 0;
        var end = new TruncatedBptt(net, every, back).Run(F.Slice(x, 4, T - 4), (y, first) =>
        {
            firsts.Add(first);
            Assert.Equal(Math.Min(every, T - 4 - first), y.Dim(0));
            float[] expected = F.Slice(whole, 4 + first, y.Dim(0)).ToArray();
            for (int i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], y.Data[i], 1e-6);
            var loss = F.Sum(y * y);
            wanted = loss.Item();
            return loss;
        }, told => losses.Add((told, wanted)), before);
        Assert.Equal(Enumerable.Range(0, (T - 4 + every - 1) / every).Select(i => i * every), firsts);
        Assert.Equal(firsts.Count, losses.Count);
        Assert.All(losses, l => Assert.Equal(l.Wanted, l.Told));
        Assert.Equal(net.Forward(x).State.C!.ToArray(), end.C!.ToArray());
    }

    [Fact]
    public void What_is_kept_does_not_grow_with_the_length_of_the_sequence()
    {
        Assert.Equal(Kept(40, 10), Kept(400, 10));
        Assert.True(Kept(400, 400) > 30 * Kept(400, 10));
    }

    // Numbers in all tensors that are alive at the end of the worst window.
    private static int Kept(int steps, int back)
    {
        var net = new RNN(2, 8, new Rng(1));
        var x = new Rng(2).Uniform(1f, steps, 4, 2);
        var windows = new List<WeakReference<Tensor>>();
        int worst = 0;
        new TruncatedBptt(net, back, back).Run(x, (y, _) => Remember(y, windows), _ => worst = Math.Max(worst, Alive(windows)));
        return worst;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Tensor Remember(Tensor y, List<WeakReference<Tensor>> windows)
    {
        windows.Add(new WeakReference<Tensor>(y));
        return F.Sum(y);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Alive(List<WeakReference<Tensor>> windows)
    {
        if (windows.Count > 1)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        return windows.Sum(w => w.TryGetTarget(out var y) ? y.Length : 0);
    }

    [Fact]
    public void Windows_that_go_back_less_than_they_go_on_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new TruncatedBptt(new RNN(2, 2, new Rng(1)), 5, 4));
}
