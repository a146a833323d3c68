using DeepNotes.Exercises;

namespace DeepNotes.Tests.Exercises;

/// <summary>What a check says to wrong answers that nobody foresaw.</summary>
public class PatternTests
{
    public static TheoryData<string, Delegate, string> Unforeseen => new()
    {
        { "00-mean", (double[] x) => { double s = 0; for (int i = 0; i <= x.Length; i++) s += x[i]; return s / x.Length; }, "An index runs past an end" },
        { "00-dot", (double[] a, double[] b) => 1 + a.Zip(b, (p, q) => p * q).Sum(), "too large by 1." },
        { "00-dot", (double[] a, double[] b) => -a.Zip(b, (p, q) => p * q).Sum(), "wrong sign" },
        { "00-dot", (double[] a, double[] b) => 3 * a.Zip(b, (p, q) => p * q).Sum(), "3 times what is expected" },
        { "02-activations", (Func<string, double, (double, double)>)((name, x) => Flip(Activation(name, x))), "Value and Slope have changed places" },
        { "02-softmax", (double[] x) => Shares([.. x.Select(v => Math.Exp(v - x.Min()))]), "NaN comes from" },
        { "03-sigmoid-backward", (double[] y, double[] dy) => y.Zip(dy, (a, d) => d * a * (1 - a)).Reverse().ToArray(), "in another order" },
        { "01-xor-proof", () => new double[] { 2, 1, 1, 1 }, "b does not cancel" },
        { "01-xor-net", () => new[] { 1, 1, -0.5, 1, 1, -1.5, 0, -1, 0.5 }, "At (0, 0) the hidden units give h1 = 0 and h2 = 0" },
        { "03-topological-order", (int nodes, int[,] edges) => Enumerable.Range(0, nodes).Reverse().ToArray(), "stands before it" },
    };

    [Theory, MemberData(nameof(Unforeseen))]
    public void The_answer_itself_shows_what_is_wrong(string id, Delegate answer, string words) =>
        Assert.Contains(words, Judge.Check(Catalog.Find(id), answer).Diagnosis, StringComparison.Ordinal);

    [Fact]
    public void Infinity_is_like_no_other_number() =>
        // On one element "divided by N − 1" gives infinity, which must not be taken for this answer.
        Assert.Null(Judge.Check(Catalog.Find("00-mean"), (double[] x) => (double)(int)(x.Sum() / x.Length)).Diagnosis);

    [Fact]
    public void A_mistake_that_fits_by_chance_is_not_named() =>
        // On the smallest case, 10,000 and 9,999, this is x divided by its sum to six digits; nowhere else.
        Assert.Null(Judge.Check(Catalog.Find("02-softmax"), (double[] x) => Shares([.. x.Select(v => Math.Exp(v / x.Max()))])).Diagnosis);

    [Fact]
    public void A_matrix_that_was_never_made_is_told() =>
        Assert.Contains("weights[0] is null", Judge.Check(Catalog.Find("04-sigmoid-init"), (Func<int[], int, double[][,]>)((sizes, _) => new double[sizes.Length - 1][,])).Reason, StringComparison.Ordinal);

    private static (double, double) Activation(string name, double x) => ((double, double))Catalog.Find("02-activations").Reference!.DynamicInvoke(name, x)!;

    private static (double, double) Flip((double A, double B) pair) => (pair.B, pair.A);

    private static double[] Shares(double[] e) => [.. e.Select(v => v / e.Sum())];
}
