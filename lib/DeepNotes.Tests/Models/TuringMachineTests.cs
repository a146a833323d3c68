using DeepNotes.Models;
using DeepNotes.Tests.Support;

namespace DeepNotes.Tests.Models;

/// <summary>The Neural Turing machine: gradients against differences, and the paper's equations by hand.</summary>
public class TuringMachineTests
{
    [Theory, InlineData(true), InlineData(false)]
    public void The_Turing_machine_passes_the_gradient_check(bool recurrent)
    {
        var net = new NeuralTuringMachine(3, 2, new Rng(2), new TuringOptions { Rows = 4, Width = 3, Hidden = 4, Recurrent = recurrent, Heads = 2 });
        foreach (var p in net.Parameters())
            new Rng(6).FillUniform(p.Data, -0.7f, 0.7f);
        var x = new Rng(7).Uniform(1f, 3, 2, 3);
        Assert.InRange(GradCheck.MaxError(() => net.Forward(x).Output, [.. net.Parameters(), x]), 0, 1e-3);
    }

    [Theory, InlineData(1, false), InlineData(2, false), InlineData(2, true)]
    public void The_Turing_machine_is_the_equations_of_the_paper_by_hand(int heads, bool recurrent)
    {
        var net = new NeuralTuringMachine(2, 2, new Rng(2), new TuringOptions { Rows = 4, Width = 3, Hidden = 4, Recurrent = recurrent, Heads = heads });
        var rng = new Rng(6);   // one generator: no two heads alike
        foreach (var q in net.Parameters())
            rng.FillUniform(q.Data, -1.5f, 1.5f);
        var x = new Rng(7).Uniform(1f, 4, 1, 2);
        var output = net.Forward(x).Output;
        var p = net.StateDict();
        var controller = Controller(p, 2 + 3 * heads, recurrent);
        double[][] memory = [.. Enumerable.Range(0, 4).Select(_ => new double[] { 1e-6, 1e-6, 1e-6 })];
        double[] read = Numbers(p["first_read"]);
        double[][] wrote = [.. Enumerable.Range(0, heads).Select(i => Softmax(Numbers(p[$"write_{i}.first"])))], looked = [.. Enumerable.Range(0, heads).Select(i => Softmax(Numbers(p[$"read_{i}.first"])))];
        for (int t = 0; t < 4; t++)
        {
            double[] h = controller([x[t, 0, 0], x[t, 0, 1], .. read]);
            double[] erase = [.. Affine(p, "erase", h).Select(Sigmoid)], add = [.. Affine(p, "add", h).Select(Math.Tanh)];
            for (int k = 0; k < heads; k++)
            {
                double[] w = wrote[k] = Address(p, $"write_{k}", h, memory, wrote[k]), e = erase[(3 * k)..(3 * k + 3)], a = add[(3 * k)..(3 * k + 3)];
                memory = [.. memory.Select((row, i) => row.Select((m, j) => m * (1 - w[i] * e[j]) + w[i] * a[j]).ToArray())];   // eq. 3 and 4
            }
            for (int k = 0; k < heads; k++)
                looked[k] = Address(p, $"read_{k}", h, memory, looked[k]);
            read = [.. looked.SelectMany(w => Enumerable.Range(0, 3).Select(j => memory.Select((row, i) => w[i] * row[j]).Sum()))];   // eq. 2
            double[] expected = Affine(p, "out", [.. h, .. read]);
            Assert.Equal(expected[0], output[t, 0, 0], 2e-5);
            Assert.Equal(expected[1], output[t, 0, 1], 2e-5);
        }
    }

    // One layer of tanh units, or an LSTM that carries its state from call to call.
    private static Func<double[], double[]> Controller(IReadOnlyDictionary<string, Tensor> p, int inputs, bool recurrent)
    {
        if (!recurrent)
            return v => [.. Affine(p, "controller", v).Select(Math.Tanh)];
        var cell = new LSTMCell(inputs, 4, new Rng(1));
        Assert.True(cell.LoadStateDict(p.Where(q => q.Key.StartsWith("controller.", StringComparison.Ordinal)).ToDictionary(q => q.Key["controller.".Length..], q => q.Value)).IsComplete);
        RecurrentState? state = null;
        return v =>
        {
            state = cell.Forward(Tensor.From([.. v.Select(a => (float)a)], 1, inputs), state);
            return Numbers(state.H);
        };
    }

    [Fact]
    public void Heads_begin_sharply_at_the_same_row()
    {
        var head = new TuringHead(4, 16, 3, new Rng(3));
        Assert.InRange(head.First(1)[0, 0], 0.8f, 1);
    }

    // Eq. 5 to 9.
    private static double[] Address(IReadOnlyDictionary<string, Tensor> p, string head, double[] h, double[][] memory, double[] before)
    {
        double[] key = [.. Affine(p, head + ".key", h).Select(Math.Tanh)], rest = Affine(p, head + ".rest", h), s = Softmax(rest[2..5]);
        double Length(double[] v) => Math.Sqrt(v.Sum(a => a * a) + 1e-8);
        double Softplus(double a) => Math.Log(1 + Math.Exp(a));
        double[] content = Softmax([.. memory.Select(row => Softplus(rest[0]) * row.Zip(key, (a, b) => a * b).Sum() / (Length(row) * Length(key)))]);
        double[] gated = [.. content.Zip(before, (now, old) => Sigmoid(rest[1]) * now + (1 - Sigmoid(rest[1])) * old)];
        int n = gated.Length;
        double[] sharp = [.. gated.Select((w, i) => Math.Pow(s[0] * gated[(i + 1) % n] + s[1] * w + s[2] * gated[(i + n - 1) % n], 1 + Softplus(rest[5])))];
        return [.. sharp.Select(w => w / sharp.Sum())];
    }

    private static double[] Affine(IReadOnlyDictionary<string, Tensor> p, string name, double[] x) =>
        [.. Numbers(p[name + ".bias"]).Select((b, j) => b + x.Select((v, k) => v * p[name + ".weight"][j, k]).Sum())];

    private static double[] Numbers(Tensor x) => [.. x.ToArray().Select(v => (double)v)];

    private static double[] Softmax(double[] x) => [.. x.Select(v => Math.Exp(v) / x.Sum(Math.Exp))];

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    [Fact]
    public void Addresses_shift_sharpen_and_find_by_content_as_the_paper_says()
    {
        var w = Tensor.From([0.1f, 0.7f, 0.2f, 0, 0], 1, 5);
        Assert.Equal([0.7f, 0.2f, 0, 0, 0.1f], TuringHead.Shift(w, Tensor.From([1f, 0, 0], 1, 3)).ToArray());
        Assert.Equal([0, 0.1f, 0.7f, 0.2f, 0], TuringHead.Shift(w, Tensor.From([0f, 0, 1], 1, 3)).ToArray());
        var sharp = TuringHead.Sharpen(w, Tensor.From([2f], 1, 1));
        Assert.Equal(0.49 / (0.01 + 0.49 + 0.04), sharp[0, 1], 1e-5);
        var memory = Tensor.From([1f, 0, 0, 2, 3, 3], 1, 3, 2);
        var similar = TuringHead.Similarity(Tensor.From([5f, 5], 1, 2), memory);
        Assert.Equal(Math.Sqrt(0.5), similar[0, 0], 1e-5);
        Assert.Equal(1, similar[0, 2], 1e-5);
    }
}
