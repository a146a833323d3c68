using DeepNotes.Exercises;

namespace DeepNotes.Tests.Insight;

public class ClinicTests
{
    public static TheoryData<string> Faults => [.. Fault.All.Select(f => f.Id)];

    [Theory, MemberData(nameof(Faults))]
    public void Every_fault_is_the_first_thing_that_the_dashboard_finds(string id)
    {
        var fault = Fault.Find(id);
        for (ulong seed = 1; seed <= 3; seed++)
        {
            var health = Clinic.Examine(fault.Recipe, seed);
            Assert.True(health.Findings() is [var first, ..] && first.Symptom == fault.Symptom, $"seed {seed}: {health}");
        }
    }

    [Theory, InlineData(Body.Relu), InlineData(Body.Sigmoid), InlineData(Body.BatchNorm), InlineData(Body.Recurrent)]
    public void A_healthy_twin_shows_none(Body body)
    {
        for (ulong seed = 1; seed <= 3; seed++)
        {
            var health = Clinic.Examine(new Recipe { Body = body }, seed);
            Assert.True(health.Findings().Count == 0, $"seed {seed}: {health}");
            Assert.True(health.Vitals.LastLoss < 0.5 * health.Vitals.Guess, $"seed {seed}: loss {health.Vitals.LastLoss}");
        }
    }

    [Fact]
    public void Each_patient_has_another_fault()
    {
        string[] ids = [.. Enumerable.Range(0, 13).Select(i => Fault.OfPatient(i).Id)];
        Assert.Equal(Fault.All.Select(f => f.Id), ids.Order(StringComparer.Ordinal));
        Assert.Equal(13, Fault.All.Select(f => f.Symptom).Distinct().Count());
        Assert.All(Fault.All, f => Assert.NotEqual(f.Healthy, f.Recipe));
        Assert.Throws<ArgumentOutOfRangeException>(() => Fault.OfPatient(13));
    }

    private static Func<Layer, Sgd, Tensor, int[], Tensor> Step(Func<Tensor, int[], Tensor> loss, bool clear = true, bool evaluate = false) => (net, sgd, x, labels) =>
    {
        if (evaluate)
            net.Eval();
        var error = loss(net.Forward(x), labels);
        if (clear)
            sgd.ZeroGrad();
        error.Backward();
        sgd.Step();
        return error;
    };

    private static Func<int, int, Rng, Linear> Start(Action<Linear, Rng> fill) => (inputs, outputs, rng) =>
    {
        var layer = new Linear(inputs, outputs, rng);
        layer.Bias!.Data.Clear();
        fill(layer, rng);
        return layer;
    };

    private static Tensor OverBatch(Tensor scores, int[] labels) => F.NllLoss(F.Transpose(F.LogSoftmax(F.Transpose(scores))), labels);

    // The code that the notebook shows, and the same with its one line mended.
    private static Treatment Treat(int patient, bool mended) => patient switch
    {
        2 => Clinic.Treat(2, layer: Start((l, rng) => { Init.He(l.Weight, rng); l.Bias!.Data.Fill(mended ? 0 : -8); })),
        3 => Clinic.Treat(3, step: Step((scores, labels) => F.CrossEntropy(mended ? scores : F.Softmax(scores), labels))),
        4 => Clinic.Treat(4, step: Step((scores, labels) => F.CrossEntropy(scores, labels), clear: mended)),
        5 => Clinic.Treat(5, image: (step, i, rng) => mended ? rng.Next(4000) : (step * 50 + i) % 4000),
        6 => Clinic.Treat(6, step: Step((scores, labels) => F.CrossEntropy(scores, labels), evaluate: !mended)),
        9 => Clinic.Treat(9, layer: Start((l, rng) => { if (mended) Init.He(l.Weight, rng); else l.Weight.Data.Clear(); })),
        10 => Clinic.Treat(10, rate: mended ? 0.05f : 3),
        11 => Clinic.Treat(11, step: Step((scores, labels) => mended ? F.NllLoss(F.LogSoftmax(scores), labels) : OverBatch(scores, labels))),
        _ => throw new ArgumentOutOfRangeException(nameof(patient)),
    };

    [Theory, InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6), InlineData(9), InlineData(10), InlineData(11)]
    public void One_mended_line_makes_a_patient_healthy(int patient)
    {
        var ill = Treat(patient, mended: false);
        Assert.False(ill.Healthy);
        Assert.Equal(Fault.OfPatient(patient).Symptom, ill.Health.Findings()[0].Symptom);
        Assert.Contains($"Patient {patient} is still ill", ill.ToString(), StringComparison.Ordinal);
        var well = Treat(patient, mended: true);
        Assert.True(well.Healthy, well.ToString());
        Assert.True(well.Health.Vitals.LastLoss < 0.5 * well.Health.Vitals.Guess, well.ToString());
        Assert.Contains("Nothing found", well.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cure_that_is_none_is_told_what_is_still_wrong()
    {
        void Says(string words, Treatment treatment) => Assert.Contains(words, treatment.ToString(), StringComparison.Ordinal);
        Says("logarithms of probabilities", Clinic.Treat(3, step: Step((scores, labels) => F.NllLoss(F.Softmax(scores), labels))));
        Says("logarithms of probabilities", Clinic.Treat(11, step: Step((scores, labels) => F.NllLoss(scores, labels))));
        Says("The weights hardly move", Clinic.Treat(4, step: (net, sgd, x, labels) =>
        {
            var loss = F.CrossEntropy(net.Forward(x), labels);
            loss.Backward();
            sgd.ZeroGrad();
            sgd.Step();
            return loss;
        }));
        Says("saw no step", Clinic.Treat(4, step: (net, _, x, labels) => F.CrossEntropy(net.Forward(x), labels)));
        Says("the same label", Clinic.Treat(5, image: (step, i, _) => (step + i) % 4000));
        Says("few of the classes", Clinic.Treat(5, image: (step, i, _) => (20 * step + i) % 4000));
        Says("same weights", Clinic.Treat(9, layer: Start((l, _) => l.Weight.Data.Fill(0.1f))));
        Says("long beside the weights", Clinic.Treat(10, rate: 1));
        Says("hardly move", Clinic.Treat(10, rate: 1e-5f));
        Assert.Contains("its step and nothing else; rate was given", Assert.Throws<ArgumentException>(() => Clinic.Treat(4, rate: 0.1f)).Message, StringComparison.Ordinal);
        Assert.Contains("does not lie in the code", Assert.Throws<ArgumentException>(() => Clinic.Treat(12, rate: 0.1f)).Message, StringComparison.Ordinal);
    }
}
