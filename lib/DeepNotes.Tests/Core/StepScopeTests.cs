namespace DeepNotes.Tests.Core;

public class StepScopeTests
{
    [Fact]
    public void A_tensor_used_after_its_scope_throws_instead_of_showing_other_numbers()
    {
        Tensor y;
        using (new StepScope())
            y = Tensor.Ones(1000) * 2f;
        Assert.Contains("StepScope", Assert.Throws<ObjectDisposedException>(() => y.Data[0]).Message, StringComparison.Ordinal);
        Assert.Throws<ObjectDisposedException>(() => y.Grad[0]);
        Assert.Throws<ObjectDisposedException>(() => y + 1f);
        Assert.Throws<ObjectDisposedException>(y.Detach);
    }

    [Fact]
    public void Kept_tensors_and_views_of_them_live_on()
    {
        Tensor kept, view, clone;
        using (new StepScope())
        {
            kept = Tensor.Keep(Tensor.Full(3, 300));
            view = Tensor.Keep(F.Slice(Tensor.Full(4, 300), 100, 50));   // keeps the memory that it shows, too
            clone = Tensor.Full(5, 300).Clone();
        }
        using (new StepScope())
        {
            for (int i = 0; i < 4; i++)
                Tensor.Full(9, 300);   // would take over recycled memory
        }
        Assert.Equal((3f, 4f, 5f), (kept.Data[0], view.Data[0], clone.Data[0]));
    }

    [Fact]
    public void A_view_ends_with_the_memory_that_it_shows()
    {
        Tensor view;
        using (new StepScope())
            view = Tensor.Ones(300).Detach();
        Assert.Throws<ObjectDisposedException>(() => view.Data[0]);
    }

    [Fact]
    public void Scopes_nest_and_the_outer_one_ends_what_was_left_open_inside()
    {
        var outer = new StepScope();
        var a = Tensor.Ones(10);
        var inner = new StepScope();
        var b = Tensor.Ones(10);
        inner.Dispose();
        Assert.Equal(1f, a.Data[0]);
        Assert.Throws<ObjectDisposedException>(() => b.Data[0]);
        var forgotten = new StepScope();
        var c = Tensor.Ones(10);
        outer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => a.Data[0]);
        Assert.Throws<ObjectDisposedException>(() => c.Data[0]);
        forgotten.Dispose();
        outer.Dispose();
        Assert.Equal(1f, Tensor.Ones(10).Data[0]);
    }

    [Fact]
    public void A_scope_does_not_end_on_another_thread()
    {
        using var scope = new StepScope();
        Exception? caught = null;
        var thread = new Thread(() => caught = Record.Exception(scope.Dispose));
        thread.Start();
        thread.Join();
        Assert.IsType<InvalidOperationException>(caught);
    }

    [Fact]
    public void Training_steps_after_warm_up_allocate_next_to_nothing()
    {
        var rng = new Rng(1);
        var model = new Sequential(new Linear(256, 512, rng), new ReLU(), new Linear(512, 512, rng), new Tanh(), new Linear(512, 10, rng));
        var optimizer = new Adam(model.Parameters());
        var x = rng.Normal(1, 64, 256);
        int[] labels = [.. Enumerable.Range(0, 64).Select(i => i % 10)];
        for (int i = 0; i < 5; i++)
            Step();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 20; i++)
            Step();
        long perStep = (GC.GetAllocatedBytesForCurrentThread() - before) / 20;
        Assert.InRange(perStep, 0, 16 * 1024);   // the activations and their gradients alone are over 1 MB

        void Step()
        {
            using var scope = new StepScope();
            var loss = F.CrossEntropy(model.Forward(x), labels);
            optimizer.ZeroGrad();
            loss.Backward();
            optimizer.Step();
        }
    }
}
