namespace DeepNotes.Tests.Core;

public class AutogradTests
{
    private static Tensor Leaf(params float[] values)
    {
        var x = Tensor.From(values);
        x.RequiresGrad = true;
        return x;
    }

    [Fact]
    public void A_chain_of_100000_nodes_backpropagates()
    {
        var x = Leaf(1);
        var y = x;
        for (int i = 0; i < 100_000; i++)
            y += 1f;
        y.Backward();
        Assert.Equal(100_001f, y.Item());
        Assert.Equal(1f, x.Grad[0]);
    }

    [Fact]
    public void A_tensor_used_twice_gets_the_sum_over_both_uses()
    {
        var w = Leaf(2, 3);
        F.Sum(w * w + w).Backward();
        Assert.Equal([5f, 7f], w.Grad.ToArray());   // 2 w + 1
    }

    [Fact]
    public void Gradients_of_two_passes_add_up_until_they_are_cleared()
    {
        var w = Leaf(2);
        F.Sum(w * 3f).Backward();
        F.Sum(w * 4f).Backward();
        Assert.Equal(7f, w.Grad[0]);
        w.ZeroGrad();
        Assert.Equal(0f, w.Grad[0]);
    }

    [Fact]
    public void A_second_backward_says_that_the_graph_is_gone()
    {
        var loss = F.Sum(Leaf(1, 2) * 2f);
        loss.Backward();
        var error = Assert.Throws<InvalidOperationException>(loss.Backward);
        Assert.Contains("already walked and freed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Building_on_a_freed_graph_is_refused_and_leaves_other_graphs_whole()
    {
        var w = Leaf(1, 2);
        var old = w * 2f;
        F.Sum(old).Backward();
        var fresh = w * 5f;
        var mixed = F.Sum(fresh + old);
        Assert.Contains("made by Affine", Assert.Throws<InvalidOperationException>(mixed.Backward).Message, StringComparison.Ordinal);
        w.ZeroGrad();
        F.Sum(fresh).Backward();   // the failed walk met this node; it must still be walked
        Assert.Equal([5f, 5f], w.Grad.ToArray());
    }

    [Fact]
    public void NoGrad_stops_recording_and_nests()
    {
        var w = Leaf(1);
        using (Autograd.NoGrad())
        {
            using (Autograd.NoGrad())
                Assert.False(Autograd.Enabled);
            Assert.False(Autograd.Enabled);
            Assert.Null((w * 2f).Node);
            Assert.Contains("nothing was recorded", Assert.Throws<InvalidOperationException>((w * 2f).Backward).Message, StringComparison.Ordinal);
        }
        Assert.True(Autograd.Enabled);
        Assert.NotNull((w * 2f).Node);
    }

    [Fact]
    public void Detach_cuts_the_graph_and_shares_the_values()
    {
        var w = Leaf(3);
        var y = w * 2f;
        F.Sum(y.Detach() * w).Backward();
        Assert.Equal(6f, w.Grad[0]);
        y.Detach().Data[0] = 9;
        Assert.Equal(9f, y.Item());
    }

    [Fact]
    public void An_intermediate_gradient_is_kept_only_on_request()
    {
        var w = Leaf(3);
        Tensor kept = (w * 2f).RetainGrad(), given = kept * 5f;
        F.Sum(given).Backward();
        Assert.Equal(5f, kept.Grad[0]);
        Assert.Contains("RetainGrad", Assert.Throws<InvalidOperationException>(() => given.Grad[0]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_a_scalar_can_start_without_a_seed()
    {
        var y = Leaf(1, 2) * 2f;
        Assert.Contains("(2,)", Assert.Throws<ShapeException>(y.Backward).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => y.Backward([1f]));
    }

    [Fact]
    public void Trace_lists_the_nodes_in_the_order_in_which_they_ran()
    {
        var w = Leaf(1);
        var loss = F.Sum(F.Tanh(w) * F.Exp(w));
        Assert.Equal(["Tanh", "Exp", "Mul", "Sum"], Autograd.Trace(loss).Select(n => n.Name));
        Assert.Equal(4, Autograd.Trace(loss).Count);   // looking changes nothing
        loss.Backward();
        Assert.InRange(w.Grad[0], 3.211f, 3.213f);   // e (tanh 1 + 1 − tanh² 1) = 3.2119
    }

    [Fact]
    public void Threads_record_graphs_of_their_own_at_the_same_time()
    {
        var gradients = new float[8];
        Parallel.For(0, gradients.Length, i =>
        {
            var w = Leaf(i);
            for (int step = 0; step < 200; step++)
            {
                using var scope = new StepScope();
                F.Sum(w * w).Backward();
            }
            gradients[i] = w.Grad[0];
        });
        Assert.Equal(Enumerable.Range(0, 8).Select(i => 400f * i), gradients);
    }
}
