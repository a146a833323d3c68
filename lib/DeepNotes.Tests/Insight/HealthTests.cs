using DeepNotes.Data;
using DeepNotes.Insight;

namespace DeepNotes.Tests.Insight;

public class HealthTests
{
    private static (Sequential Net, Tensor X, int[] Y) Small(ulong seed = 1)
    {
        var rng = new Rng(seed);
        var net = new Sequential(new Linear(2, 8, rng), new ReLU(), new Linear(8, 8, rng), new Tanh(), new Linear(8, 2, rng));
        var points = Toy.TwoMoons(rng, 60, 0.1);
        return (net, points.X, points.Y);
    }

    private static void Train(Layer net, Tensor x, int[] y, int steps, float rate = 0.1f)
    {
        var sgd = new Sgd(net.Parameters(), rate);
        for (int i = 0; i < steps; i++)
        {
            using var scope = new StepScope();
            var loss = F.CrossEntropy(net.Forward(x), y);
            sgd.ZeroGrad();
            loss.Backward();
            sgd.Step();
        }
    }

    [Fact]
    public void One_call_watches_a_trainer()
    {
        var (net, x, y) = Small();
        var lines = new List<string>();
        var health = Health.Watch(net, every: 5, lines.Add);
        new Trainer(net, new Adam(net.Parameters(), 1e-2f)).Fit(DataLoader.Of(x, y, 20, new Rng(2)), 8, validation: DataLoader.Of(x, y, 20));
        Assert.Equal([1, 6, 11, 16, 21], health.Samples.Select(s => s.Step));
        Assert.Equal((24, 24), (health.StepLoss.Count, health.StepAccuracy.Count));   // evaluation is not a step
        Assert.Equal(5, lines.Count);
        Assert.StartsWith("step 6 · loss 0.", lines[1], StringComparison.Ordinal);
        Assert.Empty(health.Findings());
        Assert.Contains("nothing found", health.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Layers_carry_the_keys_of_their_modules()
    {
        var (net, x, y) = Small();
        var health = Health.Watch(net);
        Train(net, x, y, 1);
        Assert.Equal(["0 Linear", "1 Relu", "2 Linear", "3 Tanh", "4 Linear"], health.Samples[0].Layers.Select(l => l.Name));
        Assert.Equal(["0.weight", "0.bias", "2.weight", "2.bias", "4.weight", "4.bias"], health.Samples[0].Parameters.Select(p => p.Name));
    }

    [Fact]
    public void Numbers_are_those_of_a_probe_by_hand()
    {
        var (net, x, y) = Small();
        var trace = net.Trace(x).Select(t => t.RetainGrad()).ToArray();
        F.CrossEntropy(trace[^1], y).Backward();
        float[] before = [.. net[0].OwnParameters[0].Value.Data], gradient = [.. net[0].OwnParameters[0].Value.Grad];
        double Norm(float[] v) => Math.Sqrt(v.Sum(a => (double)a * a));
        var health = Health.Watch(net, every: 1);
        Train(net, x, y, 2);
        var (layers, weight) = (health.Samples[0].Layers, health.Samples[0].Parameters[0]);
        for (int i = 0; i < 5; i++)
        {
            float[] output = [.. trace[i + 1].Data];
            Assert.Equal(output.Average(), layers[i].Mean, 1e-5);
            Assert.Equal(Math.Sqrt(output.Average(v => (v - output.Average()) * (double)(v - output.Average()))), layers[i].Std, 1e-5);
            Assert.Equal(Norm([.. trace[i + 1].Grad]), layers[i].GradientNorm, 1e-5);
        }
        Assert.Equal(Enumerable.Range(0, 8).Count(u => Enumerable.Range(0, 60).All(n => trace[2].Data[n * 8 + u] == 0)) / 8.0, layers[1].Dead);
        Assert.Equal(Norm(before), weight.WeightNorm, 1e-5);
        Assert.Equal(Norm(gradient), weight.GradientNorm, 1e-5);
        Assert.Equal(0.1 * Norm(gradient) / Norm(before), weight.UpdateRatio, 1e-5);
        Assert.InRange(health.Samples[0].Agreement, 0.9, 1);   // the same batch twice
        Assert.Equal(0, health.Samples[1].LeftOver);
    }

    [Fact]
    public void Labels_and_accuracy_are_read_off_the_gradient()
    {
        var (net, x, y) = Small();
        float right = Metrics.Accuracy(net, x, y);
        var health = Health.Watch(net);
        Train(net, x, y, 1);
        Assert.Equal(right, health.StepAccuracy[0], 1e-6);
        Assert.Equal((2.0, 2.0), (health.Vitals.ClassesPerBatch, Math.Round(health.Vitals.ExpectedClasses, 6)));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void The_gradient_through_time_is_that_of_the_inputs(bool cells)
    {
        var rng = new Rng(3);
        var (rnn, cell, x) = (new RNN(3, 5, rng), new RNNCell(3, 5, rng), rng.Normal(1, 6, 4, 3));
        Module model = cells ? cell : rnn;
        Tensor Last()
        {
            if (!cells)
                return F.Slice(rnn.Forward(x).Output, 5, 1);
            var state = cell.Forward(F.Reshape(F.Slice(x, 0, 1), 4, 3));
            for (int t = 1; t < 6; t++)
                state = cell.Forward(F.Reshape(F.Slice(x, t, 1), 4, 3), state);
            return state.H;
        }
        using var health = Health.Watch(model);
        F.Sum(Last()).Backward();
        double[] seen = Assert.Single(health.Samples[0].Time).GradientNorm;
        Assert.Equal(6, seen.Length);
        Assert.False(x.RequiresGrad);
        x.RequiresGrad = true;
        x.ZeroGrad();
        F.Sum(Last()).Backward();
        for (int t = 0; t < 6 && !cells; t++)
            Assert.Equal(Math.Sqrt(x.Grad.Slice(12 * t, 12).ToArray().Sum(g => (double)g * g)), seen[t], 1e-5);
        Assert.Equal(cells ? Math.Sqrt(20) : seen[5], seen[5], 1e-5);   // ∂ΣH/∂H is one everywhere: 4 · 5 numbers
        Assert.True(seen[0] < seen[5]);
    }

    [Fact]
    public void Batch_norm_drift_falls_as_statistics_follow_and_stays_in_evaluation_mode()
    {
        double[] Drifts(bool training)
        {
            var rng = new Rng(4);
            var net = new Sequential(new Linear(2, 6, rng), new BatchNorm1d(6), new ReLU(), new Linear(6, 2, rng));
            net.Train(training);
            var health = Health.Watch(net, every: 10);
            Train(net, 3 * rng.Normal(1, 64, 2), [.. Enumerable.Range(0, 64).Select(i => i % 2)], 61, rate: 1e-3f);
            return [.. health.Samples.Select(s => s.Layers[1].Drift)];
        }
        double[] follows = Drifts(true), frozen = Drifts(false);
        Assert.True(follows[^1] < 0.1 * follows[0], $"{follows[0]:F2} to {follows[^1]:F2}");
        Assert.True(frozen[^1] > 0.8 * frozen[0], $"{frozen[0]:F2} to {frozen[^1]:F2}");
    }

    [Fact]
    public void Channels_are_the_units_of_a_convolution()
    {
        var rng = new Rng(5);
        var conv = new Conv2d(1, 4, 3, rng);
        conv.Bias!.Data[2] = -1e3f;   // one channel of four never fires
        var net = new Sequential(conv, new ReLU(), new Flatten(), new Linear(4 * 6 * 6, 2, rng));
        var health = Health.Watch(net);
        Train(net, rng.Normal(1, 10, 1, 8, 8), [0, 1, 0, 1, 0, 1, 0, 1, 0, 1], 1);
        Assert.Equal(0.25, health.Samples[0].Layers.Single(l => l.Operation == "Relu").Dead);
    }

    [Fact]
    public void Watching_changes_nothing()
    {
        float[] Run(bool watch)
        {
            var (net, x, y) = Small();
            if (watch)
                Health.Watch(net, every: 1);
            Train(net, x, y, 10);
            return [.. net.Parameters().SelectMany(p => p.Data.ToArray())];
        }
        Assert.Equal(Run(false), Run(true));
    }

    [Fact]
    public void Curvature_is_measured_on_demand_and_is_no_step()
    {
        var (net, x, y) = Small();
        var health = Health.Watch(net);
        Train(net, x, y, 3);
        var curvature = health.Probe(() => F.CrossEntropy(net.Forward(x), y), eigenvalues: 2);
        Assert.Equal(2, curvature.Eigenvalues.Length);
        Assert.True(curvature.Eigenvalues[0] > 0 && Math.Abs(curvature.Eigenvalues[0]) >= Math.Abs(curvature.Eigenvalues[1]));
        Assert.Equal(3, health.StepLoss.Count);
        Assert.Contains("Loss slice", health.Figure().ToSvg(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_figure_and_the_text_hold_every_part()
    {
        var (net, x, y) = Small();
        var health = Health.Watch(net, every: 1);
        Train(net, x, y, 3);
        string svg = health.Figure().ToSvg();
        foreach (string part in new[] { "Loss", "Lost units", "Gradient per layer", "Update / weight", "Weight length", "Vital signs", "0.weight", "3 Tanh" })
            Assert.Contains(part, svg, StringComparison.Ordinal);
        Assert.Contains("update / weight", health.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_watched_is_refused()
    {
        Assert.Contains("no parameters", Assert.Throws<ArgumentException>(() => Health.Watch(new ReLU())).Message, StringComparison.Ordinal);
        var (net, x, y) = Small();
        var health = Health.Watch(net);
        Assert.Contains("no step", Assert.Throws<InvalidOperationException>(() => health.Findings()).Message, StringComparison.Ordinal);
        health.Dispose();
        Train(net, x, y, 1);
        Assert.Empty(health.Samples);
    }
}
