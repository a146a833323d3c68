using DeepNotes.Tests.Support;

namespace DeepNotes.Tests.Optim;

public class ScheduleTests
{
    internal sealed record File(Dictionary<string, double[]> Schedules, double[] Losses);

    private static readonly File Torch = TorchFixtures.Read<File>("optimizers.json");

    private static Tensor Parameter(params float[] values)
    {
        var p = Tensor.From(values);
        p.RequiresGrad = true;
        return p;
    }

    [Fact]
    public void Schedules_are_PyTorchs()
    {
        Check("Step", Schedule.Step(0.5f, 3, 0.5f));
        Check("Cosine", Schedule.Cosine(0.5f, 9, 0.1f));
        Check("OneCycle", Schedule.OneCycle(0.5f, 20));
        Check("OneCycle options", Schedule.OneCycle(0.5f, 15, 0.4f, 10, 100));
        Check("WarmUp", Schedule.WarmUp(4, _ => 0.5f));

        static void Check(string name, Func<int, float> schedule)
        {
            double[] expected = Torch.Schedules[name];
            for (int t = 0; t < expected.Length; t++)
                Assert.InRange(schedule(t), expected[t] * (1 - 1e-5) - 1e-9, expected[t] * (1 + 1e-5) + 1e-9);
        }
    }

    [Fact]
    public void A_plateau_lowers_the_rate_when_PyTorch_does()
    {
        var sgd = new Sgd([Parameter(1)], 0.5f);
        var plateau = new Plateau(sgd, 0.5f, patience: 2, minimum: 0.1f);
        for (int i = 0; i < Torch.Losses.Length; i++)
        {
            Assert.Equal(Torch.Schedules["Plateau"][i], sgd.LearningRate, 1e-6);
            plateau.Report(Torch.Losses[i]);
        }
    }

    [Fact]
    public void A_warm_up_rises_in_a_line_to_what_follows()
    {
        var schedule = Schedule.WarmUp(4, Schedule.Step(1f, 2, 0.5f));
        Assert.Equal([0.2f, 0.4f, 0.6f, 0.8f, 1f, 1f, 0.5f, 0.5f], Enumerable.Range(0, 8).Select(schedule));
    }

    [Fact]
    public void The_rate_sweep_stops_when_the_loss_explodes_and_puts_everything_back()
    {
        // Gradient descent on w² is stable below a rate of 1.
        var w = Parameter(3, -2);
        var sgd = new Sgd([w], 0.7f);
        var sweep = RateSweep.Run(sgd, () =>
        {
            sgd.ZeroGrad();
            var loss = Penalty.L2([w]);
            loss.Backward();
            sgd.Step();
            return loss.Item();
        }, 1e-3f, 100, 60);
        Assert.InRange(sweep.Rates[^1], 1, 50);
        Assert.InRange(sweep.Suggestion, 0.01, 1);
        Assert.Equal(sweep.Rates.Count, sweep.Losses.Count);
        Assert.Equal([3f, -2f], w.ToArray());
        Assert.Equal(0.7f, sgd.LearningRate);
    }

    [Fact]
    public void Clipping_by_norm_scales_all_gradients_together()
    {
        Tensor a = Parameter(0, 0), b = Parameter(0), none = Parameter(1);
        (a.Grad[0], a.Grad[1], b.Grad[0]) = (3, 0, -4);
        Assert.Equal(5, Clip.GradNorm([a, none, b], 10), 1e-6);
        Assert.Equal([3f, 0f], a.Grad.ToArray());
        Assert.Equal(5, Clip.GradNorm([a, none, b], 1), 1e-6);
        Assert.Equal(0.6, a.Grad[0], 1e-6);
        Assert.Equal(-0.8, b.Grad[0], 1e-6);
        b.Grad[0] = 3e30f;   // its square overflows
        Assert.Equal(3e30, Clip.GradNorm([a, b], 1), 1e24);
        Assert.Equal(1, b.Grad[0], 1e-6);
    }

    [Fact]
    public void Clipping_by_value_moves_elements_to_the_limit()
    {
        var a = Parameter(0, 0, 0);
        (a.Grad[0], a.Grad[1], a.Grad[2]) = (3, -0.2f, -4);
        Clip.GradValue([a], 0.5f);
        Assert.Equal([0.5f, -0.2f, -0.5f], a.Grad.ToArray());
    }

    [Theory, InlineData(float.NaN), InlineData(float.PositiveInfinity)]
    public void Clipping_reports_what_is_not_finite_and_changes_nothing(float bad)
    {
        Tensor a = Parameter(0), b = Parameter(0, 0);
        (a.Grad[0], b.Grad[0], b.Grad[1]) = (9, bad, 5);
        foreach (var clip in new Action[] { () => Clip.GradNorm([a, b], 1), () => Clip.GradValue([a, b], 1) })
            Assert.Contains("parameter 1, (2,)", Assert.Throws<ArithmeticException>(clip).Message, StringComparison.Ordinal);
        Assert.Equal([9f, bad, 5f], [.. a.Grad, .. b.Grad]);
    }
}
